import { referralOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { decideReferral } from './decide-referral.ts'

/** What the union decides on referrals that were returned, declined, delivered, or shall go elsewhere. */
export const decisionRoutes = apiRoutes(
  serve(api.decideReferral, (ctx, { params, body, ifMatch }) =>
    decideReferral(ctx, { referralId: params.id, ifMatch, decided: body }),
  ),
)
