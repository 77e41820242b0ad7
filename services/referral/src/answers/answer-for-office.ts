import { type ReferralAnswer, reaches } from '@jiekun/schema'
import { ProblemError, requireVersion, type ServiceContext, staffOf } from '@jiekun/worker'
import { stepProblem } from '../states/record-step.ts'
import { findReferralRow } from '../states/store.ts'
import { recordAnswer } from './record-answer.ts'
import { shownResult } from './shown-result.ts'

/** Records the answer of an office that has no system, by staff, or by its own clerk. */
export async function answerForOffice(
  ctx: ServiceContext,
  { referralId, ifMatch, said }: { referralId: string; ifMatch: number | undefined; said: ReferralAnswer },
) {
  const found = await findReferralRow(ctx, referralId)
  if (!found || !reaches(staffOf(ctx), found.row)) throw new ProblemError('not-found')
  requireVersion(ifMatch, found.row.version)
  const recorded = await recordAnswer(ctx, found, said, { exactVersion: ifMatch })
  if (!recorded.ok) throw stepProblem(recorded.refusal)
  return shownResult(recorded.value)
}
