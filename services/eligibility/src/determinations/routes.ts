import { areaWithin } from '@jiekun/schema'
import { ProblemError, requireScope, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import * as z from 'zod'
import { type RecomputeRefusal, recomputeDetermination } from './recompute-determination.ts'
import { loadDetermination } from './store.ts'

/** `/api/v1/determinations`: what the policy said, whole, and whether it says the same again. */
export const determinationRoutes = new Hono<{ Variables: ServiceVariables }>()
  .get('/:id', async (c) => {
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
  .post('/:id/recompute', async (c) => {
    const result = await recomputeDetermination(c.var.ctx, c.req.param('id'))
    if (!result.ok) throw toProblem(result.refusal)
    return c.json(result.value)
  })

function toProblem(refusal: RecomputeRefusal): ProblemError {
  switch (refusal.reason) {
    case 'not-found':
      return new ProblemError('not-found')
    case 'other-version':
      return new ProblemError('wrong-state', `It was made by ${refusal.policyVersion}, which is not at hand any more`)
    default:
      return refusal satisfies never
  }
}
