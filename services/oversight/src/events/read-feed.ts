import type { EventType } from '@jiekun/schema'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { loadFeed } from './store.ts'

/**
 * A page of the change feed. The cursor is how far the log has been looked through, so that a reader whose own events are
 * rare goes on from there as well. Ends the request with 410 where something after the cursor has been forgotten.
 */
export async function readFeed(
  ctx: ServiceContext,
  query: { after?: string | undefined; types?: EventType[] | undefined; limit: number },
) {
  const after = Number(query.after ?? 0)
  const { found, bounds } = await loadFeed(ctx, staffOf(ctx), { ...query, after, types: query.types })
  if (query.after !== undefined && after < bounds.oldest - 1) throw new ProblemError('cursor-expired')
  if (after > bounds.newest) {
    throw new ProblemError('invalid-input', undefined, {
      errors: [{ path: 'after', message: 'is not a cursor of this feed' }],
    })
  }
  const items = found.slice(0, query.limit)
  const more = found.length > query.limit
  const next = more ? (items.at(-1)?.sequence ?? after) : bounds.lookedUpTo
  return { items: items.map(({ event }) => event), next: `${next}`, more: more || next < bounds.newest }
}
