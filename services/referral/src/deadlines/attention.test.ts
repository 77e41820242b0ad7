import { workingCalendar } from '@jiekun/calendar'
import { describe, expect, it } from 'vitest'
import type { ReferralRow } from '../states/move-referral.ts'
import { attentionFor, type Ladder } from './attention.ts'
import { type Clock, remindedClock, startClock, warnedClock } from './clock.ts'

const calendar = workingCalendar()
// Due on Monday 30 November 2026.
const begun = startClock(calendar, '2026-11-25', { duty: 'office', workingDays: 3 })
const row: ReferralRow = {
  ...begun,
  id: '1502-r1',
  planId: '1502-261125-7K3M9QXR',
  countyCode: '150203',
  measure: 'M601',
  clause: '五.(二).6',
  memberIds: '[]',
  officeId: 'own',
  isDefault: false,
  emergency: false,
  state: 'sent',
  version: 2,
  routedBecause: null,
  outcome: null,
  declineCode: null,
  amountFen: null,
  periodFrom: null,
  periodTo: null,
  documentNumber: null,
  documents: null,
  createdAt: 0,
}
const ladder: Ladder = {
  officeArea: '150203',
  above: new Map([
    ['150200', 'city'],
    ['150000', 'region'],
  ]),
}
const at = (today: string, clock: Clock, set: Partial<ReferralRow> = {}, where: Ladder = ladder) =>
  attentionFor(calendar, { ...row, ...clock, ...set }, where, today)

/** Where a referral rises, looked at on every day and ignored, until it was escalated so often. */
function ladderOf(set: Partial<ReferralRow>, where: Ladder, times: number) {
  const rungs: (string | null)[][] = []
  let clock: Clock = startClock(calendar, '2026-11-25', {
    duty: set.duty === 'union' ? 'union' : 'office',
    workingDays: 3,
  })
  for (let day = 25; rungs.length < times; day++) {
    const today = new Date(Date.UTC(2026, 10, day)).toISOString().slice(0, 10)
    const attention = clock.attendOn !== null && clock.attendOn <= today ? at(today, clock, set, where) : undefined
    if (!attention || attention.kind === 'lapse') continue
    clock = attention.clock
    if (attention.kind === 'escalation') rungs.push([today, attention.toOfficeId, attention.toArea])
  }
  return rungs
}

describe('a referral that is ignored', () => {
  it('rises a level every three working days, and at the top is told again and again', () => {
    expect(ladderOf({}, ladder, 4)).toEqual([
      ['2026-12-01', 'city', '150200'],
      ['2026-12-04', 'region', '150000'],
      ['2026-12-09', 'region', '150000'],
      ['2026-12-14', 'region', '150000'],
    ])
  })
  it('rises every working day where it is emergency aid', () => {
    expect(ladderOf({ emergency: true }, ladder, 3).map(([day]) => day)).toEqual([
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
    ])
  })
  it('goes to the union of a level at which its department has no open office', () => {
    const withoutCity = { ...ladder, above: new Map([['150000', 'region']]) }
    expect(ladderOf({}, withoutCity, 2).map(([, office, area]) => [office, area])).toEqual([
      [null, '150200'],
      ['region', '150000'],
    ])
  })
  it('goes to the union of the region where an office of the region has it: none is above that one', () => {
    const top = { officeArea: '150000', above: new Map([['150000', 'own']]) }
    expect(ladderOf({}, top, 2).map(([, office, area]) => [office, area])).toEqual([
      [null, '150000'],
      [null, '150000'],
    ])
  })
  it('rises through the unions where the union has it, whatever offices there are', () => {
    expect(ladderOf({ duty: 'union', state: 'declined' }, ladder, 3).map(([, office, area]) => [office, area])).toEqual(
      [
        [null, '150200'],
        [null, '150000'],
        [null, '150000'],
      ],
    )
  })
  it('rises from the county of the case where its office is not in the directory any more', () => {
    expect(ladderOf({}, { officeArea: null, above: new Map() }, 2).map(([, , area]) => area)).toEqual([
      '150200',
      '150000',
    ])
  })
})

describe('a referral that is looked at', () => {
  it('is left alone on a day on which nobody works, also where that was made one', () => {
    const warned = warnedClock(calendar, begun)
    expect(at('2026-12-05', warned)).toBeUndefined()
    const holiday = workingCalendar([{ year: 2026, holidays: ['2026-12-01'], workdays: [] }])
    expect(attentionFor(holiday, { ...row, ...warned }, ladder, '2026-12-01')).toBeUndefined()
  })
  it('is counted anew, and no more, where the calendar has moved its day', () => {
    const longer = workingCalendar([{ year: 2026, holidays: ['2026-11-26', '2026-11-30'], workdays: [] }])
    expect(attentionFor(longer, { ...row, ...begun }, ladder, '2026-11-27')).toMatchObject({
      kind: 'recount',
      clock: { dueOn: '2026-12-02', attendOn: '2026-12-01', warned: false },
    })
  })
  it('lapses once the applicant was asked twice and has not said, and not before they had their days', () => {
    const delivered = { state: 'delivered' }
    const asked = startClock(calendar, '2026-11-25', { duty: 'applicant', workingDays: 10 })
    expect(at('2026-12-07', asked, delivered)).toMatchObject({ kind: 'warning', clock: { attendOn: '2026-12-10' } })
    const reminded = remindedClock(calendar, asked, '2026-12-07')
    expect(at('2026-12-09', reminded, delivered)).toMatchObject({ kind: 'recount' })
    expect(at('2026-12-10', reminded, delivered)).toEqual({ kind: 'lapse' })
  })
})
