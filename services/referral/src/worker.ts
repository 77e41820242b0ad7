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
import { forgetReceived } from './answers/store.ts'
import { cooperationRoutes } from './cooperation/routes.ts'
import { attendReferrals } from './deadlines/attend-referrals.ts'
import { decideEvents } from './decide-events.ts'
import { decisionRoutes } from './decisions/routes.ts'
import { forgetAttempts } from './deliveries/attempt-store.ts'
import { deliverNotices } from './deliveries/deliver-notices.ts'
import { sendOptionsOf } from './deliveries/post-webhook.ts'
import { requeueDue } from './deliveries/requeue-due.ts'
import { deliveryRoutes } from './deliveries/routes.ts'
import { digestRoutes } from './digests/routes.ts'
import { writeDigests } from './digests/write-digests.ts'
import { directoryRoutes } from './directory/routes.ts'
import { disclosureRoutes } from './disclosures/routes.ts'
import { inboxRoutes } from './inbox/routes.tsx'
import { measureRoutes } from './measures/routes.ts'
import { officeRoutes } from './offices/routes.ts'
import { forgetFormer } from './offices/store.ts'
import { particularsRoutes, tokenRoutes } from './particulars/routes.ts'
import { planRoutes } from './plans/routes.ts'
import { queuesOf } from './queues.ts'
import { referralRoutes } from './referrals/routes.ts'
import { routingRoutes } from './routing/routes.ts'

const app = new Hono<{ Bindings: ReferralEnv; Variables: ServiceVariables }>()
  .use(serviceContext('referral', queuesOf))
  .route('/', hookRoutes)
  .route('/', tokenRoutes)
  .route('/', staffAnswerRoutes)
  .route('/', decisionRoutes)
  .route('/', routingRoutes)
  .route('/', referralRoutes)
  .route('/', particularsRoutes)
  .route('/', cooperationRoutes)
  .route('/', deliveryRoutes)
  .route('/', planRoutes)
  .route('/', measureRoutes)
  .route('/', directoryRoutes)
  .route('/', officeRoutes)
  .route('/', digestRoutes)
  .route('/inbox', inboxRoutes)
  .route('/', disclosureRoutes)
  .route('/', deadLetterRoutes)
app.onError(onError).notFound(onNotFound)

const contextOf = (env: ReferralEnv, execution: ExecutionContext, now?: Date) =>
  systemContext('referral', env, queuesOf(env), execution, now)

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await contextOf(env, execution)
    if (batch.queue === 'jiekun-referral') return consume(ctx, 'referral', batch, decideEvents)
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
    await forgetAttempts(ctx)
    await forgetReceived(ctx)
    await writeDigests(ctx)
  },
} satisfies ExportedHandler<ReferralEnv, unknown>
