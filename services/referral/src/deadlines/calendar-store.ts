import { type WorkingCalendar, workingCalendar } from '@jiekun/calendar'
import { yearsOf } from '@jiekun/worker'

export { announcedYears } from '@jiekun/worker'

/** The calendar with the years that `announcedYears` found. */
export const calendarWith = (rows: Parameters<typeof yearsOf>[0]): WorkingCalendar => workingCalendar(yearsOf(rows))
