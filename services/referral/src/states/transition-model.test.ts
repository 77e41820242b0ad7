import { workingCalendar } from '@jiekun/calendar'
import { type ReferralState, referralStates } from '@jiekun/schema'
import { referrals } from '@jiekun/schema/tables/referral'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextClock, noClock } from '../deadlines/clock.ts'
import { moveOf, type ReferralRow } from './move-referral.ts'
import { isSettled, type Step, takeStep, transitions } from './transition.ts'

/**
 * Where each step leads from each state, written down a second time, by state and not by step: `=` repeats what has been
 * done, `.` is refused. In the order of {@link referralStates}.
 */
const columns: readonly Step[] = [
  ...(['send', 'receive', 'accept', 'start', 'return', 'decline', 'deliver'] as const),
  ...(['resume', 'reroute', 'uphold', 'cancel', 'confirm', 'dispute', 'lapse', 'revive'] as const),
]
const table = `
  created      sent received accepted in_progress returned declined delivered  .    created .      cancelled .      .           .  =
  sent         =    received accepted in_progress returned declined delivered  =    created .      cancelled .      .           .  .
  received     .    =        accepted in_progress returned declined delivered  .    created .      cancelled .      .           .  .
  accepted     .    .        =        in_progress returned declined delivered  .    created .      cancelled .      .           .  .
  in_progress  .    .        .        =           returned declined delivered  .    created .      cancelled .      =           .  .
  returned     .    .        accepted in_progress =        declined delivered  sent created .      cancelled .      .           .  .
  declined     .    .        .        .           .        =        .          .    created closed cancelled .      .           .  .
  delivered    .    .        .        .           .        .        =          .    .       .      .         closed in_progress closed  .
  closed       .    .        .        .           .        .        .          .    .       =      .         =      .           =  .
  cancelled    .    .        .        .           .        .        .          .    .       .      =         .      .           .  created
`
const rows = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([from = '', ...to]): [string, string[]] => [from, to]),
)
const cell = (from: ReferralState, step: Step): string => rows.get(from)?.[columns.indexOf(step)] ?? 'missing'

const calendar = workingCalendar()
/** A referral as it is made. */
const born: ReferralRow = {
  id: '1502-r',
  planId: '1502-p',
  countyCode: '150203',
  measure: 'M601',
  clause: '五.(二).6',
  memberIds: '[]',
  officeId: '1502-MZT-150203',
  isDefault: false,
  emergency: false,
  state: 'created',
  version: 1,
  routedBecause: null,
  outcome: null,
  declineCode: null,
  amountFen: null,
  periodFrom: null,
  periodTo: null,
  documentNumber: null,
  documents: null,
  createdAt: 0,
  ...nextClock(calendar, noClock, {
    step: 'reroute',
    state: 'created',
    measure: 'M601',
    emergency: false,
    today: '2026-11-25',
  }),
}

it('names every state and every step', () => {
  expect([...rows.keys()]).toEqual(referralStates)
  expect(columns.toSorted()).toEqual(Object.keys(transitions).toSorted())
  for (const [from, to] of rows) expect([from, to.length]).toEqual([from, columns.length])
  expect(Object.keys(born).toSorted()).toEqual(
    Object.keys(referrals)
      .filter((key) => key in born)
      .toSorted(),
  )
})

it('whatever is done in whatever order, a referral is where the table says, and its version counts the steps that moved it', () => {
  const steps = fc.array(fc.record({ step: fc.constantFrom(...columns), day: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  const seen = new Set<string>()
  fc.assert(
    fc.property(steps, (taken) => {
      let [row, state]: [ReferralRow, ReferralState] = [born, 'created']
      let now = new Date('2026-11-25T02:00:00Z')
      for (const { step, day } of taken) {
        now = new Date(now.getTime() + day * 86_400_000)
        const told = cell(state, step)
        const answered = takeStep(state, step)
        seen.add(state)
        if (told === '.') {
          expect(answered).toEqual({ ok: false, refusal: { reason: 'wrong-state', state } })
          continue
        }
        expect([state, step, answered]).toEqual([state, step, { ok: true, value: told === '=' ? 'repeats' : 'moves' }])
        if (told === '=') continue
        const { next } = moveOf({ now }, calendar, row, { step })
        expect([next.state, next.version]).toEqual([told, row.version + 1])
        // Somebody must act, by a day, until it is over.
        const isOver = next.state === 'closed' || next.state === 'cancelled'
        expect([next.state, next.duty === null, next.dueOn === null]).toEqual([next.state, isOver, isOver])
        if (isOver) expect(isSettled(next.state)).toBe(true)
        ;[row, state] = [next, next.state]
      }
    }),
    { numRuns: 1000 },
  )
  expect([...seen].toSorted()).toEqual([...referralStates].toSorted())
})
