import { addDays, workingCalendar } from '@jiekun/calendar'
import { type ApplicationState, overrideOutcomes } from '@jiekun/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edges, type Party, type ReviewCase, type Step, type StepTaker, takeStep } from './transition.ts'

const submitted: ReviewCase = {
  state: 'submitted',
  archiveDecision: null,
  unionCategory: null,
  dueOn: null,
  dueKnown: true,
  claimedBy: null,
  claimedOn: null,
  missing: null,
  override: null,
  endorsedBy: null,
  noticeEndsOn: null,
  turn: 0,
  declinedAs: null,
}
const today = '2026-11-25'
const calendar = workingCalendar()
const reviewer = { id: 'reviewer', mayApprove: false, today, calendar }
const approver = { id: 'approver', mayApprove: true, today, calendar }
const missing = { items: ['income_proof' as const], note: '请补充收入证明' }
const determined = (archiveDecision: string): Step => ({ step: 'determine', archiveDecision, unionCategory: 'deep' })

/** An application after some steps, each of which must be taken. */
function walk(...steps: [Step, StepTaker][]): ReviewCase {
  return steps.reduce((found, [step, by]) => {
    const taken = takeStep(found, step, by)
    if (!taken.ok) throw new Error(JSON.stringify(taken.refusal))
    return taken.value
  }, submitted)
}
const refusalOf = (found: ReviewCase, step: Step, by: StepTaker) => {
  const taken = takeStep(found, step, by)
  return taken.ok ? undefined : taken.refusal
}
const underReview: [Step, StepTaker] = [determined('eligible'), { id: 'house', mayApprove: false, today, calendar }]
const claimed: [Step, StepTaker] = [{ step: 'claim' }, reviewer]

describe('a review', () => {
  it('is due ten working days after the determination, and the correction of what is returned ten after that', () => {
    expect(walk(underReview).dueOn).toBe('2026-12-09')
    expect(
      walk(underReview, claimed, [
        { step: 'return', missing },
        { ...reviewer, today: '2026-12-09' },
      ]),
    ).toMatchObject({ state: 'returned', dueOn: '2026-12-23', missing, claimedBy: null })
  })

  it('and its notice are counted by the years that were announced since, and say where they were not', () => {
    const late = { ...reviewer, today: '2026-12-29' }
    const announced = workingCalendar([{ year: 2027, holidays: ['2027-01-01', '2027-01-04'], workdays: [] }])
    expect(walk([determined('eligible'), late])).toMatchObject({ dueOn: '2027-01-12', dueKnown: false })
    expect(walk([determined('eligible'), { ...late, calendar: announced }])).toMatchObject({
      dueOn: '2027-01-14',
      dueKnown: true,
    })
    const notice: Step = { step: 'endorse', noticeDays: 5 }
    expect(walk(underReview, claimed, [notice, late])).toMatchObject({ noticeEndsOn: '2027-01-05', dueKnown: false })
    expect(walk(underReview, claimed, [notice, { ...late, calendar: announced }])).toMatchObject({
      noticeEndsOn: '2027-01-07',
      dueOn: '2027-01-08',
      dueKnown: true,
    })
  })

  it('is taken over once a claim has held for three working days', () => {
    const found = walk(underReview, claimed)
    const other = { id: 'other', mayApprove: false, calendar }
    expect(refusalOf(found, { step: 'claim' }, { ...other, today: '2026-11-30' })).toEqual({
      reason: 'claimed-by-another',
      until: '2026-11-30',
    })
    expect(takeStep(found, { step: 'claim' }, { ...other, today: '2026-12-01' })).toMatchObject({
      value: { claimedBy: 'other' },
    })
  })

  it('changes nothing when somebody claims what is theirs', () => {
    const found = walk(underReview, claimed)
    const again = takeStep(found, { step: 'claim' }, { ...reviewer, today: '2026-11-26' })
    expect(again.ok && again.value === found).toBe(true)
  })

  it('waits for the end of the public notice, which holds nobody up where it has no days', () => {
    const noticed = walk(underReview, claimed, [{ step: 'endorse', noticeDays: 5 }, reviewer])
    expect(noticed).toMatchObject({ noticeEndsOn: '2026-12-02', dueOn: '2026-12-03', endorsedBy: 'reviewer' })
    const approve: Step = { step: 'approve' }
    expect(refusalOf(noticed, approve, { ...approver, today: '2026-12-02' })?.reason).toBe('notice-runs')
    expect(refusalOf(noticed, approve, { ...approver, today: '2026-12-03' })).toBeUndefined()
    const unnoticed = walk(underReview, claimed, [{ step: 'endorse', noticeDays: 0 }, reviewer])
    expect(refusalOf(unnoticed, approve, approver)).toBeUndefined()
  })

  it('is approved by nobody who endorsed it or proposed its override', () => {
    const noticed = walk(underReview, [{ step: 'claim' }, approver], [{ step: 'endorse', noticeDays: 0 }, approver])
    expect(refusalOf(noticed, { step: 'approve' }, approver)?.reason).toBe('own-work')
    const second = { ...approver, id: 'second' }
    const overridden = walk(
      [determined('ineligible_income'), reviewer],
      [{ step: 'claim' }, approver],
      [{ step: 'propose-override', outcome: { archiveDecision: 'eligible', unionCategory: 'relative' } }, approver],
      [{ step: 'confirm-override' }, second],
      [{ step: 'release' }, approver],
      claimed,
      [{ step: 'endorse', noticeDays: 0 }, reviewer],
    )
    expect(overridden).toMatchObject({ archiveDecision: 'eligible', unionCategory: 'relative' })
    expect(refusalOf(overridden, { step: 'approve' }, approver)?.reason).toBe('own-work')
    expect(refusalOf(overridden, { step: 'approve' }, second)).toBeUndefined()
  })

  it('begins anew after a correction: claim, override and what was missing are gone', () => {
    const returned = walk(underReview, claimed, [{ step: 'return', missing }, reviewer])
    expect(takeStep(returned, { step: 'correct' }, reviewer)).toEqual({ ok: true, value: submitted })
  })

  it('declines what was returned only when the time of the applicant is over', () => {
    const returned = walk(underReview, claimed, [{ step: 'return', missing }, reviewer])
    const decline: Step = { step: 'decline', ground: null }
    expect(refusalOf(returned, decline, { ...reviewer, today: '2026-12-09' })?.reason).toBe('correction-runs')
    expect(refusalOf(returned, decline, { ...reviewer, today: '2026-12-10' })).toBeUndefined()
  })
})

describe('a twin', () => {
  const house = { ...approver, id: 'house' }
  const waiting = { ...walk(underReview, claimed), turn: 2 }
  it('cannot be endorsed while it waits, and is declined as a duplicate, which nothing else is', () => {
    expect(refusalOf(waiting, { step: 'endorse', noticeDays: 0 }, reviewer)?.reason).toBe('twin-waits')
    const duplicate: Step = { step: 'decline', ground: 'duplicate' }
    expect(takeStep(waiting, duplicate, reviewer)).toMatchObject({
      value: { state: 'declined', declinedAs: 'duplicate' },
    })
    expect(refusalOf({ ...waiting, turn: 0 }, duplicate, reviewer)?.reason).toBe('no-twin')
    const returned: ReviewCase = { ...waiting, state: 'returned', claimedBy: null, claimedOn: null, missing }
    expect(refusalOf(returned, duplicate, reviewer)).toBeUndefined()
  })

  it('is put forward by whoever may approve, after somebody else has claimed it', () => {
    const put: Step = { step: 'put-forward' }
    expect(refusalOf(waiting, put, { ...reviewer, id: 'second' })?.reason).toBe('not-approver')
    expect(refusalOf(waiting, put, { ...reviewer, mayApprove: true })?.reason).toBe('own-work')
    expect(refusalOf({ ...waiting, claimedBy: null }, put, approver)?.reason).toBe('not-claimed')
    expect(takeStep(waiting, put, approver)).toEqual({ ok: true, value: { ...waiting, turn: 0 } })
    expect(refusalOf({ ...waiting, turn: 0 }, put, approver)?.reason).toBe('no-twin')
  })

  it('beyond those that the staff see ends once its review is due, and others do not', () => {
    const lapse: Step = { step: 'lapse' }
    expect(refusalOf({ ...waiting, turn: 4 }, lapse, { ...house, today: '2026-12-09' })).toBeDefined()
    const late = { ...house, today: '2026-12-10' }
    expect(takeStep({ ...waiting, turn: 4 }, lapse, late)).toMatchObject({ value: { declinedAs: 'duplicate' } })
    expect(refusalOf({ ...waiting, turn: 3 }, lapse, late)).toBeDefined()
  })
})

const people = ['r1', 'r2', 'a1', 'a2'] as const
const anyTaker = fc.constantFrom(...people).map((id) => ({ id, mayApprove: id.startsWith('a') }))
const weighted = (weight: number, ...steps: Step[]) => ({ weight, arbitrary: fc.constantFrom(...steps) })
/** What leads on is tried more often than what ends a review, or all of them would be short. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  weighted(3, determined('eligible'), determined('manual_review'), determined('ineligible_income')),
  weighted(1, determined('remain_closed'), { step: 'correct' }, { step: 'release' }, { step: 'decline', ground: null }),
  weighted(1, { step: 'decline', ground: 'duplicate' }, { step: 'decline', ground: 'not_own' }),
  weighted(1, { step: 'take-turn' }, { step: 'put-forward' }, { step: 'give-way' }, { step: 'lapse' }),
  weighted(6, { step: 'claim' }, { step: 'confirm-override' }, { step: 'reject-override' }),
  weighted(1, { step: 'return', missing }, { step: 'withdraw' }),
  weighted(2, { step: 'reopen' }),
  weighted(3, { step: 'endorse', noticeDays: 0 }, { step: 'endorse', noticeDays: 5 }, { step: 'approve' }),
  weighted(
    4,
    ...overrideOutcomes.map((archiveDecision): Step => ({ step: 'propose-override', outcome: { archiveDecision } })),
  ),
)
const anyMove = fc.record({ step: anyStep, by: anyTaker, days: fc.constantFrom(0, 0, 0, 0, 1, 12) })

interface Somebody {
  id: (typeof people)[number]
  mayApprove: boolean
}
const r1: Somebody = { id: 'r1', mayApprove: false }
const a1: Somebody = { id: 'a1', mayApprove: true }
const way = (...steps: [Step, Somebody, days?: number][]) => steps.map(([step, by, days = 0]) => ({ step, by, days }))
const toReturned: [Step, Somebody][] = [
  [determined('eligible'), a1],
  [{ step: 'claim' }, r1],
  [{ step: 'return', missing }, r1],
]
/** Ways that chance finds too seldom: what is folded ends, also returned; and what gives way in every state. */
const rareWays: [turn: number, moves: ReturnType<typeof way>][] = [
  [5, way(...toReturned, [{ step: 'lapse' }, a1, 30])],
  [5, way([determined('eligible'), a1], [{ step: 'lapse' }, a1, 30])],
  [0, way(...toReturned, [{ step: 'give-way' }, a1])],
  [1, way(...toReturned, [{ step: 'take-turn' }, a1])],
]

/** What the table says of a party, told by the history alone. */
function mayTake(party: Party, by: { id: string; mayApprove: boolean }, past: Past): boolean {
  const isSecond = by.mayApprove && past.endorser !== by.id && past.proposer !== by.id
  return {
    house: true,
    anybody: true,
    reviewer: true,
    claimer: past.claimer === by.id,
    approver: by.mayApprove,
    second: isSecond,
    other: by.mayApprove && past.claimer !== undefined && past.claimer !== by.id,
  }[party]
}
interface Past {
  claimer?: string | undefined
  endorser?: string | undefined
  proposer?: string | undefined
}

function remember(past: Past, step: Step['step'], to: ApplicationState, id: string): Past {
  if (step === 'determine' || step === 'correct' || step === 'reopen') return {}
  const claimer = to === 'under_review' && step !== 'release' ? (step === 'claim' ? id : past.claimer) : undefined
  return {
    claimer,
    endorser: step === 'endorse' ? id : past.endorser,
    proposer: step === 'propose-override' ? id : step === 'reject-override' ? undefined : past.proposer,
  }
}

it('no sequence of steps reaches a state or gets past a rule that the table forbids, and every edge of it is walked', () => {
  const walked = new Set<string>()
  fc.assert(
    fc.property(fc.constantFrom(0, 0, 1, 5, 5), fc.array(anyMove, { minLength: 10, maxLength: 60 }), (turn, moves) => {
      let found: ReviewCase = { ...submitted, turn }
      let past: Past = {}
      let day = today
      for (const { step, by, days } of moves) {
        for (let n = 0; n < days; n++) day = addDays(day, 1)
        const taken = takeStep(found, step, { ...by, today: day, calendar })
        if (!taken.ok) continue
        const next = taken.value
        const edge = edges.find(
          ({ step: name, from, to }) => name === step.step && from === found.state && to === next.state,
        )
        expect(edge, `${found.state} → ${step.step} → ${next.state}`).toBeDefined()
        if (!edge) return
        walked.add(`${edge.step} ${edge.from} ${edge.to}`)
        expect(mayTake(edge.by, by, past)).toBe(true)
        past = remember(past, step.step, next.state, by.id)
        checkWhole(next, day)
        found = next
      }
    }),
    { numRuns: 8000, examples: rareWays },
  )
  expect([...walked].toSorted()).toEqual(edges.map(({ step, from, to }) => `${step} ${from} ${to}`).toSorted())
})

/** What must be true of an application in every state. */
function checkWhole(found: ReviewCase, day: string): void {
  const { state, override } = found
  expect(found.claimedBy !== null).toBe(found.claimedOn !== null)
  if (found.claimedBy !== null) expect(state).toBe('under_review')
  expect(found.missing !== null).toBe(state === 'returned')
  expect(found.dueOn !== null).toBe(['under_review', 'returned', 'public_notice'].includes(state))
  expect(found.endorsedBy !== null).toBe(found.noticeEndsOn !== null)
  if (override?.state === 'proposed') expect(state).toBe('under_review')
  if (override?.state === 'confirmed') {
    expect(override.confirmedBy).not.toBe(override.proposedBy)
    expect(found.archiveDecision).toBe(override.archiveDecision)
  }
  if (state === 'public_notice' || state === 'approved') {
    expect(['eligible', 'manual_review']).toContain(found.archiveDecision)
    expect(found.endorsedBy).not.toBeNull()
  }
  // Of the applications that a person has open together one alone goes forward.
  if (state === 'public_notice' || state === 'approved') expect(found.turn).toBe(0)
  if (found.declinedAs !== null) expect(state).toBe('declined')
  if (state === 'approved') expect(day >= (found.noticeEndsOn ?? '')).toBe(true)
}

it('a notice of any length ends on a working day and is over the day after', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 0, max: 300 }), (noticeDays, offset) => {
      const from = new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10)
      const by = { ...reviewer, today: from }
      const { noticeEndsOn, dueOn } = walk(
        [determined('eligible'), by],
        [{ step: 'claim' }, by],
        [{ step: 'endorse', noticeDays }, by],
      )
      expect(noticeEndsOn).toBe(workingCalendar().after(from, noticeDays).day)
      expect(dueOn).toBe(addDays(noticeEndsOn ?? '', 1))
    }),
  )
})
