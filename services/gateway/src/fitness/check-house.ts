import { keyringFaults, log, ProblemError } from '@jiekun/worker'
import type { MiddlewareHandler } from 'hono'
import * as z from 'zod'
import type { FrontDoorEnv } from '../front-door.ts'
import { settingsOf } from '../settings.ts'

const seededSchema = z.array(z.object({ fault: z.string() }))
/** Seeded credentials that are named; one is enough to refuse. */
const mostNamed = 20

let isFit = false

/** What makes this deployment unfit to serve, each in a line that names no secret: a key ring or credentials of a local house. */
async function faultsOf(env: GatewayEnv): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT 'key ' || id || ' was seeded by a local start' AS fault FROM staff_keys WHERE seeded AND revoked_at IS NULL
     UNION ALL SELECT 'user ' || id || ' was seeded by a local start' FROM users WHERE seeded AND state = 'active' LIMIT ?`,
  )
    .bind(mostNamed)
    .all()
  return [...keyringFaults(env.KEYRING), ...seededSchema.parse(results).map(({ fault }) => fault)]
}

/** The faults of this house; none on a developer's machine. It is looked at until it was found fit, once in each isolate. */
export async function houseFaults(env: GatewayEnv): Promise<string[]> {
  if (isFit || settingsOf(env).local) return []
  const faults = await faultsOf(env)
  isFit = faults.length === 0
  return faults
}

/** Middleware: a house that is not fit serves nothing but the reason, at `/healthz` and in the log. */
export const requireFitHouse: MiddlewareHandler<FrontDoorEnv> = async (c, next) => {
  const faults = await houseFaults(c.env)
  if (faults.length > 0) {
    log('error', 'not-fit-to-serve', { faults })
    throw new ProblemError('not-ready')
  }
  await next()
}
