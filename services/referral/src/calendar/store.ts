import { calendarChanges, calendarYears, referrals } from '@jiekun/schema/tables/referral'
import { insertRow, queries, type ServiceContext } from '@jiekun/worker'
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import type { Clock } from '../deadlines/clock.ts'
import { assignClock, type ReferralRow } from '../states/move-referral.ts'

export type YearRow = typeof calendarYears.$inferSelect

/** A year as it was imported, and every import of it; one round trip. */
export async function findYear(ctx: ServiceContext, year: number) {
  const db = queries(ctx.db)
  const [[row], changes] = await db.batch([
    db.select().from(calendarYears).where(eq(calendarYears.year, year)),
    db.select().from(calendarChanges).where(eq(calendarChanges.year, year)).orderBy(asc(calendarChanges.version)),
  ])
  return { row, changes }
}

/** The statements that store an import. The key of the first fails the batch of whoever lost a race. */
export const yearStatements = (ctx: ServiceContext, row: YearRow): D1PreparedStatement[] => [
  insertRow(ctx.db, calendarChanges, row),
  ctx.db.prepare('DELETE FROM calendar_years WHERE year = ?1').bind(row.year),
  insertRow(ctx.db, calendarYears, row),
]

/**
 * The statement that sets clocks counted anew. Where a referral is not as it was read any more its version would be null,
 * which rolls the whole batch back: the step reads it again.
 */
export const recountStatement = (
  ctx: ServiceContext,
  counted: readonly { row: ReferralRow; clock: Clock }[],
): D1PreparedStatement => {
  const clocks = counted.map(({ row, clock }) => ({
    ...clock,
    id: row.id,
    version: row.version,
    readAttendOn: row.attendOn,
    readDueOn: row.dueOn,
  }))
  return ctx.db
    .prepare(
      `UPDATE referrals SET ${assignClock},
         version = CASE WHEN version = value->>'version' AND attend_on = value->>'readAttendOn'
           AND due_on = value->>'readDueOn' THEN version END
       FROM json_each(?1) WHERE referrals.id = value->>'id'`,
    )
    .bind(JSON.stringify(clocks))
}

/** The last clock of a page before, in the order of the index. */
export interface ClockCursor {
  attendOn: string
  id: string
}

/** A page of running clocks, the calendar to count them by, and the version of a year in it; one round trip. */
export async function loadClocks(
  ctx: ServiceContext,
  { year, after, limit }: { year: number; after: ClockCursor | null; limit: number },
) {
  const db = queries(ctx.db)
  const [years, [changed], page] = await db.batch([
    announcedYears(ctx),
    db.select({ version: calendarYears.version }).from(calendarYears).where(eq(calendarYears.year, year)),
    db
      .select()
      .from(referrals)
      .where(
        and(
          isNotNull(referrals.attendOn),
          after === null ? undefined : sql`(${referrals.attendOn}, ${referrals.id}) > (${after.attendOn}, ${after.id})`,
        ),
      )
      .orderBy(asc(referrals.attendOn), asc(referrals.id))
      .limit(limit),
  ])
  return { calendar: calendarWith(years), version: changed?.version, page }
}
