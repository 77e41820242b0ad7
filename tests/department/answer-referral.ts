import { setTimeout as wait } from 'node:timers/promises'
import type { AnswerData, Answered, AnswerType, Department } from '@jiekun/department-kit'
import type { Answering } from './behaviour.ts'

/** What answering a referral needs of the department system around it. */
export interface AnswerDesk {
  office: Department
  answering: Answering
  acceptAfterMs: number
  deliverAfterMs: number
  stopping: AbortSignal
  /** Runs a task when there is room for one. */
  queue<T>(task: () => Promise<T>): Promise<T>
  log(answered: Answered, type: AnswerType): void
}

/** Answers for as long as nobody can be reached, under the same id. */
async function answerSurely<T extends AnswerType>(desk: AnswerDesk, type: T, data: AnswerData[T]): Promise<void> {
  const { office, answering, stopping, queue, log } = desk
  const say = async (sentBefore?: string): Promise<Answered> => {
    let webhookId = sentBefore
    for (;;) {
      const options = { signal: stopping, ...(webhookId === undefined ? {} : { webhookId }) }
      const answered = await queue(() => office.answer(type, data, options))
      if (answered.outcome !== 'unreachable') {
        log(answered, type)
        return answered
      }
      stopping.throwIfAborted()
      webhookId = answered.webhookId
    }
  }
  const { webhookId } = await say()
  if (answering.twice === 'same-id') await say(webhookId)
  if (answering.twice === 'new-id') await say()
}

/** What becomes of a referral: always the same of the same one. */
function outcomeOf({ outcome }: Answering, referralId: string) {
  if (!Array.isArray(outcome)) return outcome
  const sum = [...referralId].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0)
  return outcome[sum % outcome.length] ?? 'deliver'
}

/** Takes one referral through an office, as it behaves. */
export async function answerReferral(desk: AnswerDesk, referralId: string): Promise<void> {
  const { answering, stopping } = desk
  const outcome = outcomeOf(answering, referralId)
  const pause = (ms: number) => wait(ms, undefined, { signal: stopping })
  const deliver = () =>
    answerSurely(desk, 'referral.delivered', {
      referralId,
      ...(answering.amountFen === undefined ? {} : { amountFen: answering.amountFen }),
    })
  if (outcome === 'nothing') return
  await pause(desk.acceptAfterMs + answering.lateMs)
  if (answering.isReversed) await deliver()
  await answerSurely(desk, 'referral.received', { referralId })
  if (outcome === 'return') {
    await answerSurely(desk, 'referral.returned', { referralId, reason: '缺少收入证明' })
    return
  }
  if (outcome === 'decline') {
    const { declineCode: reasonCode } = answering
    await answerSurely(desk, 'referral.declined', { referralId, reasonCode, reason: '经核实，不符合条件' })
    return
  }
  await answerSurely(desk, 'referral.accepted', { referralId })
  if (outcome === 'accept') return
  await answerSurely(desk, 'referral.started', { referralId })
  await pause(desk.deliverAfterMs)
  if (!answering.isReversed) await deliver()
}

/** Does its part beside the lead of a clause 协办. */
export const finishTask = (desk: AnswerDesk, taskId: string): Promise<void> =>
  answerSurely(desk, 'cooperation.done', { taskId })
