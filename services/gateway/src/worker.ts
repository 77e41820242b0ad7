import { onError } from '@jiekun/worker'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { documentRoutes } from './document/routes.tsx'
import { forward, type RequestVariables, requestIdOf } from './forward.ts'

const self = ["'self'"]
const none = ["'none'"]

const app = new Hono<{ Bindings: GatewayEnv; Variables: RequestVariables }>()
  .onError(onError)
  .use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('x-request-id')))
    await next()
    c.header('x-request-id', c.var.requestId)
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  .use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: none,
        styleSrc: self,
        imgSrc: self,
        fontSrc: self,
        formAction: self,
        baseUri: none,
        frameAncestors: none,
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
  )
  .get('/healthz', (c) => c.json({ ok: true }))
  .route('/', documentRoutes)
  .all('*', forward)

export default { fetch: app.fetch } satisfies ExportedHandler<GatewayEnv>
