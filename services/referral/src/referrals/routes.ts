import { referralStateSchema } from '@jiekun/schema'
import { ProblemError, parseInput, requireScope, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import * as z from 'zod'
import { findReferral, listReferrals, type ReferralRow } from './store.ts'

const querySchema = z.strictObject({
  caseNumber: z.string().min(1).max(64).optional(),
  state: referralStateSchema.optional(),
  after: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** `GET /` lists referrals page by page; `GET /:id` shows one with its history. */
export const referralRoutes = new Hono<{ Variables: ServiceVariables }>()
  .get('/', async (c) => {
    const { ctx } = c.var
    const actor = requireScope(ctx, 'referrals:read')
    const filter = parseInput(querySchema, c.req.query())
    const rows = await listReferrals(ctx, actor, filter)
    return c.json({ items: rows.map(shown), next: rows.length < filter.limit ? null : (rows.at(-1)?.id ?? null) })
  })
  .get('/:id', async (c) => {
    const { ctx } = c.var
    const actor = requireScope(ctx, 'referrals:read')
    const found = await findReferral(ctx, actor, c.req.param('id'))
    if (!found) throw new ProblemError('not-found')
    const transitions = found.transitions.map(({ sequence, state, at, actor: by, reason }) => ({
      sequence,
      state,
      at: new Date(at).toISOString(),
      actor: by,
      reason,
    }))
    return c.json({ ...shown(found.referral), transitions })
  })

const shown = ({ planId, memberIds, createdAt, ...row }: ReferralRow) => ({
  ...row,
  caseNumber: planId,
  memberIds: z.array(z.string()).parse(JSON.parse(memberIds)),
  createdAt: new Date(createdAt).toISOString(),
})
