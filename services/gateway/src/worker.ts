import { rememberChoices } from '@jiekun/pages'
import { keyringOf, systemContext, tidyUp } from '@jiekun/worker'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { identify } from './access/identify.ts'
import { accessRoutes } from './access/routes.ts'
import { guardSession } from './access/same-site.ts'
import { accountRoutes, signOutRoutes } from './account/routes.tsx'
import { documentRoutes } from './document/routes.tsx'
import { houseFaults, requireFitHouse } from './fitness/check-house.ts'
import { forward, requestIdOf } from './forward.ts'
import type { FrontDoorEnv } from './front-door.ts'
import { hearOut } from './hear-out.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { tellBudget } from './limits/limit-rate.ts'
import { onFrontDoorError } from './pages/problem-page.tsx'
import { signInRoutes } from './sign-in/routes.tsx'
import { forgetOld } from './tidy-up.ts'

const self = ["'self'"]
const none = ["'none'"]

const app = new Hono<FrontDoorEnv>()
  .onError(onFrontDoorError)
  .use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('x-request-id')))
    await next()
    c.header('x-request-id', c.var.requestId)
    if (c.var.contentPolicy !== undefined) c.header('content-security-policy', c.var.contentPolicy)
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  .use(hearOut)
  .use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: none,
        scriptSrc: self,
        // Uploads of photos tell how far they are.
        connectSrc: self,
        styleSrc: self,
        // A picture that the page itself has made: the contact card, to be kept on the phone.
        imgSrc: [...self, 'blob:'],
        fontSrc: self,
        formAction: self,
        baseUri: none,
        frameAncestors: none,
      },
      // Under `no-referrer` browsers send the origin `null` with a form, and our own could not be told from others.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
    }),
  )
  .use(rememberChoices)
  .get('/healthz', async (c) => {
    const faults = await houseFaults(c.env)
    return faults.length === 0 ? c.json({ ok: true }) : c.json({ ok: false, faults }, 503)
  })
  .use(requireFitHouse)
  .use(async (c, next) => {
    c.set('ctx', {
      service: 'gateway',
      db: c.env.DB,
      queues: {},
      keyring: await keyringOf(c.env.KEYRING),
      actor: { kind: 'public' },
      requestId: c.var.requestId,
      now: new Date(),
      afterwards: (work) => c.executionCtx.waitUntil(work),
    })
    await next()
  })
  .use('/api/*', tellBudget)
  .use(guardSession)
  .use('/api/*', identify)
  .route('/', documentRoutes)
  .route('/', accessRoutes)
  .route('/sign-in', signInRoutes)
  .route('/sign-out', signOutRoutes)
  .route('/account', accountRoutes)
  .route('/inbox', inboxRoutes)
  .all('*', forward)

export default {
  fetch: app.fetch,
  async scheduled({ scheduledTime }, env, execution) {
    const ctx = await systemContext('gateway', env, {}, execution, new Date(scheduledTime))
    await tidyUp(ctx)
    await forgetOld(ctx)
  },
} satisfies ExportedHandler<GatewayEnv>
