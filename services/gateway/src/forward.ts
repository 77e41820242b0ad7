import { maxUploadBytes, type Service, tooLargeHeader } from '@jiekun/schema'
import { identityHeader, ProblemError, readBytes, signIdentity } from '@jiekun/worker'
import { destinationOf } from './destinations.ts'
import type { FrontDoor } from './front-door.ts'
import { countForm } from './limits/count-form.tsx'
import { countRequest } from './limits/limit-rate.ts'
import { withoutOurs } from './sessions/session-cookie.ts'

/** Request ids that are taken over from outside; anything else gets a new one. */
const requestIdForm = /^[\w-]{8,64}$/

/** Passes a request to the service behind its path, with the identity found out here and none that came along. */
export async function forward(c: FrontDoor): Promise<Response> {
  const path = new URL(c.req.url).pathname
  const destination = destinationOf(c.req.method, path)
  if (destination.kind === 'nowhere') throw new ProblemError('not-found')
  if (destination.kind === 'wrong-method') {
    throw new ProblemError('method-not-allowed', undefined, { headers: { allow: destination.allowed.join(', ') } })
  }
  const { service, operation, upload } = destination
  // What is only read is not counted; files are, since anybody may begin a form and each takes room, and so are forms.
  if (upload) countRequest(c)
  else if (service === 'registration' && !operation && c.req.method === 'POST') {
    const refused = await countForm(c)
    if (refused) return refused
  }
  const maxBodyBytes = upload ? maxUploadBytes : operation?.maxBodyBytes
  // Whole, so that its size is known before anybody works on it; a stream through two Workers would also cost more.
  const isTooLarge = upload && Number(c.req.header('content-length') ?? 0) > maxUploadBytes
  const body = c.req.raw.body === null || isTooLarge ? null : await readBytes(c, maxBodyBytes)
  const { actor, keyring, now, requestId } = c.var.ctx
  const headers = new Headers(c.req.raw.headers)
  headers.set(identityHeader, await signIdentity(keyring.identityKey, actor, now))
  headers.set('x-request-id', requestId)
  headers.delete('authorization')
  // Nobody reads it; the page that it was for says so in plain words.
  if (isTooLarge) headers.set(tooLargeHeader, 'true')
  const cookies = headers.get('cookie')
  if (cookies !== null) headers.set('cookie', withoutOurs(cookies))
  const binding = bindingOf(c.env, service)
  if (!binding) throw new ProblemError('not-found')
  const request = new Request(c.req.url, { method: c.req.method, headers, body, redirect: 'manual' })
  const answer = await binding.fetch(request)
  // What is stricter than a page keeps its own.
  c.set('contentPolicy', answer.headers.get('content-security-policy') ?? undefined)
  // A fetched response has fixed headers; the copy takes the security headers of the front door.
  return new Response(answer.body, answer)
}

function bindingOf(env: GatewayEnv, service: Service): Fetcher | undefined {
  const bindings: Partial<Record<Service, Fetcher>> = {
    registration: env.REGISTRATION,
    eligibility: env.ELIGIBILITY,
    referral: env.REFERRAL,
    notification: env.NOTIFICATION,
    oversight: env.OVERSIGHT,
  }
  return bindings[service]
}

/** The request id to use: the caller's where it is well formed, else a new one. */
export const requestIdOf = (given: string | undefined): string =>
  given !== undefined && requestIdForm.test(given) ? given : crypto.randomUUID()
