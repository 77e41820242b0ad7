import { assetRoutes } from '@jiekun/pages/assets'
import {
  consume,
  deadLetterRoutes,
  keepDeadLetters,
  onError,
  type Queues,
  serviceContext,
  systemContext,
  tidyUp,
} from '@jiekun/worker'
import { Hono } from 'hono'
import { helpingRoutes } from './agents/pages.tsx'
import { agentRoutes } from './agents/routes.ts'
import { forgetWrong } from './applications/code-attempts.ts'
import { applicationRoutes } from './applications/routes.ts'
import { forgetDrafts } from './apply/draft.ts'
import { formScriptRoutes } from './apply/form-script.ts'
import { applyRoutes } from './apply/routes.tsx'
import { cardAssetRoutes } from './card/assets.ts'
import { documentFormRoutes } from './documents/form-routes.tsx'
import { sweepParts } from './documents/parts/receive-part.ts'
import { documentRoutes } from './documents/routes.ts'
import { sweepDocuments } from './documents/sweep-documents.ts'
import { uploadScriptRoutes } from './documents/upload-script.ts'
import { fileRoutes } from './files/routes.ts'
import { forgetCorrections } from './own-correction/draft-store.ts'
import { factsRoutes } from './own-correction/routes.tsx'
import { homeRoutes } from './pages/home.tsx'
import { onUnknownPath } from './pages/problem-page.tsx'
import { refuseOtherSites } from './pages/refuse-other-sites.ts'
import { precheckRoutes } from './precheck/routes.tsx'
import { eraseOver } from './privacy/erase-application.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { followCase } from './progress/follow-case.ts'
import { requestRoutes } from './requests/routes.ts'
import { reviewRoutes } from './review/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { lookUpScriptRoutes } from './status/look-up-script.ts'
import { statusRoutes } from './status/routes.tsx'
import { attendTwins } from './twins/attend-twins.ts'

const queuesOf = (env: RegistrationEnv): Queues => ({
  registration: env.QUEUE_REGISTRATION,
  eligibility: env.QUEUE_ELIGIBILITY,
  referral: env.QUEUE_REFERRAL,
  notification: env.QUEUE_NOTIFICATION,
})

const app = new Hono<{ Bindings: RegistrationEnv }>()
  .onError(onError)
  .notFound(onUnknownPath)
  .use(refuseOtherSites)
  .use(serviceContext<RegistrationEnv>('registration', queuesOf))
  .route('/', applicationRoutes)
  .route('/', agentRoutes)
  .route('/', reviewRoutes)
  .route('/', requestRoutes)
  .route('/', documentRoutes)
  .route('/', fileRoutes)
  .route('/', privacyRoutes)
  .route('/', searchRoutes)
  .route('/', deadLetterRoutes)
  .route('/apply/documents', documentFormRoutes)
  .route('/apply', applyRoutes)
  .route('/find-out', precheckRoutes)
  .route('/status/facts', factsRoutes)
  .route('/status', statusRoutes)
  .route('/helping', helpingRoutes)
  .route('/assets', assetRoutes)
  .route('/assets', formScriptRoutes)
  .route('/assets', uploadScriptRoutes)
  .route('/assets', cardAssetRoutes)
  .route('/assets', lookUpScriptRoutes)
  .route('/', homeRoutes)

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await systemContext('registration', env, queuesOf(env), execution)
    if (batch.queue.endsWith('-dead')) await keepDeadLetters(ctx, 'registration', batch)
    else await consume(ctx, 'registration', batch, followCase)
  },
  async scheduled({ scheduledTime }, env, execution) {
    const ctx = await systemContext('registration', env, queuesOf(env), execution, new Date(scheduledTime))
    await tidyUp(ctx)
    await eraseOver(ctx)
    await forgetDrafts(ctx)
    await forgetCorrections(ctx)
    await sweepDocuments(ctx)
    await sweepParts(ctx)
    await forgetWrong(ctx)
    await attendTwins(ctx)
  },
} satisfies ExportedHandler<RegistrationEnv>
