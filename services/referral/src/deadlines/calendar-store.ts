import { type WorkingCalendar, workingCalendar } from '@jiekun/calendar'
import { calendarYears } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'

const daysSchema = z.array(z.iso.date())

/** The query of the years that were announced after the library of the calendar was; a few rows at most. */
export const announcedYears = (ctx: Pick<ServiceContext, 'db'>) =>
  queries(ctx.db)
    .select({ year: calendarYears.year, holidays: calendarYears.holidays, workdays: calendarYears.workdays })
    .from(calendarYears)

/** The calendar with the years that {@link announcedYears} found. */
export const calendarWith = (rows: readonly { year: number; holidays: string; workdays: string }[]): WorkingCalendar =>
  workingCalendar(
    rows.map(({ year, holidays, workdays }) => ({
      year,
      holidays: daysSchema.parse(JSON.parse(holidays)),
      workdays: daysSchema.parse(JSON.parse(workdays)),
    })),
  )
