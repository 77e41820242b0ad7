import { ProblemError } from '@jiekun/worker'
import type { MiddlewareHandler } from 'hono'
import type { FrontDoor, FrontDoorEnv } from '../front-door.ts'
import { carriesSession } from '../sessions/session-cookie.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Ends a request with 403 unless the browser says that a page of this house sent it. `Sec-Fetch-Site` and `Origin` are
 * set by browsers and cannot be forged by a page; one of them must be there, and each that is must agree.
 */
export function requireOwnSite(c: FrontDoor): void {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const told = origin !== undefined || site !== undefined
  const agrees =
    (origin ?? new URL(c.req.url).origin) === new URL(c.req.url).origin && (site ?? 'same-origin') === 'same-origin'
  if (!told || !agrees) throw new ProblemError('other-site')
}

/** Middleware: a change that a browser's session is to answer for must come from our own pages, whatever its body is. */
export const guardSession: MiddlewareHandler<FrontDoorEnv> = async (c, next) => {
  const bySession = carriesSession(c) && c.req.header('authorization') === undefined
  if (bySession && !safeMethods.has(c.req.method)) requireOwnSite(c)
  await next()
}

/** Middleware of the pages of signing in, which a stranger's page must not post to even where no session is. */
export const guardPages: MiddlewareHandler<FrontDoorEnv> = async (c, next) => {
  if (!safeMethods.has(c.req.method)) requireOwnSite(c)
  await next()
}
