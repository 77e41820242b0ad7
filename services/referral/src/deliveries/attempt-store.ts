import { deliveryAttempts } from '@jiekun/schema/tables/referral'
import { type Keyring, queries, type ServiceContext } from '@jiekun/worker'
import { asc, eq } from 'drizzle-orm'
import type { Settled } from './settle-deliveries.ts'

export type AttemptRow = typeof deliveryAttempts.$inferSelect

/** Where the answer of an attempt is sealed to. */
const place = (deliveryId: string, attempt: number): string => `delivery_attempts.answer:${deliveryId}:${attempt}`

/** The rows of the attempts that went out, their answers sealed. */
export async function sealAnswers(keyring: Keyring, settled: readonly Settled[]): Promise<AttemptRow[]> {
  const rows = settled.map(async ({ delivery, attempt, endedAt }): Promise<AttemptRow[]> => {
    if (!('posted' in attempt)) return []
    const { status, error, latencyMs, answer } = attempt.posted
    const number = delivery.attempts + 1
    const answerSealed = answer === '' ? null : await keyring.seal(answer, place(delivery.id, number))
    return [{ deliveryId: delivery.id, attempt: number, at: endedAt, status, error, latencyMs, answerSealed }]
  })
  return (await Promise.all(rows)).flat()
}

/** The statements that store attempts: one, or none. Of two messages that asked for the same attempt the first is kept. */
export const attemptStatements = (ctx: ServiceContext, rows: readonly AttemptRow[]): D1PreparedStatement[] =>
  rows.length === 0
    ? []
    : [
        ctx.db
          .prepare(
            `INSERT INTO delivery_attempts (delivery_id, attempt, at, status, error, latency_ms, answer_sealed)
             SELECT value->>'deliveryId', value->>'attempt', value->>'at', value->>'status', value->>'error',
               value->>'latencyMs', value->>'answerSealed' FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(JSON.stringify(rows)),
      ]

/** The query of the attempts of a delivery, first to last. */
export const attemptsOf = (ctx: Pick<ServiceContext, 'db'>, deliveryId: string) =>
  queries(ctx.db)
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, deliveryId))
    .orderBy(asc(deliveryAttempts.attempt))

/** The answer of an attempt in plain; '' where there was none. */
export const openAnswer = (keyring: Keyring, { deliveryId, attempt, answerSealed }: AttemptRow): Promise<string> =>
  answerSealed === null ? Promise.resolve('') : keyring.unseal(answerSealed, place(deliveryId, attempt))

/** How long attempts are kept, and how many rows one tick of the cron deletes. */
const keptMs = 30 * 86_400_000
const forgottenAtOnce = 1000

/** Deletes attempts that are old. */
export async function forgetAttempts(ctx: ServiceContext): Promise<void> {
  await ctx.db
    .prepare(
      `DELETE FROM delivery_attempts WHERE rowid IN (
         SELECT rowid FROM delivery_attempts WHERE at <= ?1 LIMIT ${forgottenAtOnce})`,
    )
    .bind(ctx.now.getTime() - keptMs)
    .run()
}
