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
import { deleteExpiredJobs } from './jobs/end-job.ts'
import { jobRoutes } from './jobs/routes.ts'
import { giveUpParts, workOffParts } from './jobs/work-off-parts.ts'
import { referenceRoutes } from './reference/routes.ts'
import { simulationRoutes } from './simulations/routes.ts'

const queuesOf = (env: EligibilityEnv): Queues => ({
  registration: env.QUEUE_REGISTRATION,
  eligibility: env.QUEUE_ELIGIBILITY,
  'eligibility-job': env.QUEUE_ELIGIBILITY_JOB,
  referral: env.QUEUE_REFERRAL,
})

const app = new Hono<{ Bindings: EligibilityEnv }>()
  .onError(onError)
  .notFound(onNotFound)
  .use(serviceContext<EligibilityEnv>('eligibility', queuesOf))
  .route('/', determinationRoutes)
  .route('/', simulationRoutes)
  .route('/', jobRoutes)
  .route('/', referenceRoutes)
  .route('/', deadLetterRoutes)

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await systemContext('eligibility', env, queuesOf(env), execution)
    switch (batch.queue) {
      case 'jiekun-eligibility':
        return consume(ctx, 'eligibility', batch, determineApplications)
      case 'jiekun-eligibility-job':
        return consume(ctx, 'eligibility-job', batch, workOffParts)
      case 'jiekun-eligibility-job-dead':
        return giveUpParts(ctx, batch)
      default:
        return keepDeadLetters(ctx, 'eligibility', batch)
    }
  },
  async scheduled({ scheduledTime }, env, execution) {
    const ctx = await systemContext('eligibility', env, queuesOf(env), execution, new Date(scheduledTime))
    await tidyUp(ctx)
    await deleteExpiredJobs(ctx)
  },
} satisfies ExportedHandler<EligibilityEnv>
