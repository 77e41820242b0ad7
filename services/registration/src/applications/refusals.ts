import { ProblemError, type Result } from '@jiekun/worker'
import type { DecideRefusal } from './decide-application.ts'
import type { SubmitRefusal } from './submit-application.ts'

type Refusal = SubmitRefusal | DecideRefusal | { reason: 'case-not-found' }

/** The value of a result, or the end of the request with what its refusal says to the outside. */
export function take<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw toProblem(result.refusal)
  return result.value
}

/** What a refusal of this service says to the outside. */
export function toProblem(refusal: Refusal): ProblemError {
  switch (refusal.reason) {
    case 'already-open':
      return new ProblemError(
        'already-open',
        'This person already has an application that has not been decided. Send its access code as Access-Code to learn its number.',
        refusal.caseNumber === undefined ? {} : { extra: { caseNumber: refusal.caseNumber } },
      )
    case 'born-later':
      return new ProblemError('invalid-input', undefined, { errors: refusal.errors })
    case 'case-not-found':
      return new ProblemError('case-not-found')
    case 'not-found':
      return new ProblemError('not-found')
    case 'not-under-review':
      return new ProblemError('wrong-state', `The application is ${refusal.state}, not under_review`)
    case 'not-approvable':
      return new ProblemError('wrong-state', `The determination is ${refusal.archiveDecision}; it cannot be approved`)
    case 'changed-meanwhile':
      return new ProblemError('changed-meanwhile')
    default:
      return refusal satisfies never
  }
}
