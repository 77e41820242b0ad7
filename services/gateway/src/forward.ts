import type { Actor } from '@jiekun/schema'
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
  const service = destinationOf(path)
  if (!service) throw new ProblemError('not-found')
  // Whole, so that its size is known before anybody works on it; a stream through two Workers would also cost more.
  const body = c.req.raw.body === null ? null : await readBytes(c)
  const actor = await signIn(c, path)
  const { identityKey } = await keyringOf(c.env.KEYRING)
  const headers = new Headers(c.req.raw.headers)
  headers.set(identityHeader, await signIdentity(identityKey, actor, new Date()))
  headers.set('x-request-id', c.var.requestId)
  headers.delete('authorization')
  const binding = {
    registration: c.env.REGISTRATION,
    eligibility: c.env.ELIGIBILITY,
    referral: c.env.REFERRAL,
    notification: c.env.NOTIFICATION,
  }
  const request = new Request(c.req.url, { method: c.req.method, headers, body, redirect: 'manual' })
  const answer = await binding[service].fetch(request)
  // A fetched response has fixed headers; the copy takes the security headers of the front door.
  return new Response(answer.body, answer)
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
