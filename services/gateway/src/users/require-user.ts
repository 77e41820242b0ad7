import { areaWithin, scopesOf } from '@jiekun/schema'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { mayGive } from '../access/may-give.ts'
import { findUser } from './store.ts'
import { actorOfUser, type User } from './user-view.ts'

/** A user of the area of whoever asks; 404 for what lies elsewhere. */
export async function requireVisibleUser(ctx: ServiceContext, id: string): Promise<User> {
  const user = await findUser(ctx.db, id)
  if (!user || !areaWithin(staffOf(ctx).area, user.area)) throw new ProblemError('not-found')
  return user
}

/** A user that the administrator may change: another than itself, and none who may do more. */
export async function requireUser(ctx: ServiceContext, id: string): Promise<User> {
  const user = await requireVisibleUser(ctx, id)
  const { role, area } = actorOfUser(user)
  if (id === staffOf(ctx).id) throw new ProblemError('not-allowed', 'Nobody can change itself')
  if (!mayGive(staffOf(ctx), { role, area, scopes: scopesOf(role) })) throw new ProblemError('not-allowed')
  return user
}
