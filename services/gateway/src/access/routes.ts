import { areaFullName, reachOf, scopesOf } from '@jiekun/schema'
import { accessOperations as api, sessionSchema, signInSchema } from '@jiekun/schema/api'
import { apiRoutes, requireScope, serve, staffOf, tagged } from '@jiekun/worker'
import { createKey } from '../keys/create-key.ts'
import { showKey } from '../keys/key-view.ts'
import { requireVisibleKey } from '../keys/require-key.ts'
import { revokeKey } from '../keys/revoke-key.ts'
import { rotateKey } from '../keys/rotate-key.ts'
import { listKeys } from '../keys/store.ts'
import { endOwnSessions, endSession, endSessionsOf } from '../sessions/end-session.ts'
import { listOpenSessions } from '../sessions/store.ts'
import { listSignIns } from '../sign-in/log.ts'
import { createUser } from '../users/create-user.ts'
import { requireVisibleUser } from '../users/require-user.ts'
import { resetSignIn } from '../users/reset-sign-in.ts'
import { listUsers } from '../users/store.ts'
import { updateUser } from '../users/update-user.ts'
import { showUser } from '../users/user-view.ts'
import { nameOfActor } from './name-of-actor.ts'

const moment = (at: number): string => new Date(at).toISOString()

/** The last item of a full page, after which the next one begins. */
const lastOf = <T>(rows: readonly T[], limit: number): T | undefined =>
  rows.length === limit ? rows.at(-1) : undefined

/** What the front door serves itself: who may come in, and how. */
export const accessRoutes = apiRoutes(
  serve(api.readMe, async (ctx) => {
    const { id, role, area, officeId = null, scopes } = staffOf(ctx)
    const named = await nameOfActor(ctx, id)
    return {
      ...named,
      id,
      role,
      area,
      areaName: areaFullName(area),
      officeId,
      scopes: [...(scopes ?? scopesOf(role))],
      reach: reachOf(role),
    }
  }),
  serve(api.listUsers, async (ctx, { query }) => {
    const rows = await listUsers(ctx.db, staffOf(ctx).area, query)
    return { items: rows.map(showUser), next: lastOf(rows, query.limit)?.id ?? null }
  }),
  serve(api.createUser, (ctx, { body }) => createUser(ctx, body)),
  serve(api.readUser, async (ctx, { params }) => {
    const user = await requireVisibleUser(ctx, params.id)
    return tagged(showUser(user), user.version)
  }),
  serve(api.updateUser, (ctx, { params, body, ifMatch }) => updateUser(ctx, params.id, body, ifMatch)),
  serve(api.resetUserSignIn, (ctx, { params }) => resetSignIn(ctx, params.id)),
  serve(api.listSessions, async (ctx, { query }) => {
    const { id } = staffOf(ctx)
    const { userId = id } = query
    if (userId !== id) {
      requireScope(ctx, 'users:read')
      await requireVisibleUser(ctx, userId)
    }
    const rows = await listOpenSessions(ctx.db, userId, ctx.now.getTime(), query)
    return {
      items: rows.map((row) =>
        sessionSchema.parse({
          id: row.id,
          userId: row.userId,
          method: row.method,
          beganAt: moment(row.createdAt),
          usedAt: moment(row.usedAt),
          endsAt: moment(row.expiresAt),
        }),
      ),
      next: lastOf(rows, query.limit)?.id ?? null,
    }
  }),
  serve(api.revokeSession, async (ctx, { params }) => {
    await endSession(ctx, params.id)
    return undefined
  }),
  serve(api.revokeSessions, async (ctx, { query: { userId } }) => {
    if (userId === undefined || userId === staffOf(ctx).id) await endOwnSessions(ctx)
    else await endSessionsOf(ctx, userId)
    return undefined
  }),
  serve(api.listKeys, async (ctx, { query }) => {
    const rows = await listKeys(ctx.db, staffOf(ctx).area, query)
    return { items: rows.map((row) => showKey(row, ctx.now)), next: lastOf(rows, query.limit)?.id ?? null }
  }),
  serve(api.createKey, (ctx, { body }) => createKey(ctx, body)),
  serve(api.readKey, async (ctx, { params }) => showKey(await requireVisibleKey(ctx, params.id), ctx.now)),
  serve(api.rotateKey, (ctx, { params, body }) => rotateKey(ctx, params.id, body)),
  serve(api.revokeKey, async (ctx, { params }) => {
    await revokeKey(ctx, params.id)
    return undefined
  }),
  serve(api.listSignIns, async (ctx, { query }) => {
    const rows = await listSignIns(ctx.db, staffOf(ctx).area, query)
    const last = lastOf(rows, query.limit)?.signIn
    return {
      items: rows.map(({ signIn: { at, addressIndex, ...row }, login }) =>
        signInSchema.parse({ ...row, login, at: moment(at), address: addressIndex }),
      ),
      next: last ? `${last.at}~${last.id}` : null,
    }
  }),
)
