import { answerSchema, type OfficeAnswer, officeAnswerSchema } from '@jiekun/schema'
import { ProblemError, parseInput, parseJson, type ServiceContext, verifyWebhook } from '@jiekun/worker'
import { openSecrets } from '../offices/secrets.ts'
import { type Found, stepProblem } from '../states/record-step.ts'
import { recordAnswer } from './record-answer.ts'
import { shownResult } from './shown-result.ts'
import { loadForWebhook, receive } from './store.ts'

/** Takes the signed webhook of an office. Nothing of the body has an effect before the signature over it has been checked. */
export async function receiveWebhook(
  ctx: ServiceContext,
  { officeId, headers, body }: { officeId: string; headers: Headers; body: string },
) {
  const { secretsSealed, replayed, found } = await loadForWebhook(ctx, {
    officeId,
    webhookId: headers.get('webhook-id') ?? '',
    referralId: claimedReferral(body),
  })
  if (!secretsSealed) throw new ProblemError('not-found')
  if (secretsSealed.length === 0) throw new ProblemError('signature-invalid')
  const secrets = await openSecrets(ctx.keyring, officeId, secretsSealed)
  const verified = await verifyWebhook(secrets, headers, body, ctx.now)
  if (!verified.ok) throw new ProblemError('signature-invalid', `The signature is ${verified.refusal.reason}`)

  const answer = parseInput(officeAnswerSchema, parseJson(body))
  if (replayed) return found ? shownResult({ result: 'known', row: found.row }) : { result: 'known' as const }
  const asOffice: ServiceContext = { ...ctx, actor: { kind: 'office', id: officeId } }
  return takeAnswer(asOffice, { officeId, webhookId: verified.id, found, answer })
}

async function takeAnswer(
  ctx: ServiceContext,
  input: { officeId: string; webhookId: string; found: Found | undefined; answer: OfficeAnswer },
) {
  const { officeId, webhookId, found, answer } = input
  // An office answers for its own referrals only; those of others are not there.
  if (!found || answer.type === 'cooperation.done') throw new ProblemError('not-found')
  const { referralId: _, version, ...said } = answer.data
  const known = answerSchema.parse({ type: answer.type, ...said })
  const recorded = await recordAnswer(ctx, found, known, {
    statements: [receive(ctx, officeId, webhookId)],
    repeatedKey: 'received_webhooks.webhook_id',
    seenVersion: version,
  })
  if (!recorded.ok) throw stepProblem(recorded.refusal)
  return shownResult(recorded.value)
}

/** The referral that an unchecked body names, so that one round trip reads all that is needed; '' where it names none. */
function claimedReferral(body: string): string {
  try {
    const { data } = officeAnswerSchema.safeParse(JSON.parse(body))
    return data && 'referralId' in data.data ? data.data.referralId : ''
  } catch {
    return ''
  }
}
