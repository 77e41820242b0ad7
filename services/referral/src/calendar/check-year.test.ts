import { lastKnownYear } from '@jiekun/calendar'
import { describe, expect, it } from 'vitest'
import { misfitsOf } from './check-year.ts'

const today = '2026-11-26'
const asked = {
  area: '150000' as const,
  holidays: ['2027-01-01', '2027-02-08'],
  workdays: ['2027-01-31'],
  source: '国办发明电〔2026〕99号',
}

describe('an import of a calendar year', () => {
  it('is taken as it is announced', () => {
    expect(misfitsOf(2027, asked, today)).toEqual([])
    expect(misfitsOf(2027, { ...asked, holidays: ['2027-01-01', '2027-01-02'] }, today)).toEqual([])
  })
  it('names every date of another year, named twice, in both, or made up on a weekday', () => {
    const holidays = ['2027-01-01', '2026-12-31', '2027-01-01', '2027-01-31']
    expect(misfitsOf(2027, { ...asked, holidays, workdays: ['2027-01-31', '2027-02-01'] }, today)).toEqual([
      { path: 'holidays.1', message: 'must lie in 2027' },
      { path: 'holidays.2', message: 'must not be named twice' },
      { path: 'workdays.0', message: 'must not be named twice' },
      { path: 'workdays.1', message: 'must be a Saturday or a Sunday' },
    ])
  })
  it('reaches two years ahead and no further', () => {
    const of = (year: number) => misfitsOf(year, { ...asked, holidays: [`${year}-01-01`], workdays: [] }, today)
    expect(of(2028)).toEqual([])
    expect(of(2029)).toEqual([{ path: 'year', message: 'must not be after 2028' }])
  })
  it('goes before the library only where it says why', () => {
    const known = { ...asked, holidays: [`${lastKnownYear}-01-01`], workdays: [] }
    expect(misfitsOf(lastKnownYear, known, today)).toMatchObject([{ path: 'overrideBecause' }])
    expect(misfitsOf(lastKnownYear, { ...known, overrideBecause: '春节假期延长' }, today)).toEqual([])
  })
})
