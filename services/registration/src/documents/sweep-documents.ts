import type { ServiceContext } from '@jiekun/worker'
import { deleteBytes } from './bucket.ts'
import { findToDestroy, forgetDocuments } from './store.ts'

/** How long a document may be on its way: an upload that has not ended by then has died. */
const comingMs = 60 * 60_000
/** Documents that one sweep destroys; the bucket deletes up to a thousand at once. */
const destroyedAtOnce = 500

/**
 * Destroys what is to go: documents that were removed, those of forms that were thrown away and of cases that were
 * erased, and what an upload that died left behind. The bytes go first; the row is what finds them again after a crash.
 */
export async function sweepDocuments(ctx: ServiceContext): Promise<void> {
  const ids = await findToDestroy(ctx.db, ctx.now.getTime() - comingMs, destroyedAtOnce)
  if (ids.length === 0) return
  await deleteBytes(ids)
  await forgetDocuments(ctx.db, ids)
}

/** Sweeps after the answer, so that what was removed is gone at once; the cron does what a crash leaves. */
export const destroySoon = (ctx: ServiceContext): void => ctx.afterwards(sweepDocuments(ctx))
