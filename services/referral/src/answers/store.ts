import { offices, receivedWebhooks, referrals } from '@jiekun/schema/tables/referral'
import { insertRow, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'
import { taskOfOffice } from '../cooperation/store.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { formerSecretsOf } from '../offices/store.ts'

/** All that a webhook of an office is judged by, in one round trip. */
export async function loadForWebhook(
  ctx: ServiceContext,
  ids: { officeId: string; webhookId: string; referralId: string; taskId: string },
) {
  const db = queries(ctx.db)
  const [[office], former, [received], [row], [task], years] = await db.batch([
    db.select({ secretSealed: offices.secretSealed }).from(offices).where(eq(offices.id, ids.officeId)),
    formerSecretsOf(ctx, ids.officeId),
    db
      .select({ at: receivedWebhooks.at })
      .from(receivedWebhooks)
      .where(and(eq(receivedWebhooks.officeId, ids.officeId), eq(receivedWebhooks.webhookId, ids.webhookId))),
    db
      .select()
      .from(referrals)
      .where(and(eq(referrals.id, ids.referralId), eq(referrals.officeId, ids.officeId))),
    taskOfOffice(ctx, ids.officeId, ids.taskId),
    announcedYears(ctx),
  ])
  const sealed = [office?.secretSealed ?? null, ...former.map(({ secretSealed }) => secretSealed)]
  return {
    /** The sealed secrets that are good for the office; undefined where there is no such office. */
    secretsSealed: office && sealed.filter((each) => each !== null),
    replayed: received !== undefined,
    task,
    found: row && { row, calendar: calendarWith(years) },
  }
}

/** The row that makes a webhook known; a second one fails its batch. */
export const receive = (ctx: ServiceContext, officeId: string, webhookId: string): D1PreparedStatement =>
  insertRow(ctx.db, receivedWebhooks, { officeId, webhookId, at: ctx.now.getTime() })
