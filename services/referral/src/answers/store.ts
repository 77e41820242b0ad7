import { offices, receivedWebhooks, referrals } from '@jiekun/schema/tables/referral'
import { insertRow, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'
import { taskOfOffice } from '../cooperation/store.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { type FormerSecretRow, formerSecretsOf } from '../offices/store.ts'
import type { Credentials } from './check-signature.ts'

/** The query of what the signatures of an office are checked by, besides its former secrets. */
export const credentialsOf = (ctx: ServiceContext, officeId: string) =>
  queries(ctx.db)
    .select({ areaCode: offices.areaCode, secretSealed: offices.secretSealed, publicKey: offices.publicKey })
    .from(offices)
    .where(eq(offices.id, officeId))

/** The two together; undefined where there is no such office. */
export function toCredentials(
  office: { secretSealed: string | null; publicKey: string | null } | undefined,
  former: readonly FormerSecretRow[],
): Credentials | undefined {
  if (!office) return undefined
  const sealed = [office.secretSealed, ...former.map(({ secretSealed }) => secretSealed)]
  return { secretsSealed: sealed.filter((each) => each !== null), publicKey: office.publicKey }
}

/** The query of whether a webhook of an office was taken before. */
export const receivedBefore = (ctx: ServiceContext, officeId: string, webhookId: string) =>
  queries(ctx.db)
    .select({ at: receivedWebhooks.at })
    .from(receivedWebhooks)
    .where(and(eq(receivedWebhooks.officeId, officeId), eq(receivedWebhooks.webhookId, webhookId)))

/** All that a webhook of an office is judged by, in one round trip; of referrals and tasks the office's own alone. */
export async function loadForWebhook(
  ctx: ServiceContext,
  ids: { officeId: string; webhookId: string; referralId: string; taskId: string },
) {
  const db = queries(ctx.db)
  const [[office], former, [received], [row], [task], years] = await db.batch([
    credentialsOf(ctx, ids.officeId),
    formerSecretsOf(ctx, ids.officeId),
    receivedBefore(ctx, ids.officeId, ids.webhookId),
    db
      .select()
      .from(referrals)
      .where(and(eq(referrals.id, ids.referralId), eq(referrals.officeId, ids.officeId))),
    taskOfOffice(ctx, ids.officeId, ids.taskId),
    announcedYears(ctx),
  ])
  return {
    credentials: toCredentials(office, former),
    replayed: received !== undefined,
    found: row && { row, calendar: calendarWith(years) },
    task,
  }
}

/** The row that makes a webhook known; a second one fails its batch. */
export const receive = (ctx: ServiceContext, officeId: string, webhookId: string): D1PreparedStatement =>
  insertRow(ctx.db, receivedWebhooks, { officeId, webhookId, at: ctx.now.getTime() })

/** What {@link receive} violates the second time. */
export const receivedKey = 'received_webhooks.webhook_id'

/** Makes a webhook known that had nothing to change, so that a replay of it has nothing to change later either. */
export const receiveWithoutEffect = (ctx: ServiceContext, officeId: string, webhookId: string) =>
  queries(ctx.db)
    .insert(receivedWebhooks)
    .values({ officeId, webhookId, at: ctx.now.getTime() })
    .onConflictDoNothing()
    .run()

/**
 * How long a webhook stays known, milliseconds. A replay as it came is stale after five minutes; this is for senders that
 * sign it anew and try for days, as the Standard Webhooks have it.
 */
const knownForMs = 8 * 24 * 3_600_000
/** Rows that one tick of the cron deletes. */
const forgottenAtOnce = 500

/** Forgets webhooks that nobody will repeat any more, a page at a time. */
export async function forgetReceived(ctx: ServiceContext): Promise<void> {
  await ctx.db
    .prepare(
      `DELETE FROM received_webhooks WHERE rowid IN (
         SELECT rowid FROM received_webhooks WHERE at <= ?1 ORDER BY at LIMIT ${forgottenAtOnce})`,
    )
    .bind(ctx.now.getTime() - knownForMs)
    .run()
}
