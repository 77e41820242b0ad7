import type { Operations } from '@jiekun/schema/api'
import { dayInChina, ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { caseHead } from '../applications/read-case.ts'
import { type QueueCursor, reviewQueue } from './store.ts'

type QueueQuery = z.output<Operations['listReviewQueue']['query']>

/** A page of what waits for the staff within the actor's reach, by deadline and then by age. */
export async function listReviewQueue(ctx: ServiceContext, { after, ...query }: QueueQuery) {
  const today = dayInChina(ctx.now)
  const rows = await reviewQueue(ctx.db, staffOf(ctx), {
    ...query,
    today,
    after: after === undefined ? undefined : readCursor(after),
  })
  const last = rows.length === query.limit ? rows.at(-1) : undefined
  return {
    items: rows.map((row) => ({
      ...caseHead(row),
      overdue: row.dueOn !== null && row.dueOn < today,
      hasTwin: row.hasTwin,
    })),
    next: last ? [last.dueOn, last.submittedAt, last.id].join('~') : null,
  }
}

function readCursor(text: string): QueueCursor {
  const [, dueOn, submittedAt, id] = /^(\d{4}-\d{2}-\d{2})~(\d{1,15})~([\w-]{1,40})$/.exec(text) ?? []
  if (dueOn === undefined || submittedAt === undefined || id === undefined) {
    throw new ProblemError('invalid-input', undefined, {
      errors: [{ path: 'after', message: 'is not a cursor of this list' }],
    })
  }
  return { dueOn, submittedAt: Number(submittedAt), id }
}
