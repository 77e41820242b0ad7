import type { Actor, StaffActor } from '@jiekun/schema'
import { actorOfOfficeToken, carriesOfficeToken, ProblemError, sha256 } from '@jiekun/worker'
import type { FrontDoor } from '../front-door.ts'
import { actorOfKey, findKeyByText } from '../keys/find-key.ts'
import { carriesSession, sessionTokenOf } from '../sessions/session-cookie.ts'
import { findSession, useIsOld, useStatement } from '../sessions/store.ts'
import { actorOfUser } from '../users/user-view.ts'
import { type Found, recall, remember } from './remembered.ts'

/**
 * Who a request speaks for: the holder of the key, the token or the session that it carries, else the public. A credential that
 * does not hold ends the request with 401, also where the public would be served: whoever sends one means to be known.
 */
export async function findActor(c: FrontDoor): Promise<Actor> {
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) {
    if (carriesOfficeToken(authorization)) return byOfficeToken(c, authorization)
    return (await foundBy(c, authorization, findByKey)).actor
  }
  if (!carriesSession(c)) return { kind: 'public' }
  return (await signedIn(c)).actor
}

/** The session of a request, or the end of the request with 401. */
export async function signedIn(c: FrontDoor): Promise<Found> {
  return foundBy(c, sessionTokenOf(c) ?? '', findByToken)
}

/** The office whose token it is. A token is not looked up anywhere, so there is nothing to remember. */
async function byOfficeToken({ var: { ctx } }: FrontDoor, authorization: string): Promise<StaffActor> {
  const actor = await actorOfOfficeToken(ctx.keyring, authorization, ctx.now)
  if (!actor) throw new ProblemError('sign-in-needed')
  return actor
}

async function foundBy(
  c: FrontDoor,
  credential: string,
  find: (c: FrontDoor, credential: string) => Promise<Found | undefined>,
): Promise<Found> {
  const now = c.var.ctx.now.getTime()
  const known = recall(credential, now)
  if (known) return known
  const found = await find(c, credential)
  if (!found) throw new ProblemError('sign-in-needed')
  remember(credential, found, now)
  return found
}

async function findByKey({ var: { ctx } }: FrontDoor, authorization: string): Promise<Found | undefined> {
  const found = await findKeyByText(ctx, authorization)
  return found && { actor: actorOfKey(found), endsAt: found.expiresAt }
}

async function findByToken({ var: { ctx } }: FrontDoor, token: string): Promise<Found | undefined> {
  if (token === '') return undefined
  const now = ctx.now.getTime()
  const found = await findSession(ctx.db, await sha256(token), now)
  if (!found) return undefined
  const { session, user } = found
  if (useIsOld(session.usedAt, now)) ctx.afterwards(useStatement(ctx.db, session.id, now).run())
  return { actor: actorOfUser(user), sessionId: session.id, endsAt: session.expiresAt }
}
