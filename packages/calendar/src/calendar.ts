import chineseDays from 'chinese-days'

/** Last year whose holidays and make-up working days the library knows; a test fails when a newer one is out. */
export const lastKnownYear = 2026

/** The days of a year that the State Council has announced, as an administrator imports them; ISO dates. */
export interface AnnouncedYear {
  year: number
  /** Weekdays on which nobody works. */
  holidays: readonly string[]
  /** Weekend days on which the work of a holiday is made up for 调休. */
  workdays: readonly string[]
}

/** A day that was counted to, and whether the calendar is announced as far as that. */
export interface CountedDay {
  /** ISO date. */
  day: string
  /** False where weekends alone were counted, because the holidays of its year are not announced yet. */
  isKnown: boolean
}

/** The working days of the People's Republic: weekdays without holidays, and the weekends that make up for them. */
export interface WorkingCalendar {
  /** Whether an ISO date is a working day. */
  isWorkday(day: string): boolean
  /** The working day so many working days after a date; for none, the date itself. */
  after(day: string, workingDays: number): CountedDay
  /** The working day so many working days before a date; for none, the date itself. */
  before(day: string, workingDays: number): string
  /** How many working days lie after the first date, up to and with the second; none where that is not later. */
  between(from: string, to: string): number
}

/** The days of a year as the library knows them; none of a year that it does not know. */
export function libraryYear(year: number): AnnouncedYear {
  const days: string[] = []
  for (let day = `${year}-01-01`; yearOf(day) === year; day = addDays(day, 1)) days.push(day)
  const isFree = (day: string): boolean => !chineseDays.isWorkday(noonOf(day))
  return {
    year,
    holidays: days.filter((day) => isWeekday(day) && isFree(day)),
    workdays: days.filter((day) => !isWeekday(day) && !isFree(day)),
  }
}

/** Noon where this runs: the library reads dates there, which midnight would not survive in the west. */
const noonOf = (day: string): Date => new Date(`${day}T12:00:00`)

/** The ISO date so many calendar days after another, or before it. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The calendar of the library, with the years that were announced since. */
export function workingCalendar(announced: readonly AnnouncedYear[] = []): WorkingCalendar {
  const years = new Map(
    announced.map(({ year, holidays, workdays }) => [
      year,
      { holidays: new Set(holidays), workdays: new Set(workdays) },
    ]),
  )
  const isKnownYear = (day: string): boolean => yearOf(day) <= lastKnownYear || years.has(yearOf(day))

  function isWorkday(day: string): boolean {
    const year = years.get(yearOf(day))
    if (!year) return chineseDays.isWorkday(noonOf(day))
    return year.workdays.has(day) || (isWeekday(day) && !year.holidays.has(day))
  }
  function count(day: string, workingDays: number, step: 1 | -1): string {
    let counted = day
    for (let left = workingDays; left > 0; ) {
      counted = addDays(counted, step)
      if (isWorkday(counted)) left--
    }
    return counted
  }
  return {
    isWorkday,
    after(day, workingDays) {
      const counted = count(day, workingDays, 1)
      return { day: counted, isKnown: isKnownYear(counted) }
    },
    before: (day, workingDays) => count(day, workingDays, -1),
    between(from, to) {
      let days = 0
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(day)) days++
      return days
    },
  }
}

const yearOf = (day: string): number => Number(day.slice(0, 4))
const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
