import { onError, onNotFound, serviceContext, systemContext, tidyUp } from '@jiekun/worker'
import { Hono } from 'hono'
import { auditRoutes } from './audit/routes.ts'
import { anchorChains } from './chains/anchor-chains.ts'
import { chainAudit } from './chains/chain-audit.ts'
import { chainRoutes } from './chains/routes.ts'
import { forgetEvents } from './events/forget-events.ts'
import { eventRoutes } from './events/routes.ts'

const app = new Hono<{ Bindings: OversightEnv }>()
  .onError(onError)
  .notFound(onNotFound)
  .use(serviceContext<OversightEnv>('oversight', () => ({})))
  // Before the entries, whose ids would take their paths.
  .route('/', chainRoutes)
  .route('/', auditRoutes)
  .route('/', eventRoutes)

export default {
  fetch: app.fetch,
  async scheduled({ scheduledTime }, env, execution) {
    const ctx = await systemContext('oversight', env, {}, execution, new Date(scheduledTime))
    await tidyUp(ctx)
    await chainAudit(ctx)
    await anchorChains(ctx)
    await forgetEvents(ctx)
  },
} satisfies ExportedHandler<OversightEnv>
