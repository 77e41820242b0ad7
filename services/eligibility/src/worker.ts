import {
  consume,
  deadLetterRoutes,
  keepDeadLetters,
  onError,
  onNotFound,
  type Queues,
  serviceContext,
  systemContext,
  tidyUp,
} from '@jiekun/worker'
import { Hono } from 'hono'
import { determineApplications } from './determinations/determine-applications.ts'
import { determinationRoutes } from './determinations/routes.ts'
import { simulationRoutes } from './simulations/routes.ts'

const queuesOf = (env: EligibilityEnv): Queues => ({
  registration: env.QUEUE_REGISTRATION,
  eligibility: env.QUEUE_ELIGIBILITY,
  referral: env.QUEUE_REFERRAL,
})

const app = new Hono<{ Bindings: EligibilityEnv }>()
  .onError(onError)
  .notFound(onNotFound)
  .use(serviceContext<EligibilityEnv>('eligibility', queuesOf))
  .route('/', determinationRoutes)
  .route('/', simulationRoutes)
  .route('/', deadLetterRoutes)

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await systemContext('eligibility', env, queuesOf(env), execution)
    if (batch.queue.endsWith('-dead')) await keepDeadLetters(ctx, 'eligibility', batch)
    else await consume(ctx, 'eligibility', batch, determineApplications)
  },
  async scheduled({ scheduledTime }, env, execution) {
    await tidyUp(await systemContext('eligibility', env, queuesOf(env), execution, new Date(scheduledTime)))
  },
} satisfies ExportedHandler<EligibilityEnv>
