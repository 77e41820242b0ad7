import type { OfficeAnswer, ReferralState } from '@jiekun/schema'
import { ok, type Result, refuse } from '@jiekun/worker'

/** The states that an answer leads to. */
export type AnswerState = Extract<ReferralState, 'accepted' | 'returned' | 'declined' | 'delivered'>

export type TransitionRefusal = { reason: 'wrong-state'; state: ReferralState }

/** Which answers each state takes. An office may answer before our own bookkeeping says that the referral reached it. */
const takes: Record<ReferralState, readonly AnswerState[]> = {
  created: ['accepted', 'returned', 'declined', 'delivered'],
  sent: ['accepted', 'returned', 'declined', 'delivered'],
  accepted: ['delivered', 'returned', 'declined'],
  returned: ['accepted', 'declined', 'delivered'],
  declined: [],
  delivered: [],
}

/** The state that an answer says. */
export function stateOf(type: OfficeAnswer['type']): AnswerState {
  switch (type) {
    case 'referral.accepted':
      return 'accepted'
    case 'referral.returned':
      return 'returned'
    case 'referral.declined':
      return 'declined'
    case 'referral.delivered':
      return 'delivered'
    default:
      return type satisfies never
  }
}

/** Whether an answer moves a referral, repeats what is known, or is not possible any more. */
export function answerTransition(from: ReferralState, to: AnswerState): Result<'moves' | 'repeats', TransitionRefusal> {
  if (from === to) return ok('repeats')
  return takes[from].includes(to) ? ok('moves') : refuse({ reason: 'wrong-state', state: from })
}

/** Whether nothing more is expected of the office. */
export const isClosed = (state: ReferralState): boolean => takes[state].length === 0
