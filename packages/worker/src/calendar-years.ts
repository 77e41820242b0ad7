import { calendarYears } from '@jiekun/schema/tables/referral'
import * as z from 'zod'
import { queries } from './commit.ts'
import type { ServiceContext } from './service-context.ts'

const daysSchema = z.array(z.iso.date())

/** The query of the years that were announced after the library of the calendar was; a few rows at most. */
export const announcedYears = (ctx: Pick<ServiceContext, 'db'>) =>
  queries(ctx.db)
    .select({ year: calendarYears.year, holidays: calendarYears.holidays, workdays: calendarYears.workdays })
    .from(calendarYears)

/** What {@link announcedYears} found, as the calendar takes it. */
export const yearsOf = (rows: readonly { year: number; holidays: string; workdays: string }[]) =>
  rows.map(({ year, holidays, workdays }) => ({
    year,
    holidays: daysSchema.parse(JSON.parse(holidays)),
    workdays: daysSchema.parse(JSON.parse(workdays)),
  }))
