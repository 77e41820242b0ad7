import { referralOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, staffOf } from '@jiekun/worker'
import * as z from 'zod'
import { listDeliveries } from './store.ts'

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** `/api/v1/deliveries`: the webhooks of a case and how far each got. */
export const deliveryRoutes = apiRoutes(
  serve(api.listDeliveries, async (ctx, { query }) => {
    const rows = await listDeliveries(ctx, staffOf(ctx), query)
    return {
      items: rows.map(({ planId, referralIds, nextAttemptAt, deliveredAt, createdAt, tries: _, ...row }) => ({
        ...row,
        caseNumber: planId,
        referralIds: z.array(z.string()).parse(JSON.parse(referralIds)),
        nextAttemptAt: row.state === 'pending' ? isoOf(nextAttemptAt) : null,
        deliveredAt: isoOf(deliveredAt),
        createdAt: new Date(createdAt).toISOString(),
      })),
      next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null),
    }
  }),
)
