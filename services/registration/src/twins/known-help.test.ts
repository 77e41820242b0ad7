import type { TimelineEntry } from '@jiekun/schema'
import { expect, it } from 'vitest'
import { knownHelp, knownSteps } from './known-help.ts'

const entry = (type: string, referralId?: string): TimelineEntry => ({
  id: `${type}-${referralId}`,
  at: '2026-11-26T02:00:00.000Z',
  type,
  data: referralId === undefined ? {} : { referralId },
})
const measures = [
  { referralId: 'r1', measure: 'M603' },
  { referralId: 'r2', measure: 'M604' },
]

it.each(['referral.sent', 'referral.created', 'referral.cancelled'])(
  'what the house does by itself makes no help known: %s',
  (type) => {
    const timeline = [entry('application.submitted'), entry(type, 'r1')]
    const known = knownHelp({ noticeEndsOn: null, timeline, measures })
    expect([known.referral('r1'), known.measure('M603')]).toEqual([false, false])
    expect(knownSteps(known, timeline)).toEqual([entry('application.submitted')])
  },
)

it.each(['referral.received', 'referral.accepted', 'referral.declined', 'referral.delivered', 'referral.escalated'])(
  'what its office says, or its silence beyond the time, makes a measure known whole, and no other: %s',
  (type) => {
    const timeline = [entry('referral.sent', 'r1'), entry('referral.sent', 'r2'), entry(type, 'r1')]
    const known = knownHelp({ noticeEndsOn: null, timeline, measures })
    expect(knownSteps(known, timeline)).toEqual([entry('referral.sent', 'r1'), entry(type, 'r1')])
    expect([known.measure('M603'), known.measure('M604')]).toEqual([true, false])
  },
)

it('everything is known once the review is done', () => {
  const timeline = [entry('referral.sent', 'r1')]
  const known = knownHelp({ noticeEndsOn: '2026-12-01', timeline, measures })
  expect([known.referral('r2'), knownSteps(known, timeline)]).toEqual([true, timeline])
})
