import { ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { openSession } from '../sessions/open-session.ts'
import { changeStatements } from '../users/store.ts'
import { actorOfUser, type User } from '../users/user-view.ts'
import { type Attempted, attemptedBy, countAttempt, forgetAttemptsStatement, uncountStatement } from './attempts.ts'
import { tooManyAttempts } from './check-password.ts'
import { codePlace, stepOfCode } from './code.ts'
import { logStatement } from './log.ts'
import { hashPassword } from './password.ts'

export interface GivenCode {
  user: User
  code: string
  address: string
  formerToken: string | undefined
}

/** Opens a session for a code; a code opens one session and no second. Ends the request with 429 while account or address wait. */
export async function checkCode(ctx: ServiceContext, given: GivenCode): Promise<Result<string, 'wrong' | 'used'>> {
  const { user } = given
  if (user.totpSealed === null) return refuse('wrong')
  const secret = await ctx.keyring.unseal(user.totpSealed, codePlace(user.id))
  return open(ctx, given, secret, [])
}

/** A first sign-in: sets password and code generator, and opens a session. The reset that gave the first password was the only way here. */
export async function setUpSignIn(
  ctx: ServiceContext,
  given: GivenCode & { secret: string; password: string },
): Promise<Result<string, 'wrong' | 'used'>> {
  const { user, secret, password } = given
  const own = { ...ctx, actor: actorOfUser(user) }
  const change = {
    passwordHash: hashPassword(password),
    firstPasswordUntil: null,
    totpSealed: await ctx.keyring.seal(secret, codePlace(user.id)),
  }
  return open(own, given, secret, changeStatements(own, user, change))
}

async function open(
  ctx: ServiceContext,
  { user, code, address, formerToken }: GivenCode,
  secret: string,
  statements: D1PreparedStatement[],
): Promise<Result<string, 'wrong' | 'used'>> {
  const attempted = await attemptedBy(ctx, user.login, address)
  const { waitSeconds } = await countAttempt(ctx, attempted)
  const log = async (outcome: 'waiting' | 'wrong-code' | 'code-used'): Promise<void> => {
    await (await logStatement(ctx, { user, method: 'password', outcome, address })).run()
  }
  if (waitSeconds !== undefined) {
    await log('waiting')
    throw tooManyAttempts(waitSeconds)
  }
  const step = stepOfCode(secret, code, ctx.now)
  if (step === undefined) {
    await log('wrong-code')
    return refuse('wrong')
  }
  const token = await openSession(ctx, {
    user,
    method: 'password',
    proof: `code:${user.id}:${step}`,
    address,
    formerToken,
    statements: [...statements, ...settled(ctx, attempted)],
    audit: statements.length === 0 ? [] : [{ action: 'user.sign-in-set-up', subject: user.id, area: user.area }],
  })
  if (token !== undefined) return ok(token)
  await log('code-used')
  return refuse('used')
}

const settled = (ctx: ServiceContext, attempted: Attempted): D1PreparedStatement[] => [
  uncountStatement(ctx, attempted),
  forgetAttemptsStatement(ctx, attempted.account),
]
