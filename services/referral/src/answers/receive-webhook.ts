import { answerSchema, answerTypes, type OfficeAnswer, officeAnswerSchema } from '@jiekun/schema'
import { ProblemError, parseInput, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import { completeTask, shownTaskResult } from '../cooperation/complete-task.ts'
import { type Found, stepProblem } from '../states/record-step.ts'
import { checkSignature, type SignedRequest } from './check-signature.ts'
import { recordAnswer } from './record-answer.ts'
import { shownResult } from './shown-result.ts'
import { checked, unchecked } from './signed-body.ts'
import { loadForWebhook, receive, receivedKey, receiveWithoutEffect } from './store.ts'

/** Takes the signed webhook of an office. Nothing of the body has an effect before the signature over it has been checked. */
export async function receiveWebhook(ctx: ServiceContext, request: SignedRequest) {
  const { officeId, headers, body } = request
  const json = unchecked(body)
  const { credentials, replayed, found, task } = await loadForWebhook(ctx, {
    officeId,
    webhookId: headers.get('webhook-id') ?? '',
    ...claimedBy(json),
  })
  const webhookId = await checkSignature(ctx, request, credentials)
  const answer = parseAnswer(checked(json))
  if (replayed && task) return shownTaskResult('known', task)
  if (replayed) return found ? shownResult({ result: 'known', row: found.row }) : { result: 'known' as const }

  const asOffice: ServiceContext = { ...ctx, actor: { kind: 'office', id: officeId } }
  const once = { statements: [receive(asOffice, officeId, webhookId)], repeatedKey: receivedKey }
  // An office answers for its own referrals and tasks only; those of others are not there.
  if (answer.type === 'cooperation.done') {
    if (!task) throw new ProblemError('not-found')
    return completeTask(asOffice, task, { note: answer.data.note, ...once })
  }
  if (!found) throw new ProblemError('not-found')
  const shown = await takeAnswer(asOffice, found, answer, once)
  if (shown.result === 'known') await receiveWithoutEffect(asOffice, officeId, webhookId)
  return shown
}

async function takeAnswer(
  ctx: ServiceContext,
  found: Found,
  answer: Exclude<OfficeAnswer, { type: 'cooperation.done' }>,
  once: { statements: D1PreparedStatement[]; repeatedKey: string },
) {
  const { referralId: _, version, ...said } = answer.data
  const known = answerSchema.parse({ type: answer.type, ...said })
  const recorded = await recordAnswer(ctx, found, known, { ...once, seenVersion: version })
  if (!recorded.ok) throw stepProblem(recorded.refusal)
  return shownResult(recorded.value)
}

const id = z.string().max(64).catch('')
const claimSchema = z
  .looseObject({ data: z.looseObject({ referralId: id, taskId: id }) })
  .catch({ data: { referralId: '', taskId: '' } })

/** What an unchecked body says that it is about; '' where it does not say. */
function claimedBy(json: unknown): { referralId: string; taskId: string } {
  const { referralId, taskId } = claimSchema.parse(json).data
  return { referralId, taskId }
}

const typeSchema = z.looseObject({ type: z.string() })
const knownTypes: readonly string[] = [...answerTypes, 'cooperation.done']

/** What an office says, or the end of the request with 422; a type that we do not know is told in words of its own. */
function parseAnswer(json: unknown): OfficeAnswer {
  const given = typeSchema.safeParse(json)
  if (given.success && !knownTypes.includes(given.data.type)) {
    const isTokenRequest = given.data.type === 'token.request'
    throw new ProblemError(
      'invalid-input',
      isTokenRequest
        ? 'A token is asked for one level below: add /tokens to the path'
        : 'This type of answer is not known here; nothing was done with it',
      { errors: [{ path: 'type', message: `must be one of ${knownTypes.join(', ')}` }] },
    )
  }
  return parseInput(officeAnswerSchema, json)
}
