import { stalledOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, staffOf } from '@jiekun/worker'
import { listStalled } from './list-stalled.ts'

/** `/api/v1/referrals/stalled`: empty, or it names who must act. */
export const stalledRoutes = apiRoutes(
  serve(api.listStalled, (ctx, { query }) => listStalled(ctx, staffOf(ctx), query)),
)
