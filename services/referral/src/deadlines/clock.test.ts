import { workingCalendar } from '@jiekun/calendar'
import { describe, expect, it } from 'vitest'
import {
  type Clock,
  escalatedClock,
  nextClock,
  noClock,
  recountedClock,
  remindedClock,
  startClock,
  warnedClock,
} from './clock.ts'

const calendar = workingCalendar()
// A Wednesday; the weekend is 28 and 29 November.
const today = '2026-11-25'
const change = { measure: 'M601', emergency: false, today }
const begun = startClock(calendar, today, { duty: 'office', workingDays: 5 })

describe('the clock of a referral', () => {
  it('runs in working days, and is looked at two of them before its end', () => {
    expect(begun).toMatchObject({ duty: 'office', dueOn: '2026-12-02', dueKnown: true, attendOn: '2026-11-30' })
  })
  it('is escalated on the first working day after its end, and again while it is ignored', () => {
    const warned = warnedClock(calendar, begun)
    expect(warned).toMatchObject({ warned: true, escalations: 0, attendOn: '2026-12-03' })
    const first = escalatedClock(calendar, warned, { today: '2026-12-03', emergency: false, toOfficeId: 'above' })
    expect(first).toMatchObject({ escalations: 1, escalatedTo: 'above', dueOn: '2026-12-02', attendOn: '2026-12-08' })
    const second = escalatedClock(calendar, first, { today: '2026-12-08', emergency: false, toOfficeId: null })
    expect(second).toMatchObject({ escalations: 2, escalatedTo: 'above', attendOn: '2026-12-11' })
  })
  it('warns of no deadline that is a day away: emergency aid goes up the day after', () => {
    const urgent = startClock(calendar, today, { duty: 'office', workingDays: 1 })
    expect(urgent).toMatchObject({ dueOn: '2026-11-26', attendOn: '2026-11-27' })
  })
  it('does not begin anew because a webhook got through', () => {
    expect(nextClock(calendar, begun, { ...change, step: 'send', state: 'sent' })).toBe(begun)
  })
  it('stands while the union finds out what an office asked for, and goes on with the days that were left', () => {
    const returned = nextClock(calendar, begun, { ...change, today: '2026-11-27', step: 'return', state: 'returned' })
    expect(returned).toMatchObject({ duty: 'union', suspendedDays: 3, dueOn: '2026-12-11' })
    const resumed = nextClock(calendar, returned, { ...change, today: '2026-12-07', step: 'resume', state: 'sent' })
    expect(resumed).toMatchObject({ duty: 'office', suspendedDays: null, clockDays: 3, dueOn: '2026-12-10' })
  })
  it('leaves an office that returns late one day, not none and not all', () => {
    const returned = nextClock(calendar, begun, { ...change, today: '2026-12-09', step: 'return', state: 'returned' })
    expect(returned.suspendedDays).toBe(1)
  })
  it('gives each state its own days, and dibao thirty once it is under way', () => {
    const started = nextClock(calendar, begun, { ...change, step: 'start', state: 'in_progress' })
    expect(started.clockDays).toBe(30)
    const training = nextClock(calendar, begun, { ...change, measure: 'M110', step: 'start', state: 'in_progress' })
    expect(training.clockDays).toBe(60)
  })
  it('ends with the referral', () => {
    for (const state of ['closed', 'cancelled'])
      expect(nextClock(calendar, begun, { ...change, step: 'cancel', state })).toEqual(noClock)
  })
  it('is counted anew by a calendar that is announced later, and says before that it may change', () => {
    const over = startClock(calendar, '2026-12-30', { duty: 'office', workingDays: 5 })
    expect(over).toMatchObject({ dueOn: '2027-01-06', dueKnown: false })
    const announced = workingCalendar([{ year: 2027, holidays: ['2027-01-01'], workdays: [] }])
    const recounted: Clock = recountedClock(announced, over)
    expect(recounted).toMatchObject({ dueOn: '2027-01-07', dueKnown: true, attendOn: '2027-01-05' })
    expect(recountedClock(announced, noClock)).toBe(noClock)
  })
  it('keeps, counted anew, the day of its next escalation and the days that an applicant was promised', () => {
    const warned = warnedClock(calendar, begun)
    const risen = escalatedClock(calendar, warned, { today: '2026-12-03', emergency: false, toOfficeId: 'above' })
    const longer = workingCalendar([{ year: 2026, holidays: ['2026-11-30', '2026-12-01'], workdays: [] }])
    expect(recountedClock(longer, risen)).toEqual({ ...risen, dueOn: '2026-12-04' })
    const asked = startClock(calendar, today, { duty: 'applicant', workingDays: 10 })
    const reminded = remindedClock(calendar, asked, '2026-12-09')
    expect(reminded.attendOn).toBe('2026-12-14')
    expect(recountedClock(calendar, reminded)).toEqual(reminded)
  })
  it('is counted back too, where a weekend is worked, and counts the same however often', () => {
    const worked = workingCalendar([{ year: 2026, holidays: [], workdays: ['2026-11-28', '2026-11-29'] }])
    const recounted = recountedClock(worked, begun)
    expect(recounted).toMatchObject({ dueOn: '2026-11-30', attendOn: '2026-11-28' })
    expect(recountedClock(worked, recounted)).toEqual(recounted)
    expect(recountedClock(calendar, recounted)).toEqual(begun)
  })
})
