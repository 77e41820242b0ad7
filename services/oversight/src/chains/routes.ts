import { areaWithin } from '@jiekun/schema'
import { auditOperations as api } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve, staffOf } from '@jiekun/worker'
import { listAnchors } from './store.ts'
import { verifyAudit } from './verify-audit.ts'

/** `/api/v1/audit/anchors` and `/api/v1/audit/verification`: where the chains of the audit stand, and whether they hold. */
export const chainRoutes = apiRoutes(
  serve(api.listAuditAnchors, async (ctx, { query: { after, ...query } }) => {
    const [day = '', area = ''] = after?.split('~') ?? []
    const items = await listAnchors(ctx, staffOf(ctx), {
      ...query,
      after: after === undefined ? undefined : { day, area },
    })
    const last = items.length === query.limit ? items.at(-1) : undefined
    return { items, next: last ? `${last.day}~${last.area}` : null }
  }),
  serve(api.verifyAudit, async (ctx, { query: { area, after, limit } }) => {
    if (!areaWithin(staffOf(ctx).area, area)) throw new ProblemError('not-found')
    return verifyAudit(ctx, { area, after: Number(after ?? 0), limit })
  }),
)
