import type { Event, OfficeAnswer } from '@jiekun/schema'
import {
  commit,
  leaseMs,
  messagesOf,
  ok,
  ProblemError,
  type Result,
  refuse,
  relayAfterwards,
  type ServiceContext,
  violates,
} from '@jiekun/worker'
import { envelope } from '../envelope.ts'
import { completePlan, completionOf } from '../plans/store.ts'
import { type AnsweredReferral, loadReferral, moveReferral, receive } from './store.ts'
import { answerTransition, isClosed, stateOf, type TransitionRefusal } from './transition.ts'

export type AnswerRefusal = TransitionRefusal | { reason: 'changed-meanwhile' }

/** An answer, whoever gave it. */
export interface Answer extends Omit<OfficeAnswer['data'], 'referralId'> {
  type: OfficeAnswer['type']
  /** The webhook that brought it; none where staff recorded it. */
  webhook?: { officeId: string; id: string }
}

/** Records what an office says of a referral. A repeated answer is taken without effect; a lost race is decided once more. */
export async function recordAnswer(
  ctx: ServiceContext,
  found: AnsweredReferral,
  answer: Answer,
): Promise<Result<'recorded' | 'known', AnswerRefusal>> {
  let referral: AnsweredReferral | undefined = found
  for (let attempt = 1; attempt <= 2 && referral; attempt++) {
    const transition = answerTransition(referral.state, stateOf(answer.type))
    if (!transition.ok) return transition
    if (transition.value === 'repeats') return ok('known')
    try {
      await save(ctx, referral, answer)
      return ok('recorded')
    } catch (error) {
      if (violates(error, 'received_webhooks.webhook_id')) return ok('known')
      if (!violates(error, 'referral_transitions.sequence')) throw error
      referral = await loadReferral(ctx, referral.id)
    }
  }
  return refuse({ reason: 'changed-meanwhile' })
}

/** The problem that answers a refusal. */
export function answerProblem(refusal: AnswerRefusal): ProblemError {
  switch (refusal.reason) {
    case 'wrong-state':
      return new ProblemError('wrong-state', `The referral is ${refusal.state}`, { extra: { state: refusal.state } })
    case 'changed-meanwhile':
      return new ProblemError('changed-meanwhile')
    default:
      return refusal satisfies never
  }
}

async function save(ctx: ServiceContext, referral: AnsweredReferral, answer: Answer): Promise<void> {
  const { id: referralId, caseNumber, countyCode, measure, clause, officeId } = referral
  const state = stateOf(answer.type)
  const { amountFen = null, documentNumber = null, reason = null } = answer
  const actor = 'id' in ctx.actor ? `${ctx.actor.kind}:${ctx.actor.id}` : ctx.actor.kind
  const changed: Event = {
    ...envelope(ctx, caseNumber, countyCode),
    type: 'referral.changed',
    data: { referralId, version: referral.version + 1, state, measure, clause, officeId },
  }
  const completed: Event = { ...envelope(ctx, caseNumber, countyCode), type: 'plan.completed', data: {} }
  const results = await commit(ctx, {
    statements: [
      ...(answer.webhook ? [receive(ctx, answer.webhook.officeId, answer.webhook.id)] : []),
      ...moveReferral(ctx, referral, { state, amountFen, documentNumber, reason }, actor),
      ...(isClosed(state) ? await completePlan(ctx, completed, ctx.now.getTime() + leaseMs) : []),
    ],
    events: [changed],
    audit: [{ action: answer.type, subject: referralId, area: countyCode }],
  })
  const completedAt = isClosed(state) ? completionOf(results.at(-1)) : undefined
  if (completedAt) relayAfterwards(ctx, messagesOf([{ ...completed, time: completedAt.toISOString() }]))
}
