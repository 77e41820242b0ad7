import chineseDays from 'chinese-days'
import { afterEach, describe, expect, it } from 'vitest'
import { addDays, lastKnownYear, libraryYear, workingCalendar } from './calendar.ts'

const calendar = workingCalendar()

describe('workingCalendar', () => {
  it('counts over the long holidays of 2026 and their make-up days', () => {
    // Spring Festival 2026: 15 to 23 February; 14 and 28 February are worked.
    expect(calendar.isWorkday('2026-02-14')).toBe(true)
    expect(calendar.after('2026-02-13', 2)).toEqual({ day: '2026-02-24', isKnown: true })
    expect(calendar.before('2026-02-24', 2)).toBe('2026-02-13')
    expect(calendar.between('2026-02-13', '2026-02-24')).toBe(2)
  })
  it('counts nothing for no days and between a day and itself', () => {
    expect(calendar.after('2026-11-25', 0).day).toBe('2026-11-25')
    expect(calendar.between('2026-11-25', '2026-11-25')).toBe(0)
    expect(calendar.between('2026-11-26', '2026-11-25')).toBe(0)
  })
  it('goes by weekends alone beyond the years that are announced, and says so', () => {
    expect(calendar.after('2026-12-31', 1)).toEqual({ day: '2027-01-01', isKnown: false })
  })
  it('goes by a year that was announced since', () => {
    const announced = workingCalendar([{ year: 2027, holidays: ['2027-01-01'], workdays: ['2027-01-02'] }])
    expect(announced.after('2026-12-31', 1)).toEqual({ day: '2027-01-02', isKnown: true })
    expect(announced.after('2026-12-31', 2)).toEqual({ day: '2027-01-04', isKnown: true })
  })
  it('counts by what it gives of a year of its library as it does by the library itself', () => {
    const announced = workingCalendar([libraryYear(2026)])
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      expect(announced.isWorkday(day)).toBe(calendar.isWorkday(day))
    }
    expect(libraryYear(2026)).toMatchObject({ holidays: expect.arrayContaining(['2026-01-01', '2026-10-01']) })
    expect(libraryYear(2026).workdays).toContain('2026-02-14')
    expect(libraryYear(lastKnownYear + 50)).toMatchObject({ holidays: [], workdays: [] })
  })
  it('knows the last year of its library', () => {
    const hasHolidays = (year: number): boolean =>
      chineseDays.isHoliday(`${year}-10-01`) && !chineseDays.isWorkday(`${year}-10-01`)
    expect(hasHolidays(lastKnownYear)).toBe(true)
    const newYears = Array.from({ length: 5 }, (_, index) => `${lastKnownYear + 1}-10-0${index + 1}`)
    expect(
      newYears.filter((day) => !chineseDays.isWorkday(day)).every((day) => [0, 6].includes(new Date(day).getDay())),
    ).toBe(true)
  })
  it('agrees with itself: what is counted after lies that many working days away', () => {
    for (let day = '2018-01-01'; day < '2027-01-01'; day = addDays(day, 17)) {
      for (const days of [1, 2, 5, 20]) expect(calendar.between(day, calendar.after(day, days).day)).toBe(days)
    }
  })
})

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'])('working days where it is %s', (here) => {
  it.each([
    ['over a weekend', '2026-11-25', 5, '2026-12-02'],
    ['from a weekend', '2026-11-28', 1, '2026-11-30'],
    ['over National Day, whose Saturday after is worked', '2026-09-29', 5, '2026-10-12'],
    ['over Spring Festival, whose Saturdays before and after are worked', '2026-02-13', 6, '2026-02-28'],
    ['over the Sunday that is worked for National Day', '2026-09-18', 1, '2026-09-20'],
    ['over New Year, whose Sunday is worked', '2025-12-31', 2, '2026-01-05'],
    ['none from a working day', '2026-11-25', 0, '2026-11-25'],
  ])('%s', (_what, from, days, to) => {
    process.env.TZ = here
    expect(calendar.after(from, days).day).toBe(to)
  })
  it('the day after the last of a month and of a year', () => {
    process.env.TZ = here
    expect(['2026-11-30', '2026-12-31', '2028-02-28'].map((day) => addDays(day, 1))).toEqual([
      '2026-12-01',
      '2027-01-01',
      '2028-02-29',
    ])
  })
})
