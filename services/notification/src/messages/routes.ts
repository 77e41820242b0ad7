import { caseNumberSchema } from '@jiekun/schema'
import { parseInput, requireScope, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import * as z from 'zod'
import { listMessages } from './store.ts'

const querySchema = z.strictObject({
  caseNumber: caseNumberSchema.optional(),
  after: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** `/api/v1/messages`: the outbox of the local channel. */
export const messageRoutes = new Hono<{ Variables: ServiceVariables }>().get('/', async (c) => {
  const { ctx } = c.var
  const actor = requireScope(ctx, 'notifications:read')
  const page = parseInput(querySchema, c.req.query())
  const rows = await listMessages(ctx.db, actor, page)
  return c.json({
    items: rows.map(({ applicationId, at, ...row }) => ({
      ...row,
      caseNumber: applicationId,
      at: new Date(at).toISOString(),
    })),
    next: rows.length === page.limit ? (rows.at(-1)?.id ?? null) : null,
  })
})
