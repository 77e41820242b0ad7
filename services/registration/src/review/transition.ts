import { addDays, type WorkingCalendar } from '@jiekun/calendar'
import type { ApplicationState, DeclineGround, Missing, Override } from '@jiekun/schema'
import { ok, type Result, refuse } from '@jiekun/worker'
import { isFolded } from '../twins/bounds.ts'
import { deadlines } from './deadlines.ts'

/**
 * Who may take a step. `claimer`: who has claimed it. `second`: whoever may approve and has neither endorsed it nor
 * proposed an override 四眼原则. `other`: whoever may approve, after somebody else has claimed it.
 */
export type Party = 'house' | 'anybody' | 'reviewer' | 'claimer' | 'approver' | 'second' | 'other'

interface Edge {
  step: string
  from: ApplicationState
  to: ApplicationState
  by: Party
}

/** Every step that an application can take. What does not stand here cannot happen. */
export const edges = [
  { step: 'determine', from: 'submitted', to: 'under_review', by: 'house' },
  { step: 'determine', from: 'submitted', to: 'remained_closed', by: 'house' },
  { step: 'claim', from: 'under_review', to: 'under_review', by: 'reviewer' },
  { step: 'release', from: 'under_review', to: 'under_review', by: 'claimer' },
  { step: 'return', from: 'under_review', to: 'returned', by: 'claimer' },
  { step: 'correct', from: 'submitted', to: 'submitted', by: 'anybody' },
  { step: 'correct', from: 'under_review', to: 'submitted', by: 'anybody' },
  { step: 'correct', from: 'returned', to: 'submitted', by: 'anybody' },
  ...(['submitted', 'under_review', 'returned', 'public_notice'] as const).map((from) => ({
    step: 'withdraw' as const,
    from,
    to: 'withdrawn' as const,
    by: 'anybody' as const,
  })),
  // After an appeal, which somebody else answers than whoever decided.
  { step: 'reopen', from: 'declined', to: 'under_review', by: 'approver' },
  { step: 'reopen', from: 'remained_closed', to: 'under_review', by: 'approver' },
  { step: 'propose-override', from: 'under_review', to: 'under_review', by: 'claimer' },
  { step: 'confirm-override', from: 'under_review', to: 'under_review', by: 'second' },
  { step: 'reject-override', from: 'under_review', to: 'under_review', by: 'second' },
  { step: 'endorse', from: 'under_review', to: 'public_notice', by: 'claimer' },
  { step: 'approve', from: 'public_notice', to: 'approved', by: 'second' },
  { step: 'decline', from: 'under_review', to: 'declined', by: 'claimer' },
  // An objection to what was published.
  { step: 'decline', from: 'public_notice', to: 'declined', by: 'approver' },
  // Once the applicant has let the time for a correction go by; they may apply anew.
  { step: 'decline', from: 'returned', to: 'declined', by: 'reviewer' },
  // Of applications that one person has open together the first goes forward. A twin takes its turn once the first has
  // ended, or the place of the first, where that was not made by the person.
  ...(['submitted', 'under_review', 'returned'] as const).map((state) => ({
    step: 'take-turn' as const,
    from: state,
    to: state,
    by: 'house' as const,
  })),
  { step: 'put-forward', from: 'under_review', to: 'under_review', by: 'other' },
  ...(['submitted', 'under_review', 'returned', 'public_notice'] as const).map((from) => ({
    step: 'give-way' as const,
    from,
    to: 'declined' as const,
    by: 'approver' as const,
  })),
  // What is folded nobody works on.
  { step: 'lapse', from: 'under_review', to: 'declined', by: 'house' },
  { step: 'lapse', from: 'returned', to: 'declined', by: 'house' },
] as const satisfies readonly Edge[]

/** A step with what it is taken with. */
export type Step =
  | { step: 'determine'; archiveDecision: string; unionCategory: string }
  | { step: 'correct' }
  | { step: 'withdraw' }
  | { step: 'reopen' }
  | { step: 'claim' | 'release' | 'confirm-override' | 'reject-override' | 'approve' }
  | { step: 'decline'; ground: DeclineGround | null }
  | { step: 'put-forward' }
  | { step: 'take-turn' | 'give-way' | 'lapse' }
  | { step: 'return'; missing: Missing }
  | { step: 'propose-override'; outcome: Pick<Override, 'archiveDecision' | 'unionCategory'> }
  | { step: 'endorse'; noticeDays: number }

/** What a review knows of an application. */
export interface ReviewCase {
  state: ApplicationState
  /** The outcome in force: the determination's, or that of a confirmed override. */
  archiveDecision: string | null
  unionCategory: string | null
  /** ISO date: last day of the review or the correction; first day on which it can be approved. */
  dueOn: string | null
  /** False where that day lies beyond the announced holidays. */
  dueKnown: boolean
  claimedBy: string | null
  /** ISO date. */
  claimedOn: string | null
  missing: Missing | null
  override: Override | null
  endorsedBy: string | null
  noticeEndsOn: string | null
  /** Its turn among the open applications of its person: 0 goes forward, others wait. */
  turn: number
  /** Why it was declined, where that is not its merits. */
  declinedAs: DeclineGround | null
}

/** Who takes a step, on which day of which calendar. */
export interface StepTaker {
  id: string
  mayApprove: boolean
  today: string
  calendar: WorkingCalendar
}

export type StepRefusal =
  | { reason: 'wrong-state'; step: Step['step']; state: ApplicationState }
  | { reason: 'claimed-by-another'; until: string }
  | { reason: 'not-claimed' }
  | { reason: 'not-approver' }
  | { reason: 'own-work' }
  | { reason: 'not-approvable'; archiveDecision: string }
  | { reason: 'override-there' }
  | { reason: 'override-open' }
  | { reason: 'no-override' }
  | { reason: 'notice-runs'; until: string }
  | { reason: 'correction-runs'; until: string }
  | { reason: 'twin-waits' }
  | { reason: 'no-twin' }

/** What may become a file; anything else needs new facts or an override first. */
const approvable: readonly string[] = ['eligible', 'manual_review']

/** The application after a step, or why it cannot be taken. The same application, where the step changes nothing. */
export function takeStep(found: ReviewCase, step: Step, by: StepTaker): Result<ReviewCase, StepRefusal> {
  const edge = edges.find((each) => each.step === step.step && each.from === found.state)
  if (!edge) return refuse({ reason: 'wrong-state', step: step.step, state: found.state })
  const refusal = refusedAs(edge.by, found, by) ?? refusedNow(found, step, by)
  if (refusal) return refuse(refusal)
  return ok(after(found, step, by))
}

function refusedAs(party: Party, found: ReviewCase, by: StepTaker): StepRefusal | undefined {
  switch (party) {
    case 'house':
    case 'anybody':
    case 'reviewer':
      return undefined
    case 'claimer':
      return found.claimedBy === by.id ? undefined : { reason: 'not-claimed' }
    case 'approver':
      return by.mayApprove ? undefined : { reason: 'not-approver' }
    case 'second':
      if (!by.mayApprove) return { reason: 'not-approver' }
      return found.endorsedBy === by.id || found.override?.proposedBy === by.id ? { reason: 'own-work' } : undefined
    case 'other':
      if (!by.mayApprove) return { reason: 'not-approver' }
      if (found.claimedBy === null) return { reason: 'not-claimed' }
      return found.claimedBy === by.id ? { reason: 'own-work' } : undefined
    default:
      return party satisfies never
  }
}

function refusedNow(found: ReviewCase, step: Step, { id, today, calendar }: StepTaker): StepRefusal | undefined {
  const { archiveDecision, override, claimedBy, claimedOn } = found
  const dueOn = found.dueOn ?? today
  switch (step.step) {
    case 'claim': {
      if (claimedBy === null || claimedBy === id) return undefined
      const until = calendar.after(claimedOn ?? today, deadlines.claim.days).day
      return today > until ? undefined : { reason: 'claimed-by-another', until }
    }
    case 'propose-override':
      return override === null ? undefined : { reason: 'override-there' }
    case 'confirm-override':
    case 'reject-override':
      return override?.state === 'proposed' ? undefined : { reason: 'no-override' }
    case 'endorse':
      if (found.turn > 0) return { reason: 'twin-waits' }
      if (override?.state === 'proposed') return { reason: 'override-open' }
      if (approvable.includes(archiveDecision ?? '')) return undefined
      return { reason: 'not-approvable', archiveDecision: archiveDecision ?? '' }
    case 'approve':
      return today < dueOn ? { reason: 'notice-runs', until: dueOn } : undefined
    case 'decline':
      if (step.ground === 'duplicate') return found.turn > 0 ? undefined : { reason: 'no-twin' }
      return found.state === 'returned' && today <= dueOn ? { reason: 'correction-runs', until: dueOn } : undefined
    case 'take-turn':
    case 'put-forward':
      return found.turn > 0 ? undefined : { reason: 'no-twin' }
    case 'lapse':
      return isFolded(found.turn) && today > dueOn ? undefined : { reason: 'correction-runs', until: dueOn }
    case 'give-way':
      return found.turn === 0 ? undefined : { reason: 'no-twin' }
    case 'determine':
    case 'release':
    case 'return':
    case 'correct':
    case 'withdraw':
    case 'reopen':
      return undefined
    default:
      return step satisfies never
  }
}

/** An application that nobody works on: what waits for nobody, and what was proposed and never confirmed, is gone. */
const leave = (found: ReviewCase, state: ApplicationState): ReviewCase => ({
  ...found,
  state,
  dueOn: null,
  dueKnown: true,
  claimedBy: null,
  claimedOn: null,
  missing: null,
  override: found.override?.state === 'confirmed' ? found.override : null,
})

/** The last of some working days after today, and whether the calendar is announced as far as that. */
const dueAfter = ({ calendar, today }: StepTaker, workingDays: number): Pick<ReviewCase, 'dueOn' | 'dueKnown'> => {
  const { day, isKnown } = calendar.after(today, workingDays)
  return { dueOn: day, dueKnown: isKnown }
}

const anew = { override: null, endorsedBy: null, noticeEndsOn: null, declinedAs: null } as const

function after(found: ReviewCase, step: Step, by: StepTaker): ReviewCase {
  const { id, today } = by
  switch (step.step) {
    case 'determine': {
      const { archiveDecision, unionCategory } = step
      const determined = { ...leave(found, 'remained_closed'), ...anew, archiveDecision, unionCategory }
      if (archiveDecision === 'remain_closed') return determined
      return { ...determined, state: 'under_review', ...dueAfter(by, deadlines.review.days) }
    }
    case 'claim':
      return found.claimedBy === id ? found : { ...found, claimedBy: id, claimedOn: today }
    case 'release':
      return { ...found, claimedBy: null, claimedOn: null }
    case 'return':
      return {
        ...leave(found, 'returned'),
        missing: step.missing,
        ...dueAfter(by, deadlines.correction.days),
      }
    case 'correct':
      return { ...leave(found, 'submitted'), ...anew, archiveDecision: null, unionCategory: null }
    case 'withdraw':
      return leave(found, 'withdrawn')
    case 'reopen':
      return {
        ...leave(found, 'under_review'),
        ...anew,
        ...dueAfter(by, deadlines.review.days),
      }
    case 'propose-override':
      return { ...found, override: { ...step.outcome, state: 'proposed', proposedBy: id } }
    case 'confirm-override': {
      if (!found.override) return found
      const { archiveDecision, unionCategory } = found.override
      return {
        ...found,
        archiveDecision,
        unionCategory: unionCategory ?? found.unionCategory,
        override: { ...found.override, state: 'confirmed', confirmedBy: id },
      }
    }
    case 'reject-override':
      return { ...found, override: null }
    case 'endorse': {
      // Without consent to publication nothing is published; the time for others to object stays.
      const notice = { ...leave(found, 'public_notice'), endorsedBy: id }
      if (step.noticeDays === 0) return { ...notice, noticeEndsOn: today, dueOn: today }
      const { day: noticeEndsOn, isKnown } = by.calendar.after(today, step.noticeDays)
      return { ...notice, noticeEndsOn, dueOn: addDays(noticeEndsOn, 1), dueKnown: isKnown }
    }
    case 'approve':
      return leave(found, 'approved')
    case 'decline':
      return { ...leave(found, 'declined'), declinedAs: step.ground }
    case 'take-turn':
    case 'put-forward':
      return { ...found, turn: 0 }
    case 'give-way':
      return { ...leave(found, 'declined'), declinedAs: 'not_own' }
    case 'lapse':
      return { ...leave(found, 'declined'), declinedAs: 'duplicate' }
    default:
      return step satisfies never
  }
}
