import { ProblemError } from '@jiekun/worker'
import type { MiddlewareHandler } from 'hono'
import type { FrontDoor, FrontDoorEnv } from '../front-door.ts'
import { settingsOf } from '../settings.ts'
import { callerAddress } from './address.ts'
import { type Budget, spend } from './budget.ts'

/** Takes a request from what whoever acts has left; without sign-in the address counts. */
function take(c: FrontDoor): Budget {
  const { actor, now } = c.var.ctx
  const { requestsPerMinute } = settingsOf(c.env)
  return actor.kind === 'staff'
    ? spend('staff', actor.id, requestsPerMinute.staff, now.getTime())
    : spend('public', callerAddress(c.req.header('cf-connecting-ip')), requestsPerMinute.public, now.getTime())
}

/** Counts a request, and ends it with 429 where too many came this minute. */
export function countRequest(c: FrontDoor): void {
  const budget = take(c)
  c.set('budget', budget)
  if (budget.over)
    throw new ProblemError('too-many-requests', undefined, { headers: { 'retry-after': String(budget.resetsIn) } })
}

/** Middleware: tells on every answer what is left (draft-ietf-httpapi-ratelimit-headers). */
export const tellBudget: MiddlewareHandler<FrontDoorEnv> = async (c, next) => {
  await next()
  const { policy, limit, remaining, resetsIn } = c.var.budget ?? take(c)
  c.header('ratelimit-policy', `"${policy}";q=${limit};w=60`)
  c.header('ratelimit', `"${policy}";r=${remaining};t=${resetsIn}`)
}
