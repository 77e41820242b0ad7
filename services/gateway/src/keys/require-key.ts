import { areaWithin } from '@jiekun/schema'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { mayGive } from '../access/may-give.ts'
import { showKey } from './key-view.ts'
import { findKey, type Key } from './store.ts'

/** A key that the administrator may change; 404 for what lies elsewhere, 403 for its own and for wider ones. */
export async function requireKey(ctx: ServiceContext, id: string): Promise<Key> {
  const administrator = staffOf(ctx)
  const key = await requireVisibleKey(ctx, id)
  if (id === administrator.id || !mayGive(administrator, showKey(key, ctx.now))) throw new ProblemError('not-allowed')
  return key
}

/** A key of the administrator's area; 404 for what lies elsewhere. */
export async function requireVisibleKey(ctx: ServiceContext, id: string): Promise<Key> {
  const key = await findKey(ctx.db, id)
  if (!key || !areaWithin(staffOf(ctx).area, key.area)) throw new ProblemError('not-found')
  return key
}
