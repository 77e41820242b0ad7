import type { TimelineEntry } from '@jiekun/schema'
import { expect, it } from 'vitest'
import { groupTimeline } from './group-timeline.ts'

const entry = (id: number, at: string, type: string, measure?: string): TimelineEntry => ({
  id: `e${id}`,
  at,
  type,
  data: measure === undefined ? {} : { measure },
})

it('tells steps of one kind on one day in China in one line, until the case itself takes a step', () => {
  const groups = groupTimeline([
    entry(1, '2026-11-25T01:00:00.000Z', 'application.submitted'),
    entry(2, '2026-11-25T02:00:00.000Z', 'referral.sent', 'M603'),
    entry(3, '2026-11-25T02:00:01.000Z', 'application.approved'),
    entry(4, '2026-11-25T03:00:00.000Z', 'referral.sent', 'M601'),
    entry(5, '2026-11-25T03:00:01.000Z', 'referral.accepted', 'M601'),
    entry(6, '2026-11-25T15:59:59.000Z', 'referral.sent', 'M301'),
    entry(7, '2026-11-25T16:00:00.000Z', 'referral.sent', 'M901'),
  ])
  expect(
    groups.map(({ type, first, last, measures }) => [type, first.slice(5, 16), last.slice(5, 16), measures]),
  ).toEqual([
    ['application.submitted', '11-25T01:00', '11-25T01:00', []],
    ['referral.sent', '11-25T02:00', '11-25T02:00', ['M603']],
    ['application.approved', '11-25T02:00', '11-25T02:00', []],
    ['referral.sent', '11-25T03:00', '11-25T15:59', ['M601', 'M301']],
    ['referral.accepted', '11-25T03:00', '11-25T03:00', ['M601']],
    ['referral.sent', '11-25T16:00', '11-25T16:00', ['M901']],
  ])
})
