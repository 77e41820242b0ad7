import type { ServiceContext } from '@jiekun/worker'
import * as z from 'zod'

/**
 * Lock-out. An attempt is counted before it is looked at, in one statement, so that a hundred guesses at once are a
 * hundred attempts; what turns out right is taken off again. Account and address wait on their own, and what waits at one
 * is not counted at the other: one address cannot lock a thousand accounts. Unknown logins are counted like known ones.
 */
const limits = { account: 5, address: 20 }
/** After so long without an attempt the count begins anew, milliseconds. */
const windowMs = 15 * 60_000
const firstWaitMs = 60_000
const longestWaitMs = 3_600_000

/** Whom an attempt is counted for: both blind indexes. */
export interface Attempted {
  account: string
  address: string
}

/** By what the attempts at a login are counted. */
export const accountSubject = async (ctx: ServiceContext, login: string): Promise<string> =>
  `account:${await ctx.keyring.blindIndex('sign-in-account', login)}`

/** What a caller's address is known as. */
export const addressIndex = (ctx: ServiceContext, address: string): Promise<string> =>
  ctx.keyring.blindIndex('sign-in-address', address)

/** By what attempts at a login from an address are counted. */
export const attemptedBy = async (ctx: ServiceContext, login: string, address: string): Promise<Attempted> => ({
  account: await accountSubject(ctx, login),
  address: `address:${await addressIndex(ctx, address)}`,
})

const failures = `(CASE WHEN ?2 - max(last_at, wait_until) > ${windowMs} THEN 1 ELSE failures + 1 END)`

const count = (ctx: ServiceContext, subject: string, limit: number, other: string): D1PreparedStatement =>
  ctx.db
    .prepare(
      `INSERT INTO sign_in_attempts (subject, failures, last_at, wait_until)
       SELECT ?1, 1, ?2, 0
       WHERE NOT EXISTS (SELECT 1 FROM sign_in_attempts WHERE subject = ?3 AND wait_until > ?2 AND last_at < ?2)
       ON CONFLICT (subject) DO UPDATE SET failures = ${failures}, last_at = ?2, wait_until =
         CASE WHEN ${failures} < ${limit} THEN 0
         ELSE ?2 + min(${longestWaitMs}, ${firstWaitMs} << min(${failures} - ${limit}, 6)) END
       WHERE wait_until <= ?2 RETURNING subject`,
    )
    .bind(subject, ctx.now.getTime(), other)

const waitSchema = z.array(z.object({ until: z.number().nullable() }))

/**
 * Counts an attempt.
 * @returns for how many seconds it has to wait, where it is not let through.
 */
export async function countAttempt(
  ctx: ServiceContext,
  { account, address }: Attempted,
): Promise<{ waitSeconds: number | undefined }> {
  const now = ctx.now.getTime()
  const [waits, one, other] = await ctx.db.batch([
    ctx.db
      .prepare('SELECT max(wait_until) AS until FROM sign_in_attempts WHERE subject IN (?1, ?2)')
      .bind(account, address),
    count(ctx, address, limits.address, account),
    count(ctx, account, limits.account, address),
  ])
  if (one?.results.length === 1 && other?.results.length === 1) return { waitSeconds: undefined }
  const until = waitSchema.parse(waits?.results)[0]?.until ?? now
  return { waitSeconds: Math.max(1, Math.ceil((until - now) / 1000)) }
}

/** Takes this request's attempt off again: what it said was right. */
export const uncountStatement = (ctx: ServiceContext, { account, address }: Attempted): D1PreparedStatement =>
  ctx.db
    .prepare(
      `UPDATE sign_in_attempts SET failures = max(0, failures - 1), wait_until = CASE WHEN last_at = ?3 THEN 0 ELSE wait_until END
       WHERE subject IN (?1, ?2)`,
    )
    .bind(account, address, ctx.now.getTime())

/** Forgets what was counted for an account: its holder has signed in, or an administrator has reset it. */
export const forgetAttemptsStatement = (ctx: ServiceContext, account: string): D1PreparedStatement =>
  ctx.db.prepare('DELETE FROM sign_in_attempts WHERE subject = ?1').bind(account)
