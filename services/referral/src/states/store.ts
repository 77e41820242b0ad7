import { referrals } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import type { Found } from './record-step.ts'

/** A referral with the calendar that its clock goes by, in one round trip. Whether the caller may see it is theirs to ask. */
export async function findReferralRow(ctx: ServiceContext, id: string): Promise<Found | undefined> {
  const [[row], years] = await queries(ctx.db).batch([
    queries(ctx.db).select().from(referrals).where(eq(referrals.id, id)),
    announcedYears(ctx),
  ])
  return row && { row, calendar: calendarWith(years) }
}
