import type { Actor, Service } from '@jiekun/schema'
import { identityHeader, keyringOf, ProblemError, readBytes, signIdentity } from '@jiekun/worker'
import type { Context } from 'hono'
import { actorOf } from './access/staff-key.ts'
import { destinationOf } from './destinations.ts'

/** Request ids that are taken over from outside; anything else gets a new one. */
const requestIdForm = /^[\w-]{8,64}$/

export interface RequestVariables {
  /** Names the request in answers, logs and the audit, in every service. */
  requestId: string
}

type FrontDoor = Context<{ Bindings: GatewayEnv; Variables: RequestVariables }>

/** Passes a request to the service behind its path, with the identity found out here and none that came along. */
export async function forward(c: FrontDoor): Promise<Response> {
  const path = new URL(c.req.url).pathname
  const destination = destinationOf(c.req.method, path)
  if (destination.kind === 'nowhere') throw new ProblemError('not-found')
  if (destination.kind === 'wrong-method') {
    throw new ProblemError('method-not-allowed', undefined, { headers: { allow: destination.allowed.join(', ') } })
  }
  const { service, operation } = destination
  // Whole, so that its size is known before anybody works on it; a stream through two Workers would also cost more.
  const body = c.req.raw.body === null ? null : await readBytes(c, operation?.maxBodyBytes)
  const actor = await signIn(c, path)
  const { identityKey } = await keyringOf(c.env.KEYRING)
  const headers = new Headers(c.req.raw.headers)
  headers.set(identityHeader, await signIdentity(identityKey, actor, new Date()))
  headers.set('x-request-id', c.var.requestId)
  headers.delete('authorization')
  const binding = bindingOf(c.env, service)
  if (!binding) throw new ProblemError('not-found')
  const request = new Request(c.req.url, { method: c.req.method, headers, body, redirect: 'manual' })
  const answer = await binding.fetch(request)
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

/** Staff keys count under /api alone: pages and webhooks have their own proofs, and a key must not change what they do. */
async function signIn(c: FrontDoor, path: string): Promise<Actor> {
  if (!path.startsWith('/api/')) return { kind: 'public' }
  const actor = await actorOf(c.env.DB, c.req.header('authorization'))
  if (!actor) throw new ProblemError('sign-in-needed')
  return actor
}

/** The request id to use: the caller's where it is well formed, else a new one. */
export const requestIdOf = (given: string | undefined): string =>
  given !== undefined && requestIdForm.test(given) ? given : crypto.randomUUID()
