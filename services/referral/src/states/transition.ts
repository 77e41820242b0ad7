import type { AnswerType, ReferralDecision, ReferralState } from '@jiekun/schema'
import { ok, type Result, refuse } from '@jiekun/worker'

/** Something that is done to a referral. */
export type Step =
  | 'send'
  | 'receive'
  | 'accept'
  | 'start'
  | 'return'
  | 'decline'
  | 'deliver'
  | ReferralDecision['decision']
  | 'lapse'
  | 'revive'

/** In whose hands a step is: the house itself, the office that has the referral, the union, the applicant. */
export type By = 'system' | 'office' | 'union' | 'applicant'

interface Transition {
  from: readonly ReferralState[]
  to: ReferralState
  by: readonly By[]
}

/** An office may answer before our own bookkeeping says that the referral reached it. */
const unanswered = ['created', 'sent', 'received'] as const
const underWay = [...unanswered, 'accepted', 'in_progress'] as const

/** The one table of what can be done to a referral. What it does not name is refused. */
export const transitions: Readonly<Record<Step, Transition>> = {
  send: { from: ['created'], to: 'sent', by: ['system'] },
  receive: { from: ['created', 'sent'], to: 'received', by: ['office'] },
  accept: { from: [...unanswered, 'returned'], to: 'accepted', by: ['office'] },
  start: { from: [...unanswered, 'accepted', 'returned'], to: 'in_progress', by: ['office'] },
  return: { from: underWay, to: 'returned', by: ['office'] },
  decline: { from: [...underWay, 'returned'], to: 'declined', by: ['office'] },
  deliver: { from: [...underWay, 'returned'], to: 'delivered', by: ['office'] },
  resume: { from: ['returned'], to: 'sent', by: ['union'] },
  reroute: { from: [...underWay, 'returned', 'declined'], to: 'created', by: ['union'] },
  uphold: { from: ['declined'], to: 'closed', by: ['union'] },
  cancel: { from: [...underWay, 'returned', 'declined'], to: 'cancelled', by: ['union'] },
  confirm: { from: ['delivered'], to: 'closed', by: ['union', 'applicant'] },
  dispute: { from: ['delivered'], to: 'in_progress', by: ['union', 'applicant'] },
  lapse: { from: ['delivered'], to: 'closed', by: ['system'] },
  // Its case was declined, and is opened again after an appeal.
  revive: { from: ['cancelled'], to: 'created', by: ['system'] },
}

const stepOfAnswer: Readonly<Record<AnswerType, Step>> = {
  'referral.received': 'receive',
  'referral.accepted': 'accept',
  'referral.started': 'start',
  'referral.returned': 'return',
  'referral.declined': 'decline',
  'referral.delivered': 'deliver',
}

/** The step that an answer of an office is. */
export const stepOf = (type: AnswerType): Step => stepOfAnswer[type]

export type TransitionRefusal = { reason: 'wrong-state'; state: ReferralState }

/** Whether a step moves a referral, repeats what has been done, or is not possible any more. */
export function takeStep(from: ReferralState, step: Step): Result<'moves' | 'repeats', TransitionRefusal> {
  const transition = transitions[step]
  if (transition.from.includes(from)) return ok('moves')
  return from === transition.to ? ok('repeats') : refuse({ reason: 'wrong-state', state: from })
}

/** States in which the plan waits for a referral no more: help is there, or will not come. */
export const settledStates = ['delivered', 'closed', 'cancelled'] as const satisfies readonly ReferralState[]
export const isSettled = (state: ReferralState): boolean => settledStates.some((each) => each === state)
