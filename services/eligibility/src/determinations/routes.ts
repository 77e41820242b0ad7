import { areaWithin } from '@jiekun/schema'
import { ProblemError, requireScope, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import * as z from 'zod'
import { loadDetermination } from './store.ts'

/** `/api/v1/determinations`: what the policy said, whole. */
export const determinationRoutes = new Hono<{ Variables: ServiceVariables }>().get('/:id', async (c) => {
  const { ctx } = c.var
  const actor = requireScope(ctx, 'applications:read')
  const row = await loadDetermination(ctx.db, c.req.param('id'))
  if (!row || !areaWithin(actor.area, row.countyCode)) throw new ProblemError('not-found')
  const { determination, explanation, at, ...head } = row
  return c.json({
    ...head,
    madeAt: new Date(at).toISOString(),
    determination: {
      ...z.record(z.string(), z.json()).parse(JSON.parse(determination)),
      explanation: z.json().parse(JSON.parse(explanation)),
    },
  })
})
