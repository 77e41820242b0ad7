import type { WorkingCalendar } from '@jiekun/calendar'
import { regionCode } from '@jiekun/schema'
import { offices, referrals } from '@jiekun/schema/tables/referral'
import { dayInChina, queries, type ServiceContext } from '@jiekun/worker'
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { assignClock, type ReferralRow } from '../states/move-referral.ts'
import type { Ladder } from './attention.ts'
import { announcedYears, calendarWith } from './calendar-store.ts'
import type { Clock } from './clock.ts'

/** A referral that is to be looked at. */
export interface Attended {
  row: ReferralRow
  ladder: Ladder
  /** How often it was warned of or escalated in all its life. */
  told: number
}

/** The last referral of a page before, in the order of the index. */
export interface Cursor {
  attendOn: string
  id: string
}

const named = (column: SQLiteColumn, name: string) => sql<string | null>`${column}`.as(name)

const own = alias(offices, 'own')
const city = alias(offices, 'city')
const region = alias(offices, 'region')

/** The page of referrals that are to be looked at by today, and the calendar; one round trip. */
export async function loadDuePage(
  ctx: ServiceContext,
  after: Cursor | undefined,
  limit: number,
): Promise<{ calendar: WorkingCalendar; page: Attended[] }> {
  const db = queries(ctx.db)
  const today = dayInChina(ctx.now)
  const isOpen = ({ closedFrom }: { closedFrom: SQLiteColumn }) => or(isNull(closedFrom), gt(closedFrom, today))
  const [years, found] = await db.batch([
    announcedYears(ctx),
    db
      .select({
        row: referrals,
        // A batch gives rows by the names of their columns, so that two of one name would be one.
        officeArea: named(own.areaCode, 'office_area'),
        cityId: named(city.id, 'city_id'),
        cityArea: named(city.areaCode, 'city_area'),
        regionId: named(region.id, 'region_id'),
        told: sql`(SELECT coalesce(max(sequence), 0) FROM referral_escalations WHERE referral_id = ${referrals.id})`
          .mapWith(Number)
          .as('told'),
      })
      .from(referrals)
      .leftJoin(own, eq(own.id, referrals.officeId))
      .leftJoin(
        city,
        and(
          eq(city.department, own.department),
          eq(city.areaCode, sql`substr(${own.areaCode}, 1, 4) || '00'`),
          isOpen(city),
        ),
      )
      .leftJoin(region, and(eq(region.department, own.department), eq(region.areaCode, regionCode), isOpen(region)))
      .where(
        and(
          lte(referrals.attendOn, today),
          after && sql`(${referrals.attendOn}, ${referrals.id}) > (${after.attendOn}, ${after.id})`,
        ),
      )
      .orderBy(asc(referrals.attendOn), asc(referrals.id))
      .limit(limit),
  ])
  return {
    calendar: calendarWith(years),
    page: found.map(({ row, officeArea, cityId, cityArea, regionId, told }) => ({
      row,
      told,
      ladder: {
        officeArea,
        above: new Map([
          ...(cityId !== null && cityArea !== null ? [[cityArea, cityId] as const] : []),
          ...(regionId === null ? [] : [[regionCode, regionId] as const]),
        ]),
      },
    })),
  }
}

/** A warning or an escalation that is to be recorded. */
export interface Told {
  row: ReferralRow
  clock: Clock
  kind: 'warning' | 'escalation'
  sequence: number
  dueOn: string
  toOfficeId: string | null
  toArea: string
}

/** What the failure of a batch says where a referral is not as it was read any more. */
export const lostRace = 'NOT NULL constraint failed: referral_escalations.sequence'

/**
 * The statements that record warnings and escalations, two however many. They do not change the version of a referral,
 * so no key of its own can fail them: where it is not as it was read, the sequence is null, which rolls all of it back.
 */
export const toldStatements = (ctx: ServiceContext, told: readonly Told[]): D1PreparedStatement[] => {
  if (told.length === 0) return []
  const rows = told.map(({ row, clock, ...rest }) => ({
    ...rest,
    id: row.id,
    planId: row.planId,
    countyCode: row.countyCode,
    state: row.state,
    version: row.version,
    officeId: row.officeId,
    readAttendOn: row.attendOn,
  }))
  return [
    ctx.db
      .prepare(
        `INSERT INTO referral_escalations (referral_id, sequence, plan_id, county_code, kind, at, state, version, due_on,
           office_id, to_office_id, to_area)
         SELECT value->>'id', CASE WHEN referrals.version = value->>'version'
             AND referrals.attend_on = value->>'readAttendOn' THEN value->>'sequence' END,
           value->>'planId', value->>'countyCode', value->>'kind', ?2, value->>'state', value->>'version', value->>'dueOn',
           value->>'officeId', value->>'toOfficeId', value->>'toArea'
         FROM json_each(?1) LEFT JOIN referrals ON referrals.id = value->>'id'`,
      )
      .bind(JSON.stringify(rows), ctx.now.getTime()),
    ...clockStatements(ctx, told),
  ]
}

/** The statement that sets clocks of referrals that are as they were read; one that is not stays as it is. */
export const clockStatements = (
  ctx: ServiceContext,
  counted: readonly { row: ReferralRow; clock: Clock }[],
): D1PreparedStatement[] => {
  if (counted.length === 0) return []
  const clocks = counted.map(({ row, clock }) => ({
    ...clock,
    id: row.id,
    version: row.version,
    readAttendOn: row.attendOn,
  }))
  return [
    ctx.db
      .prepare(
        `UPDATE referrals SET ${assignClock} FROM json_each(?1)
         WHERE referrals.id = value->>'id' AND version = value->>'version' AND attend_on = value->>'readAttendOn'`,
      )
      .bind(JSON.stringify(clocks)),
  ]
}
