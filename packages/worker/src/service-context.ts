import type { Actor, Consumer, Event, Scope, Service, StaffActor } from '@jiekun/schema'
import { actorHolds } from '@jiekun/schema'
import type { MiddlewareHandler } from 'hono'
import type { Idempotency } from './idempotency.ts'
import { identityHeader, verifyIdentity } from './identity-header.ts'
import { type Keyring, keyringOf } from './keyring.ts'
import { ProblemError } from './problems.ts'

/** The queues that a worker can write to. */
export type Queues = Partial<Record<Consumer, Queue<Event>>>

/** What an operation works with, besides its input. */
export interface ServiceContext {
  service: Service
  db: D1Database
  queues: Queues
  keyring: Keyring
  actor: Actor
  requestId: string
  now: Date
  /** Why the request is made, where it says so. */
  reason?: string | undefined
  /** The request is to be answered once only, under this key. */
  idempotency?: Idempotency | undefined
  /** Keeps the worker alive until the promise has settled; what it does may be lost in a crash. */
  afterwards(work: Promise<unknown>): void
}

/** What each service's environment must hold. */
export interface ServiceEnv {
  DB: D1Database
  KEYRING: string
}

export interface ServiceVariables {
  ctx: ServiceContext
}

/** The context of work that no request began: a queue batch, or a tick of the cron at its time. */
export async function systemContext<E extends ServiceEnv>(
  service: Service,
  env: E,
  queues: Queues,
  execution: Pick<ExecutionContext, 'waitUntil'>,
  now = new Date(),
): Promise<ServiceContext> {
  return {
    service,
    db: env.DB,
    queues,
    keyring: await keyringOf(env.KEYRING),
    actor: { kind: 'system', id: service },
    requestId: crypto.randomUUID(),
    now,
    afterwards: (work) => execution.waitUntil(work),
  }
}

/** Middleware: builds the context of a request from the identity that the gateway signed. Without one nothing is served. */
export function serviceContext<E extends ServiceEnv>(
  service: Service,
  queuesOf: (env: E) => Queues,
): MiddlewareHandler<{ Bindings: E; Variables: ServiceVariables }> {
  return async (c, next) => {
    const keyring = await keyringOf(c.env.KEYRING)
    const now = new Date()
    const actor = await verifyIdentity(keyring.identityKey, c.req.header(identityHeader), now)
    if (!actor) throw new ProblemError('sign-in-needed')
    c.set('ctx', {
      service,
      db: c.env.DB,
      queues: queuesOf(c.env),
      keyring,
      actor,
      requestId: c.req.header('x-request-id') ?? crypto.randomUUID(),
      now,
      afterwards: (work) => c.executionCtx.waitUntil(work),
    })
    await next()
  }
}

/** The member of staff who acts, or the end of the request: 401 without sign-in, 403 where the role lacks the scope. */
export function requireScope(ctx: ServiceContext, scope: Scope): StaffActor {
  const actor = staffOf(ctx)
  if (!actorHolds(actor, scope)) throw new ProblemError('not-allowed', `Your role or key may not use ${scope}`)
  return actor
}

/** The member of staff who acts, or the end of the request with 401. */
export function staffOf(ctx: ServiceContext): StaffActor {
  if (ctx.actor.kind !== 'staff') throw new ProblemError('sign-in-needed')
  return ctx.actor
}
