import { parseInput, requireScope, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import * as z from 'zod'
import { listDeliveries } from './store.ts'

const querySchema = z.strictObject({ caseNumber: z.string().min(1).max(64) })

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** `GET /?caseNumber=`: the webhooks of a case and how far each got. */
export const deliveryRoutes = new Hono<{ Variables: ServiceVariables }>().get('/', async (c) => {
  const { ctx } = c.var
  const actor = requireScope(ctx, 'referrals:read')
  const { caseNumber } = parseInput(querySchema, c.req.query())
  const rows = await listDeliveries(ctx, actor, caseNumber)
  return c.json({
    items: rows.map(({ planId, referralIds, nextAttemptAt, deliveredAt, createdAt, ...row }) => ({
      ...row,
      caseNumber: planId,
      referralIds: z.array(z.string()).parse(JSON.parse(referralIds)),
      nextAttemptAt: row.state === 'pending' ? isoOf(nextAttemptAt) : null,
      deliveredAt: isoOf(deliveredAt),
      createdAt: isoOf(createdAt),
    })),
  })
})
