import type { MiddlewareHandler } from 'hono'
import type { FrontDoor, FrontDoorEnv } from '../front-door.ts'
import { countRequest } from '../limits/limit-rate.ts'
import { findActor } from './find-actor.ts'
import { refuseKeyInAddress } from './key-in-address.ts'

/** Middleware of the API: finds out who acts, and counts the request for them; what fails counts for the address. */
export const identify: MiddlewareHandler<FrontDoorEnv> = async (c, next) => {
  const actor = await actorOf(c).catch((error: unknown) => {
    countRequest(c)
    throw error
  })
  c.set('ctx', { ...c.var.ctx, actor })
  countRequest(c)
  await next()
}

async function actorOf(c: FrontDoor) {
  refuseKeyInAddress(c)
  return findActor(c)
}
