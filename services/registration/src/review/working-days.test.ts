import { afterEach, describe, expect, it } from 'vitest'
import { addWorkingDays, dayAfter } from './working-days.ts'

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
    expect(addWorkingDays(from, days)).toBe(to)
  })

  it('the day after the last of a month and of a year', () => {
    process.env.TZ = here
    expect([dayAfter('2026-11-30'), dayAfter('2026-12-31'), dayAfter('2028-02-28')]).toEqual([
      '2026-12-01',
      '2027-01-01',
      '2028-02-29',
    ])
  })
})
