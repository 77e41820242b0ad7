import { exactTotal, type Search } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { caseHead } from '../applications/read-case.ts'
import { criteriaOf } from './criteria.ts'
import { type Place, search } from './store.ts'

/**
 * The applications within reach that fit, newest first: a page of them, and how many there are where that is asked. A
 * page begins after the last row of the one before, so rows that come in between are neither left out nor shown twice.
 */
export async function searchApplications(ctx: ServiceContext, asked: Search) {
  const actor = staffOf(ctx)
  const after = asked.after === undefined ? undefined : placeOf(asked.after)
  const criteria = await criteriaOf(ctx.keyring, asked)
  // One more than is shown tells whether there is a page after it; one more than is exact, whether a total is.
  const { rows, count } = await search(ctx.db, actor, criteria, {
    after,
    limit: asked.limit + 1,
    countUpTo: asked.total ? exactTotal + 1 : undefined,
  })
  const shown = rows.slice(0, asked.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(caseHead),
    next: rows.length > asked.limit && last ? cursorOf(last) : null,
    ...(count === undefined ? {} : { total: totalOf(count, exactTotal) }),
  }
}

/** What is said of a count that stopped one above what is exact. */
export const totalOf = (count: number, exactUpTo: number) => ({
  count: Math.min(count, exactUpTo),
  exact: count <= exactUpTo,
})

const cursorOf = (row: { submittedAt: number; id: string }): string => `${row.submittedAt}~${row.id}`

function placeOf(cursor: string): Place {
  const [, at, id] = /^(\d{1,15})~([\w-]{1,40})$/.exec(cursor) ?? []
  if (at !== undefined && id !== undefined) return { at: Number(at), id }
  throw new ProblemError('invalid-input', undefined, {
    errors: [{ path: 'after', message: 'is not a cursor of this list' }],
  })
}
