import { codeAttempts } from '@jiekun/schema/tables/registration'
import { ProblemError, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq, gt } from 'drizzle-orm'

/**
 * A number whose access code was wrong too often rests for a while, also for the right code: guessing is hopeless, and a
 * screen that says so keeps people from trying all night. Numbers that do not exist are counted alike, so that nothing
 * tells them apart.
 */
const mostWrong = 10
const restMs = 15 * 60_000

/** Ends the request with 429 where too many wrong codes were tried on a number. */
export async function requireFewWrong(ctx: ServiceContext, number: string): Promise<void> {
  const now = ctx.now.getTime()
  const [row] = await queries(ctx.db)
    .select()
    .from(codeAttempts)
    .where(and(eq(codeAttempts.id, number), gt(codeAttempts.since, now - restMs)))
  if (!row || !isLocked(row.wrong)) return
  const seconds = Math.max(1, Math.ceil((row.since + restMs - now) / 1000))
  throw new ProblemError('too-many-attempts', undefined, { headers: { 'retry-after': String(seconds) } })
}

/** Whether so many wrong codes, tried since {@link countedSince}, let a number rest. */
export const isLocked = (wrong: number | null): boolean => (wrong ?? 0) >= mostWrong

/** The moment, milliseconds, since which wrong codes count. */
export const countedSince = (ctx: ServiceContext): number => ctx.now.getTime() - restMs

/** Counts a wrong code on each of some numbers; after a rest the count begins anew. */
export async function countWrong(ctx: ServiceContext, ...numbers: readonly string[]): Promise<void> {
  await ctx.db
    .prepare(
      `INSERT INTO code_attempts (id, wrong, since) SELECT value, 1, ?2 FROM json_each(?1) WHERE true
       ON CONFLICT (id) DO UPDATE SET wrong = iif(since > ?3, wrong + 1, 1), since = iif(since > ?3, since, ?2)`,
    )
    .bind(JSON.stringify(numbers), ctx.now.getTime(), countedSince(ctx))
    .run()
}

/** Rows that one tick of the cron deletes. */
const forgottenAtOnce = 500

/** Deletes counts whose rest is over. */
export async function forgetWrong(ctx: ServiceContext): Promise<void> {
  await ctx.db
    .prepare(
      `DELETE FROM code_attempts WHERE rowid IN (
         SELECT rowid FROM code_attempts WHERE since <= ?1 LIMIT ${forgottenAtOnce})`,
    )
    .bind(ctx.now.getTime() - restMs)
    .run()
}
