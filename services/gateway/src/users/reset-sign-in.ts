import { commit, ProblemError, type ServiceContext, violates } from '@jiekun/worker'
import { forget } from '../access/remembered.ts'
import { endAllStatement } from '../sessions/store.ts'
import { accountSubject, forgetAttemptsStatement } from '../sign-in/attempts.ts'
import { hashPassword, newFirstPassword } from '../sign-in/password.ts'
import { firstPasswordMs } from './create-user.ts'
import { requireUser } from './require-user.ts'
import { changeStatements } from './store.ts'

/** Gives a user a new first password in place of password, code generator and provider; it is shown this once. */
export async function resetSignIn(ctx: ServiceContext, id: string): Promise<{ firstPassword: string }> {
  const user = await requireUser(ctx, id)
  const now = ctx.now.getTime()
  const firstPassword = newFirstPassword()
  const change = {
    passwordHash: hashPassword(firstPassword),
    firstPasswordUntil: now + firstPasswordMs,
    totpSealed: null,
    issuer: null,
    subject: null,
  }
  const answer = { firstPassword }
  try {
    await commit(ctx, {
      statements: [
        ...changeStatements(ctx, user, change),
        endAllStatement(ctx.db, id, now),
        forgetAttemptsStatement(ctx, await accountSubject(ctx, user.login)),
      ],
      audit: [{ action: 'user.sign-in-reset', subject: id, area: user.area }],
      answer,
    })
  } catch (error) {
    if (violates(error, 'user_changes.user_id')) throw new ProblemError('changed-meanwhile')
    throw error
  }
  forget({ actorId: id })
  return answer
}
