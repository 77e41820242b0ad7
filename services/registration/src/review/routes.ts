import { reviewOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { take } from '../applications/refusals.ts'
import { putForward } from '../twins/put-forward.ts'
import { listReviewQueue } from './list-review-queue.ts'
import { publicNoticeDays } from './notice-days.ts'
import { stepApplication } from './step-application.ts'

/** `/api/v1/review-queue` and the steps of a review below `/api/v1/applications`. */
export const reviewRoutes = apiRoutes(
  serve(api.listReviewQueue, (ctx, { query }) => listReviewQueue(ctx, query)),
  serve(api.claimApplication, async (ctx, { params, ifMatch }) =>
    take(await stepApplication(ctx, { ...params, ifMatch }, { step: 'claim' })),
  ),
  serve(api.releaseApplication, async (ctx, { params, ifMatch }) =>
    take(await stepApplication(ctx, { ...params, ifMatch }, { step: 'release' })),
  ),
  serve(api.returnApplication, async (ctx, { params, ifMatch, body }) =>
    take(await stepApplication(ctx, { ...params, ifMatch, reason: body.note }, { step: 'return', missing: body })),
  ),
  serve(api.endorseApplication, async (ctx, { params, ifMatch, body }) =>
    take(
      await stepApplication(ctx, { ...params, ifMatch, ...body }, { step: 'endorse', noticeDays: publicNoticeDays }),
    ),
  ),
  serve(api.approveApplication, async (ctx, { params, ifMatch, body }) =>
    take(await stepApplication(ctx, { ...params, ifMatch, ...body }, { step: 'approve' })),
  ),
  serve(api.declineApplication, async (ctx, { params, ifMatch, body: { reason, ground = null } }) =>
    take(await stepApplication(ctx, { ...params, ifMatch, reason }, { step: 'decline', ground })),
  ),
  serve(api.putApplicationForward, async (ctx, { params, ifMatch, body }) =>
    take(await putForward(ctx, { ...params, ifMatch, ...body })),
  ),
  serve(api.proposeOverride, async (ctx, { params, ifMatch, body: { reason, ...outcome } }) =>
    take(await stepApplication(ctx, { ...params, ifMatch, reason }, { step: 'propose-override', outcome })),
  ),
  serve(api.confirmOverride, async (ctx, { params, ifMatch, body }) =>
    take(await stepApplication(ctx, { ...params, ifMatch, ...body }, { step: 'confirm-override' })),
  ),
  serve(api.rejectOverride, async (ctx, { params, ifMatch, body }) =>
    take(await stepApplication(ctx, { ...params, ifMatch, ...body }, { step: 'reject-override' })),
  ),
)
