import { ok, ProblemError, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { findUserByLogin } from '../users/store.ts'
import type { User } from '../users/user-view.ts'
import { attemptedBy, countAttempt, uncountStatement } from './attempts.ts'
import { logStatement } from './log.ts'
import { passwordHolds } from './password.ts'

export interface GivenPassword {
  login: string
  password: string
  address: string
}

/**
 * The user of a login and password. An unknown login, a wrong password and a disabled user look alike and take the same
 * time. Ends the request with 429 while account or address wait, however right the password is.
 */
export async function checkPassword(
  ctx: ServiceContext,
  given: GivenPassword,
): Promise<Result<User, 'wrong' | 'first-password-over'>> {
  const login = given.login.trim().toLowerCase().slice(0, 64)
  const { address } = given
  const attempted = await attemptedBy(ctx, login, address)
  const { waitSeconds } = await countAttempt(ctx, attempted)
  const user = await findUserByLogin(ctx.db, login)
  const outcome = waitSeconds === undefined ? judge(ctx, user, given.password) : 'waiting'
  if (user && outcome === 'right') {
    await uncountStatement(ctx, attempted).run()
    return ok(user)
  }
  if (outcome !== 'right') await (await logStatement(ctx, { user, method: 'password', outcome, address })).run()
  if (waitSeconds !== undefined) throw tooManyAttempts(waitSeconds)
  return refuse(outcome === 'first-password-over' ? outcome : 'wrong')
}

function judge({ now }: ServiceContext, user: User | undefined, password: string) {
  const holds = passwordHolds(password, user?.passwordHash)
  if (!user) return 'unknown'
  if (!holds) return 'wrong-password'
  if (user.state !== 'active') return 'disabled'
  return user.firstPasswordUntil !== null && user.firstPasswordUntil <= now.getTime() ? 'first-password-over' : 'right'
}

/** The end of a request that has to wait. */
export const tooManyAttempts = (seconds: number): ProblemError =>
  new ProblemError('too-many-attempts', undefined, { headers: { 'retry-after': String(seconds) } })
