import { ProblemError, type Result } from '@jiekun/worker'
import type { AgentRefusal } from '../agents/change-agent.ts'
import type { HelpedRefusal } from '../agents/read-helped.ts'
import type { PairRefusal } from '../files/pair-file.ts'
import type { ReviewRefusal } from '../review/step-application.ts'
import type { ConfirmationRefusal } from '../status/confirm-help.ts'
import type { PutForwardRefusal } from '../twins/put-forward.ts'
import type { SubmitRefusal } from './submit-application.ts'

type Refusal =
  | SubmitRefusal
  | ReviewRefusal
  | PutForwardRefusal
  | PairRefusal
  | ConfirmationRefusal
  | { reason: 'case-not-found' }
  | { reason: 'erased' }
  | AgentRefusal
  | HelpedRefusal

/** The value of a result, or the end of the request with what its refusal says to the outside. */
export function take<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw toProblem(result.refusal)
  return result.value
}

/** What a refusal of this service says to the outside. */
export function toProblem(refusal: Refusal): ProblemError {
  switch (refusal.reason) {
    case 'already-open':
      return new ProblemError('already-open', 'This person already has an application that has not been decided.', {
        extra: { caseNumber: refusal.caseNumber },
      })
    case 'born-later':
    case 'no-guardian':
      return new ProblemError('invalid-input', undefined, { errors: refusal.errors })
    case 'no-agent':
      return new ProblemError('wrong-state', 'Nobody applies for this person any more')
    case 'agent-unknown':
      return new ProblemError('invalid-input', undefined, {
        errors: [{ path: 'agent.agentCode', message: 'opens no agent together with `agentNumber`' }],
      })
    case 'agent-not-found':
    case 'case-not-found':
      return new ProblemError('case-not-found')
    case 'not-found':
      return new ProblemError('not-found')
    case 'erased':
      return new ProblemError('wrong-state', 'The personal data of this case has been erased')
    case 'wrong-state':
      return new ProblemError('wrong-state', `The application is ${refusal.state}, which does not take ${refusal.step}`)
    case 'claimed-by-another':
      return new ProblemError(
        'wrong-state',
        `Somebody else has claimed it; it can be taken over after ${refusal.until}`,
      )
    case 'not-delivered':
      return new ProblemError('wrong-state', `The referral is ${refusal.state}`, { extra: { state: refusal.state } })
    case 'not-claimed':
      return new ProblemError('wrong-state', 'Claim the application first')
    case 'not-approver':
      return new ProblemError('not-allowed', 'In its public notice only who may approve can decide on it')
    case 'own-work':
      return new ProblemError('own-work')
    case 'not-approvable':
      return new ProblemError('wrong-state', `The outcome is ${refusal.archiveDecision}; it cannot be endorsed`)
    case 'override-there':
      return new ProblemError('wrong-state', 'There is an override already')
    case 'override-open':
      return new ProblemError('wrong-state', 'An override waits to be confirmed or rejected')
    case 'no-override':
      return new ProblemError('wrong-state', 'No override waits to be confirmed')
    case 'notice-runs':
      return new ProblemError(
        'wrong-state',
        `The public notice is not over; it can be approved from ${refusal.until} on`,
      )
    case 'correction-runs':
      return new ProblemError('wrong-state', `The applicant has until ${refusal.until} to correct it`)
    case 'twin-waits':
      return new ProblemError('twin-open')
    case 'no-twin':
      return new ProblemError('wrong-state', 'No other application of this person was open when it came')
    case 'twin-elsewhere':
      return new ProblemError('twin-open', `The other application lies elsewhere: talk to ${refusal.contact}`)
    case 'unknown-helper':
      return new ProblemError('invalid-input', undefined, {
        errors: [{ path: 'helperId', message: 'is not a helper' }],
      })
    case 'not-paired':
      return new ProblemError('wrong-state', 'The household is paired with nobody')
    case 'changed-meanwhile':
      return new ProblemError('changed-meanwhile')
    default:
      return refusal satisfies never
  }
}
