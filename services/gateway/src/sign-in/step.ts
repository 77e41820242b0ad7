import type { ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import type { FrontDoor } from '../front-door.ts'
import { dropCookie, readCookie, writeCookie } from '../sessions/session-cookie.ts'
import { findUser } from '../users/store.ts'
import type { User } from '../users/user-view.ts'

/** How long the second step may take, seconds. */
const lifetime = 10 * 60
const place = 'sign-in-step'

/** What stands between the password and the code: sealed, in a cookie of the browser that gave the password. */
const stepSchema = z.object({
  userId: z.string(),
  /** Of the user when the password was given; a reset meanwhile makes the step void. */
  version: z.int(),
  /** The secret to be set up, at a first sign-in. */
  secret: z.string().optional(),
  returnTo: z.string(),
  until: z.number(),
})
export type Step = z.infer<typeof stepSchema>

/** Puts the browser at the second step. */
export async function beginStep(c: FrontDoor, step: Omit<Step, 'until'>): Promise<void> {
  const { keyring, now } = c.var.ctx
  const sealed = await keyring.seal(JSON.stringify({ ...step, until: now.getTime() + lifetime * 1000 }), place)
  writeCookie(c, 'jiekun-step', sealed, lifetime)
}

/** The step that a browser is at and the user it is for, or undefined where it has to begin anew. */
export async function stepOf(c: FrontDoor): Promise<{ step: Step; user: User } | undefined> {
  const { ctx } = c.var
  const step = await openStep(ctx, readCookie(c, 'jiekun-step'))
  const user = step && (await findUser(ctx.db, step.userId))
  return user && user.version === step.version && user.state === 'active' ? { step, user } : undefined
}

export const endStep = (c: FrontDoor): void => dropCookie(c, 'jiekun-step')

async function openStep({ keyring, now }: ServiceContext, sealed: string | undefined): Promise<Step | undefined> {
  if (sealed === undefined || sealed.length > 2000) return undefined
  try {
    const step = stepSchema.parse(JSON.parse(await keyring.unseal(sealed, place)))
    return step.until > now.getTime() ? step : undefined
  } catch {
    return undefined
  }
}
