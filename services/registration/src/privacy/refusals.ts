import { ProblemError, type Result } from '@jiekun/worker'
import type { CorrectRefusal } from './correct-application.ts'
import type { EraseRefusal } from './retention.ts'

type Refusal = CorrectRefusal | EraseRefusal | { reason: 'not-found' } | { reason: 'case-not-found' }

/** The value of a result, or the end of the request with what its refusal says to the outside. */
export function take<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw toProblem(result.refusal)
  return result.value
}

function toProblem(refusal: Refusal): ProblemError {
  switch (refusal.reason) {
    case 'not-found':
    case 'case-not-found':
      return new ProblemError(refusal.reason)
    case 'erased':
      return new ProblemError('wrong-state', 'The personal data of this case has been erased')
    case 'facts-decided':
      return new ProblemError(
        'wrong-state',
        `The application is ${refusal.state}: report a change of the household at its re-check`,
      )
    case 'contradiction':
      return new ProblemError('invalid-input', undefined, { errors: refusal.errors })
    case 'other-person':
      return new ProblemError('already-there', 'Another open application or file has this ID number')
    case 'changed-meanwhile':
      return new ProblemError('changed-meanwhile')
    case 'still-open':
      return new ProblemError('wrong-state', `The application is ${refusal.state}: decide it first`)
    case 'must-be-kept':
      return new ProblemError('wrong-state', 'The period for which this case must be kept is not over')
    default:
      return refusal satisfies never
  }
}
