import chineseDays from 'chinese-days'

/**
 * The ISO date so many working days after another, by the calendar of the State Council: holidays and the weekends that
 * make up for them. The calendar of a year is published in the autumn before; until then its weekdays count.
 */
export const addWorkingDays = (day: string, days: number): string => chineseDays.findWorkday(days, noonOf(day))

/** The ISO date of the day after. */
export function dayAfter(day: string): string {
  const date = noonOf(day)
  date.setDate(date.getDate() + 1)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

/** Noon where this runs: the library reads dates there and adds days there, which a date of UTC would not survive in the west. */
const noonOf = (day: string): Date => new Date(`${day}T12:00:00`)
