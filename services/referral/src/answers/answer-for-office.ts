import { areaWithin, officeAnswerSchema } from '@jiekun/schema'
import { ProblemError, parseInput, requireScope, type ServiceContext } from '@jiekun/worker'
import { answerProblem, recordAnswer } from './record-answer.ts'
import { loadReferral } from './store.ts'

/** Records the answer of an office that has no system, by staff. `input` is an office's answer without id and timestamp. */
export async function answerForOffice(
  ctx: ServiceContext,
  referralId: string,
  input: unknown,
): Promise<{ result: 'recorded' | 'known' }> {
  const actor = requireScope(ctx, 'referrals:answer')
  const { type, ...said } = parseInput(staffAnswerSchema, input)
  const referral = await loadReferral(ctx, referralId)
  if (!referral || !areaWithin(actor.area, referral.countyCode)) throw new ProblemError('not-found')
  const recorded = await recordAnswer(ctx, referral, { type, ...said })
  if (!recorded.ok) throw answerProblem(recorded.refusal)
  return { result: recorded.value }
}

const staffAnswerSchema = officeAnswerSchema.shape.data
  .omit({ referralId: true })
  .extend({ type: officeAnswerSchema.shape.type })
  .refine(
    (answer) => answer.reason !== undefined || !['referral.returned', 'referral.declined'].includes(answer.type),
    { path: ['reason'], message: 'is needed to return or decline a referral' },
  )
