import { onError } from '@jiekun/worker'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { forward, requestIdOf } from './forward.ts'

const self = ["'self'"]
const none = ["'none'"]

const app = new Hono<{ Bindings: GatewayEnv }>()
  .onError(onError)
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
  .all('*', forward)

export default {
  async fetch(request, env, execution) {
    const headers = new Headers(request.headers)
    const requestId = requestIdOf(headers.get('x-request-id'))
    headers.set('x-request-id', requestId)
    const response = await app.fetch(new Request(request, { headers }), env, execution)
    const answer = new Response(response.body, response)
    answer.headers.set('x-request-id', requestId)
    if (!answer.headers.has('cache-control')) answer.headers.set('cache-control', 'no-store')
    return answer
  },
} satisfies ExportedHandler<GatewayEnv>
