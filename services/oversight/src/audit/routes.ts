import { serviceSchema } from '@jiekun/schema'
import { auditOperations as api } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve, staffOf } from '@jiekun/worker'
import { findEntry, listAudit } from './store.ts'

/** `/api/v1/audit`: who read or changed what, when and why. */
export const auditRoutes = apiRoutes(
  serve(api.listAudit, async (ctx, { query: { from, to, after, ...query } }) => {
    const rows = await listAudit(ctx, staffOf(ctx), {
      ...query,
      from: from === undefined ? undefined : Date.parse(from),
      to: to === undefined ? undefined : Date.parse(to),
      after: after === undefined ? undefined : cursorOf(after),
    })
    const last = rows.length === query.limit ? rows.at(-1) : undefined
    return { items: rows.map(shown), next: last ? `${last.at}~${last.sequence}` : null }
  }),
  serve(api.readAuditEntry, async (ctx, { params }) => {
    const row = await findEntry(ctx, staffOf(ctx), params.id)
    if (!row) throw new ProblemError('not-found')
    return shown(row)
  }),
)

/** What is not a cursor of this list stands before everything. */
function cursorOf(after: string): { at: number; sequence: number } {
  const [, at = 0, sequence = 0] = /^(\d{1,15})~(\d{1,15})$/.exec(after) ?? []
  return { at: Number(at), sequence: Number(sequence) }
}

const shown = (row: Awaited<ReturnType<typeof listAudit>>[number]) => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  service: serviceSchema.parse(row.service),
  actor: row.actor,
  role: row.role,
  area: row.area,
  requestId: row.requestId,
  action: row.action,
  subject: row.subject,
  reason: row.reason,
})
