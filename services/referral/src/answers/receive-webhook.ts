import { officeAnswerSchema } from '@jiekun/schema'
import { ProblemError, parseInput, parseJson, type ServiceContext, verifyWebhook } from '@jiekun/worker'
import { openSecrets } from '../offices/secrets.ts'
import { answerProblem, recordAnswer } from './record-answer.ts'
import { loadForWebhook } from './store.ts'

/** Takes the signed webhook of an office. Nothing of the body has an effect before the signature over it has been checked. */
export async function receiveWebhook(
  ctx: ServiceContext,
  { officeId, headers, body }: { officeId: string; headers: Headers; body: string },
): Promise<{ result: 'recorded' | 'known' }> {
  const { secretsSealed, replayed, referral } = await loadForWebhook(ctx, {
    officeId,
    webhookId: headers.get('webhook-id') ?? '',
    referralId: claimedReferral(body),
  })
  if (!secretsSealed) throw new ProblemError('not-found')
  if (secretsSealed.length === 0) throw new ProblemError('signature-invalid')
  const secrets = await openSecrets(ctx.keyring, officeId, secretsSealed)
  const verified = await verifyWebhook(secrets, headers, body, ctx.now)
  if (!verified.ok) throw new ProblemError('signature-invalid', `The signature is ${verified.refusal.reason}`)

  const { type, data } = parseInput(officeAnswerSchema, parseJson(body))
  if (replayed) return { result: 'known' }
  if (!referral) throw new ProblemError('not-found')
  const asOffice: ServiceContext = { ...ctx, actor: { kind: 'office', id: officeId } }
  const { referralId: _, ...said } = data
  const recorded = await recordAnswer(asOffice, referral, { type, ...said, webhook: { officeId, id: verified.id } })
  if (!recorded.ok) throw answerProblem(recorded.refusal)
  return { result: recorded.value }
}

/** The referral that an unchecked body names, so that one round trip reads all that is needed; '' where it names none. */
function claimedReferral(body: string): string {
  try {
    return officeAnswerSchema.safeParse(JSON.parse(body)).data?.data.referralId ?? ''
  } catch {
    return ''
  }
}
