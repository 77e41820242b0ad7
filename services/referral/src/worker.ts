import {
  consume,
  deadLetterRoutes,
  keepDeadLetters,
  onError,
  onNotFound,
  type ServiceVariables,
  serviceContext,
  systemContext,
  tidyUp,
} from '@jiekun/worker'
import { Hono } from 'hono'
import { hookRoutes, staffAnswerRoutes } from './answers/routes.ts'
import { attendReferrals } from './deadlines/attend-referrals.ts'
import { deliverNotices } from './deliveries/deliver-notices.ts'
import { requeueDue } from './deliveries/requeue-due.ts'
import { deliveryRoutes } from './deliveries/routes.ts'
import { disclosureRoutes } from './disclosures/routes.ts'
import { measureRoutes } from './measures/routes.ts'
import { officeRoutes } from './offices/routes.ts'
import { forgetFormer } from './offices/store.ts'
import { decidePlans } from './plans/decide-plans.ts'
import { planRoutes } from './plans/routes.ts'
import { queuesOf } from './queues.ts'
import { referralRoutes } from './referrals/routes.ts'

const app = new Hono<{ Bindings: ReferralEnv; Variables: ServiceVariables }>()
  .use(serviceContext('referral', queuesOf))
  .route('/', hookRoutes)
  .route('/', staffAnswerRoutes)
  .route('/', referralRoutes)
  .route('/', deliveryRoutes)
  .route('/', planRoutes)
  .route('/', measureRoutes)
  .route('/', officeRoutes)
  .route('/', disclosureRoutes)
  .route('/', deadLetterRoutes)
app.onError(onError).notFound(onNotFound)

const sendOptionsOf = (env: ReferralEnv) => ({
  allowLoopback: env.ALLOW_LOOPBACK_ENDPOINTS === 'true',
  origin: env.PUBLIC_ORIGIN,
})
const contextOf = (env: ReferralEnv, execution: ExecutionContext, now?: Date) =>
  systemContext('referral', env, queuesOf(env), execution, now)

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await contextOf(env, execution)
    if (batch.queue === 'jiekun-referral') return consume(ctx, 'referral', batch, decidePlans)
    if (batch.queue === 'jiekun-referral-delivery') {
      return deliverNotices(ctx, batch, sendOptionsOf(env))
    }
    return keepDeadLetters(ctx, batch.queue === 'jiekun-referral-dead' ? 'referral' : 'referral-delivery', batch)
  },
  async scheduled({ scheduledTime }, env, execution) {
    const ctx = await contextOf(env, execution, new Date(scheduledTime))
    await tidyUp(ctx)
    await requeueDue(ctx)
    await attendReferrals(ctx)
    await forgetFormer(ctx)
  },
} satisfies ExportedHandler<ReferralEnv, unknown>
