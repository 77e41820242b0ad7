import { requestOperations as api } from '@jiekun/schema/api'
import { apiRoutes, dayInChina, ProblemError, serve, staffOf, tagged } from '@jiekun/worker'
import { answerRequest } from './answer-request.ts'
import { findRequest, listRows } from './store.ts'
import { shownHead, shownRequest } from './views.ts'

/** `/api/v1/requests`: what applicants ask of the staff. */
export const requestRoutes = apiRoutes(
  serve(api.listRequests, async (ctx, { query: { after, ...query } }) => {
    const rows = await listRows(ctx.db, staffOf(ctx), {
      ...query,
      after: after === undefined ? undefined : read(after),
    })
    const last = rows.length === query.limit ? rows.at(-1) : undefined
    const today = dayInChina(ctx.now)
    return { items: rows.map((row) => shownHead(row, today)), next: last ? `${last.dueOn}~${last.id}` : null }
  }),
  serve(api.readRequest, async (ctx, { params }) => {
    const found = await findRequest(ctx, staffOf(ctx), params.id)
    if (!found) throw new ProblemError('not-found')
    return tagged(await shownRequest(ctx.keyring, found.request), found.request.version)
  }),
  serve(api.answerRequest, (ctx, { params, body, ifMatch }) => answerRequest(ctx, { ...params, ...body, ifMatch })),
)

function read(cursor: string): { dueOn: string; id: string } {
  const [, dueOn, id] = /^(\d{4}-\d{2}-\d{2})~([\w-]{1,64})$/.exec(cursor) ?? []
  if (dueOn === undefined || id === undefined) {
    throw new ProblemError('invalid-input', undefined, {
      errors: [{ path: 'after', message: 'is not a cursor of this list' }],
    })
  }
  return { dueOn, id }
}
