import { answerSchema, type OfficeAnswer, officeAnswerSchema } from '@jiekun/schema'
import { ProblemError, parseInput, parseJson, type ServiceContext, verifyWebhook } from '@jiekun/worker'
import { completeTask, shownTaskResult } from '../cooperation/complete-task.ts'
import type { TaskRow } from '../cooperation/store.ts'
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
  const { secretsSealed, replayed, found, task } = await loadForWebhook(ctx, {
    officeId,
    webhookId: headers.get('webhook-id') ?? '',
    ...claimedIds(body),
  })
  if (!secretsSealed) throw new ProblemError('not-found')
  if (secretsSealed.length === 0) throw new ProblemError('signature-invalid')
  const secrets = await openSecrets(ctx.keyring, officeId, secretsSealed)
  const verified = await verifyWebhook(secrets, headers, body, ctx.now)
  if (!verified.ok) throw new ProblemError('signature-invalid', `The signature is ${verified.refusal.reason}`)

  const answer = parseInput(officeAnswerSchema, parseJson(body))
  if (replayed) {
    if (task) return shownTaskResult('known', task)
    return found ? shownResult({ result: 'known', row: found.row }) : { result: 'known' as const }
  }
  const asOffice: ServiceContext = { ...ctx, actor: { kind: 'office', id: officeId } }
  return takeAnswer(asOffice, { officeId, webhookId: verified.id, found, task, answer })
}

async function takeAnswer(
  ctx: ServiceContext,
  input: {
    officeId: string
    webhookId: string
    found: Found | undefined
    task: TaskRow | undefined
    answer: OfficeAnswer
  },
) {
  const { officeId, webhookId, found, task, answer } = input
  const once = { statements: [receive(ctx, officeId, webhookId)], repeatedKey: 'received_webhooks.webhook_id' }
  // An office answers for its own referrals and tasks only; those of others are not there.
  if (answer.type === 'cooperation.done') {
    if (!task) throw new ProblemError('not-found')
    return completeTask(ctx, task, { ...once, note: answer.data.note })
  }
  if (!found) throw new ProblemError('not-found')
  const { referralId: _, version, ...said } = answer.data
  const known = answerSchema.parse({ type: answer.type, ...said })
  const recorded = await recordAnswer(ctx, found, known, {
    ...once,
    seenVersion: version,
  })
  if (!recorded.ok) throw stepProblem(recorded.refusal)
  return shownResult(recorded.value)
}

/** What an unchecked body speaks of, so that one round trip reads all that is needed; '' where it names none. */
function claimedIds(body: string): { referralId: string; taskId: string } {
  const none = { referralId: '', taskId: '' }
  try {
    const { data } = officeAnswerSchema.safeParse(JSON.parse(body))
    if (!data) return none
    return data.type === 'cooperation.done'
      ? { ...none, taskId: data.data.taskId }
      : { ...none, referralId: data.data.referralId }
  } catch {
    return none
  }
}
