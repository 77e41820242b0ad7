import { referralStateSchema } from '@jiekun/schema'
import { referralOperations as api, toEscalation, toReferral } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve, staffOf, tagged } from '@jiekun/worker'
import { findReferral, listReferrals } from './store.ts'

/** `/api/v1/referrals`: referrals page by page, and one with its history. */
export const referralRoutes = apiRoutes(
  serve(api.listReferrals, async (ctx, { query }) => {
    const rows = await listReferrals(ctx, staffOf(ctx), query)
    return { items: rows.map(toReferral), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.readReferral, async (ctx, { params }) => {
    const found = await findReferral(ctx, staffOf(ctx), params.id)
    if (!found) throw new ProblemError('not-found')
    const transitions = found.transitions.map(({ sequence, state, at, actor, reason, officeId }) => ({
      sequence,
      state: referralStateSchema.parse(state),
      at: new Date(at).toISOString(),
      actor,
      reason,
      officeId,
    }))
    const escalations = found.escalations.map(toEscalation)
    return tagged({ ...toReferral(found.referral), transitions, escalations }, found.referral.version)
  }),
)
