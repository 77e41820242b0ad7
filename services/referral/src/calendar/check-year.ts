import { lastKnownYear } from '@jiekun/calendar'
import type { FieldError } from '@jiekun/schema'
import type { CalendarImport } from '@jiekun/schema/api'

/** Years ahead that can be imported: the State Council announces one; a slip in the number is further off. */
const yearsAhead = 2

/**
 * What is wrong with an import besides its form: a date of another year, one that is named twice, a working day that no
 * weekend is given up for, a year too far ahead, or one of the library without saying why.
 */
export function misfitsOf(year: number, asked: CalendarImport, today: string): FieldError[] {
  const { holidays, workdays, overrideBecause } = asked
  const errors: FieldError[] = []
  const last = Number(today.slice(0, 4)) + yearsAhead
  if (year > last) errors.push({ path: 'year', message: `must not be after ${last}` })
  if (year <= lastKnownYear && overrideBecause === undefined) {
    const message = 'is needed: the library of the calendar knows this year, and what is imported goes before it'
    errors.push({ path: 'overrideBecause', message })
  }
  const seen = new Set<string>()
  const dated = [
    ...holidays.map((day, index) => ({ day, path: `holidays.${index}` })),
    ...workdays.map((day, index) => ({ day, path: `workdays.${index}` })),
  ]
  for (const { day, path } of dated) {
    if (Number(day.slice(0, 4)) !== year) errors.push({ path, message: `must lie in ${year}` })
    else if (seen.has(day)) errors.push({ path, message: 'must not be named twice' })
    else if (path.startsWith('workdays') && !isWeekend(day)) {
      errors.push({ path, message: 'must be a Saturday or a Sunday' })
    }
    seen.add(day)
  }
  return errors
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
