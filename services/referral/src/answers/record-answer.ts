import type { ReferralAnswer } from '@jiekun/schema'
import type { Result, ServiceContext } from '@jiekun/worker'
import type { StepSet } from '../states/move-referral.ts'
import { type Found, type Recorded, recordStep, type StepInput, type StepRefusal } from '../states/record-step.ts'
import { stepOf } from '../states/transition.ts'

/** Records what an office says of a referral, whoever brings it. */
export const recordAnswer = (
  ctx: ServiceContext,
  found: Found,
  answer: ReferralAnswer,
  how: Pick<StepInput, 'statements' | 'repeatedKey' | 'seenVersion' | 'exactVersion'> = {},
): Promise<Result<Recorded, StepRefusal>> =>
  recordStep(ctx, found, {
    ...how,
    step: stepOf(answer.type),
    action: answer.type,
    set: setOf(answer),
    reason: 'reason' in answer ? answer.reason : null,
  })

/** What an answer changes of a referral besides its state; what it leaves out stays. */
function setOf(answer: ReferralAnswer): StepSet {
  switch (answer.type) {
    case 'referral.accepted':
      return answer.documentNumber === undefined ? {} : { documentNumber: answer.documentNumber }
    case 'referral.declined':
      return { declineCode: answer.reasonCode }
    case 'referral.delivered': {
      const { amountFen, periodFrom, periodTo, documentNumber, documents } = answer
      return {
        ...(amountFen === undefined ? {} : { amountFen }),
        ...(periodFrom === undefined ? {} : { periodFrom }),
        ...(periodTo === undefined ? {} : { periodTo }),
        ...(documentNumber === undefined ? {} : { documentNumber }),
        ...(documents === undefined ? {} : { documents: JSON.stringify(documents) }),
      }
    }
    case 'referral.received':
    case 'referral.started':
    case 'referral.returned':
      return {}
    default:
      return answer satisfies never
  }
}
