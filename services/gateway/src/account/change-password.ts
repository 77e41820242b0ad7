import { ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { forget } from '../access/remembered.ts'
import { openSession } from '../sessions/open-session.ts'
import { endAllStatement } from '../sessions/store.ts'
import { attemptedBy, countAttempt, uncountStatement } from '../sign-in/attempts.ts'
import { tooManyAttempts } from '../sign-in/check-password.ts'
import { hashPassword, type PasswordFault, passwordFault, passwordHolds } from '../sign-in/password.ts'
import { changeStatements } from '../users/store.ts'
import type { User } from '../users/user-view.ts'

export interface PasswordChange {
  user: User
  current: string
  password: string
  again: string
  address: string
  token: string
}

/**
 * Changes one's own password. Every session ends and this browser gets a new one. The present password is guessed at
 * here as well as at the sign-in, so attempts are counted alike.
 * @returns the token of the new session.
 */
export async function changePassword(
  ctx: ServiceContext,
  { user, current, password, again, address, token }: PasswordChange,
): Promise<Result<string, PasswordFault | 'differ' | 'wrong'>> {
  const fault = passwordFault(password, user.login)
  if (fault) return refuse(fault)
  if (password !== again) return refuse('differ')
  const attempted = await attemptedBy(ctx, user.login, address)
  const { waitSeconds } = await countAttempt(ctx, attempted)
  if (waitSeconds !== undefined) throw tooManyAttempts(waitSeconds)
  if (!passwordHolds(current, user.passwordHash)) return refuse('wrong')
  const opened = await openSession(ctx, {
    user,
    method: 'password',
    proof: `renewal:${crypto.randomUUID()}`,
    address,
    formerToken: token,
    statements: [
      ...changeStatements(ctx, user, { passwordHash: hashPassword(password) }),
      endAllStatement(ctx.db, user.id, ctx.now.getTime()),
      uncountStatement(ctx, attempted),
    ],
    audit: [{ action: 'user.password-changed', subject: user.id, area: user.area }],
  })
  forget({ actorId: user.id })
  // Somebody changed the user at the same time; what was typed is judged anew.
  return opened === undefined ? refuse('wrong') : ok(opened)
}
