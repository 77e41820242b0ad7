import { scopesOf } from '@jiekun/schema'
import { type accessOperations, officeFits, officeMisfit, type UserView } from '@jiekun/schema/api'
import {
  commit,
  ProblemError,
  type Reply,
  requireVersion,
  type ServiceContext,
  staffOf,
  tagged,
  violates,
} from '@jiekun/worker'
import type * as z from 'zod'
import { mayGive } from '../access/may-give.ts'
import { forget } from '../access/remembered.ts'
import { requireOffice } from '../access/require-office.ts'
import { endAllStatement } from '../sessions/store.ts'
import { alreadyThere } from './create-user.ts'
import { requireUser } from './require-user.ts'
import { changeStatements, type UserChange } from './store.ts'
import { actorOfUser, showUser, type User } from './user-view.ts'

type Wanted = z.output<typeof accessOperations.updateUser.body>

/** Changes a user. What changes more than name and telephone ends the sessions: they were opened by somebody else, so to say. */
export async function updateUser(
  ctx: ServiceContext,
  id: string,
  wanted: Wanted,
  ifMatch: number | undefined,
): Promise<Reply<UserView>> {
  const user = await requireUser(ctx, id)
  requireVersion(ifMatch, user.version)
  const change = changeOf(wanted)
  const next: User = { ...user, ...change, version: user.version + 1 }
  if (!officeFits(next)) {
    const { path, message } = officeMisfit
    throw new ProblemError('invalid-input', undefined, { errors: [{ path: path.join('.'), message }] })
  }
  const { role, area } = actorOfUser(next)
  if (!mayGive(staffOf(ctx), { role, area, scopes: scopesOf(role) })) throw new ProblemError('not-allowed')
  if (change.officeId !== undefined || change.area !== undefined) await requireOffice(ctx, next)
  const endsSessions = Object.keys(change).some((field) => field !== 'displayName' && field !== 'telephone')
  try {
    await commit(ctx, {
      statements: [
        ...changeStatements(ctx, user, change),
        ...(endsSessions ? [endAllStatement(ctx.db, id, ctx.now.getTime())] : []),
      ],
      audit: [{ action: 'user.changed', subject: id, area: user.area, reason: Object.keys(wanted).join(' ') }],
    })
  } catch (error) {
    if (violates(error, 'user_changes.user_id')) throw new ProblemError('changed-meanwhile')
    throw alreadyThere(error) ?? error
  }
  forget({ actorId: id })
  return tagged(showUser(next), next.version)
}

function changeOf({ provider, displayName, telephone, role, area, officeId, state }: Wanted): UserChange {
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(telephone === undefined ? {} : { telephone }),
    ...(role === undefined ? {} : { role }),
    ...(area === undefined ? {} : { area }),
    ...(officeId === undefined ? {} : { officeId }),
    ...(state === undefined ? {} : { state }),
    // Whoever comes through a provider has no second way in here.
    ...(provider === undefined ? {} : { ...provider, passwordHash: null, firstPasswordUntil: null, totpSealed: null }),
  }
}
