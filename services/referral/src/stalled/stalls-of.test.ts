import { workingCalendar } from '@jiekun/calendar'
import { describe, expect, it } from 'vitest'
import { noClock, startClock } from '../deadlines/clock.ts'
import type { ReferralRow } from '../states/move-referral.ts'
import { type KnownOffice, type StallFacts, stallsOf } from './stalls-of.ts'

const calendar = workingCalendar()
// A Wednesday, from which three working days lead to Monday 30 November.
const clock = startClock(calendar, '2026-11-25', { duty: 'office', workingDays: 3 })
const row: ReferralRow = {
  ...clock,
  id: '1502-r1',
  planId: '1502-261125-7K3M9QXR',
  countyCode: '150203',
  measure: 'M601',
  clause: '五.(二).6',
  memberIds: '[]',
  officeId: '1502-MZT-150203',
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
const officeIn = (areaCode: string): KnownOffice => ({
  id: `1502-MZT-${areaCode}`,
  name: `民政局 ${areaCode}`,
  areaCode,
  closedFrom: null,
})
const own = officeIn('150203')
const movedAt = Date.parse('2026-11-25T02:00:00Z')
const facts: StallFacts = { office: own, risen: undefined, movedAt, undelivered: undefined }
const at = (today: string, set: Partial<ReferralRow> = {}, known: Partial<StallFacts> = {}) =>
  stallsOf(calendar, { ...row, ...set }, { ...facts, ...known }, today)

describe('who must act on a referral', () => {
  it('is nobody while its office has time, and once it has ended', () => {
    expect(at('2026-11-30')).toEqual([])
    expect(at('2027-01-01', { ...noClock, state: 'closed' })).toEqual([])
  })
  it('is its office from the midnight after its last day, counted in working days', () => {
    expect(at('2026-12-03')).toMatchObject([
      {
        why: 'unanswered',
        since: '2026-11-30T16:00:00.000Z',
        overdueDays: 3,
        mustAct: {
          kind: 'office',
          officeId: own.id,
          name: own.name,
          role: 'office_clerk',
          level: 'county',
          task: 'answer',
        },
      },
    ])
    expect(at('2026-12-05', { state: 'accepted' })).toMatchObject([{ why: 'overdue', overdueDays: 4 }])
  })
  it('is the office above once it rose there, and the union of that level where there is no office', () => {
    const above = officeIn('150200')
    expect(at('2026-12-03', { escalations: 1 }, { risen: { toArea: '150200', toOffice: above } })).toMatchObject([
      { mustAct: { officeId: above.id, level: 'city', task: 'see-to-it' } },
    ])
    const union = { kind: 'union', officeId: null, areaCode: '150000', level: 'region', role: 'region_supervisor' }
    const toNobody = { toArea: '150000', toOffice: undefined }
    expect(at('2026-12-03', { escalations: 2 }, { risen: toNobody })).toMatchObject([{ mustAct: union }])
    const closed = { ...officeIn('150000'), closedFrom: '2026-12-01' }
    expect(at('2026-12-03', { escalations: 2 }, { risen: { toArea: '150000', toOffice: closed } })).toMatchObject([
      { mustAct: union },
    ])
  })
  it('is the union of the county where it was returned or declined, from that moment on, late or not', () => {
    const since = '2026-11-25T02:00:00.000Z'
    const union = { kind: 'union', areaCode: '150203', role: 'county_reviewer', name: '包头市昆都仑区总工会' }
    expect(at('2026-11-25', { state: 'declined', duty: 'union' })).toMatchObject([
      { why: 'review', since, overdueDays: 0, mustAct: { ...union, task: 'review' } },
    ])
    expect(at('2026-12-01', { state: 'returned', duty: 'union' })).toMatchObject([
      { why: 'information', since, overdueDays: 1, mustAct: { ...union, task: 'inform' } },
    ])
  })
  it('is the union above where that of the county let its time pass', () => {
    const risen = { toArea: '150200', toOffice: undefined }
    expect(at('2026-12-03', { state: 'declined', duty: 'union', escalations: 1 }, { risen })).toMatchObject([
      { why: 'review', mustAct: { kind: 'union', areaCode: '150200', role: 'city_approver', task: 'see-to-it' } },
    ])
  })
  it('is the union that asks where the applicant has not said in time whether the help arrived', () => {
    const delivered = { state: 'delivered', duty: 'applicant' }
    expect(at('2026-11-30', delivered)).toEqual([])
    expect(at('2026-12-01', delivered)).toMatchObject([
      { why: 'unconfirmed', mustAct: { kind: 'union', areaCode: '150203', task: 'ask' } },
    ])
  })
  it('is whoever sends webhooks once more where one was given up, and the office where its endpoint was stopped', () => {
    const created = { state: 'created', version: 1 }
    const failed = { undelivered: { state: 'failed' as const, at: movedAt } }
    expect(at('2026-11-26', created, failed)).toMatchObject([
      { why: 'not-delivered', overdueDays: 0, mustAct: { areaCode: '150200', role: 'city_approver', task: 'replay' } },
    ])
    const held = { undelivered: { state: 'held' as const, at: movedAt } }
    expect(at('2026-12-01', created, held)).toMatchObject([
      { why: 'unanswered', mustAct: { officeId: own.id } },
      { why: 'endpoint-stopped', mustAct: { officeId: own.id, task: 'mend' } },
    ])
  })
  it('is the union, which sends it elsewhere, where its office takes nothing any more', () => {
    const reroute = { kind: 'union', areaCode: '150203', task: 'reroute' }
    const closed = { ...own, closedFrom: '2026-11-28' }
    expect(at('2026-12-03', {}, { office: closed })).toMatchObject([
      { why: 'office-closed', since: '2026-11-27T16:00:00.000Z', mustAct: reroute },
    ])
    expect(at('2026-12-03', {}, { office: undefined })).toMatchObject([{ why: 'office-closed', mustAct: reroute }])
  })
  it('is said in two languages, by name', () => {
    const [stall] = at('2026-12-03')
    expect(stall?.words).toEqual({
      zh: `办理单位逾期没有答复。${own.name}请尽快答复。`,
      en: `Its office has not answered in time. ${own.name} answers it.`,
    })
  })
})

it('nothing whose time is over is left without somebody who must act', () => {
  const duties = [
    ['created', 'office'],
    ['sent', 'office'],
    ['received', 'office'],
    ['accepted', 'office'],
    ['in_progress', 'office'],
    ['returned', 'union'],
    ['declined', 'union'],
    ['delivered', 'applicant'],
  ] as const
  const risen = ['150200', '150000'].flatMap((toArea) => [
    { toArea, toOffice: officeIn(toArea) },
    { toArea, toOffice: undefined },
  ])
  for (const [state, duty] of duties) {
    for (const office of [own, undefined]) {
      for (const each of [undefined, ...risen]) {
        const found = at('2026-12-03', { state, duty, escalations: each ? 1 : 0 }, { office, risen: each })
        expect(found).not.toEqual([])
        for (const { mustAct } of found) expect(mustAct.name).not.toBe('')
      }
    }
  }
})
