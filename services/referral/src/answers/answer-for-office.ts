import { reaches } from '@jiekun/schema'
import type { staffAnswerSchema } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { answerProblem, recordAnswer } from './record-answer.ts'
import { loadReferral } from './store.ts'

/** Records the answer of an office that has no system, by staff, or by its own clerk. */
export async function answerForOffice(
  ctx: ServiceContext,
  referralId: string,
  input: z.infer<typeof staffAnswerSchema>,
): Promise<{ result: 'recorded' | 'known' }> {
  const { type, ...said } = input
  const referral = await loadReferral(ctx, referralId)
  if (!referral || !reaches(staffOf(ctx), referral)) throw new ProblemError('not-found')
  const recorded = await recordAnswer(ctx, referral, { type, ...said })
  if (!recorded.ok) throw answerProblem(recorded.refusal)
  return { result: recorded.value }
}
