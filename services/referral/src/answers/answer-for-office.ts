import { reaches } from '@jiekun/schema'
import type { staffAnswerSchema } from '@jiekun/schema/api'
import { ProblemError, requireVersion, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { answerProblem, recordAnswer } from './record-answer.ts'
import { loadReferral } from './store.ts'

type StaffAnswer = z.infer<typeof staffAnswerSchema>

/** Records the answer of an office that has no system, by staff, or by its own clerk. */
export async function answerForOffice(
  ctx: ServiceContext,
  { referralId, ifMatch, said }: { referralId: string; ifMatch: number | undefined; said: StaffAnswer },
): Promise<{ result: 'recorded' | 'known' }> {
  const referral = await loadReferral(ctx, referralId)
  if (!referral || !reaches(staffOf(ctx), referral)) throw new ProblemError('not-found')
  requireVersion(ifMatch, referral.version)
  const recorded = await recordAnswer(ctx, referral, said)
  if (!recorded.ok) throw answerProblem(recorded.refusal)
  return { result: recorded.value }
}
