import { type EventOf, eventSchema } from '@jiekun/schema'
import { log, type ServiceContext, storeDeadLetter } from '@jiekun/worker'
import { envelope } from '../envelope.ts'
import { queueWaitMs } from './back-off.ts'
import type { SendOptions } from './post-webhook.ts'
import { keysOfOffices, sendNotice } from './send-notice.ts'
import { retryTime, type Settled, settleDeliveries } from './settle-deliveries.ts'
import { type DueDelivery, loadDue, seenStatement } from './store.ts'
import { webhooksAtOnce } from './webhooks-at-once.ts'

/** First wait before a message is tried again because our own database failed, seconds; doubled each time, nearly three hours in all. */
const retrySeconds = 10

interface Work {
  messages: Message[]
  events: EventOf<'delivery.due'>[]
}

/**
 * Consumer of `delivery.due`. Each delivery is settled as soon as its office has answered, not with its batch: the
 * office may already be answering the referral. A failed attempt is settled too, so its message is done: D1 knows when
 * the next one is due.
 */
export async function deliverNotices(ctx: ServiceContext, batch: MessageBatch, options: SendOptions): Promise<void> {
  const work = await gather(ctx, batch)
  if (work.size === 0) return
  const retry = (id: string): void => {
    for (const message of work.get(id)?.messages ?? [])
      message.retry({ delaySeconds: retrySeconds * 2 ** (message.attempts - 1) })
  }
  try {
    const events = [...work.values()].flatMap((each) => each.events)
    const { deliveries: due, seen } = await loadDue(ctx, events)
    const pending = new Set(due.map((delivery) => delivery.id))
    const moot = events.filter((event) => !pending.has(event.data.deliveryId) && !seen.has(event.id))
    // Their delivery was settled for another event: there is nothing left to do, and the outbox must learn of it.
    if (moot.length > 0)
      await seenStatement(
        ctx,
        moot.map((event) => event.id),
      ).run()
    for (const [id, { messages }] of work) if (!pending.has(id)) for (const message of messages) message.ack()

    const settle = async (settled: Settled[]): Promise<void> => {
      try {
        await settleDeliveries(ctx, settled)
        await requeueSoon(ctx, settled)
        for (const { delivery } of settled) for (const message of work.get(delivery.id)?.messages ?? []) message.ack()
      } catch (error) {
        log('warn', 'deliveries-unsettled', { size: settled.length, error })
        for (const { delivery } of settled) retry(delivery.id)
      }
    }
    await sendAll(ctx, due, work, options, settle)
  } catch (error) {
    log('warn', 'deliveries-failed', { size: work.size, error })
    for (const id of work.keys()) retry(id)
  }
}

async function gather(ctx: ServiceContext, batch: MessageBatch): Promise<Map<string, Work>> {
  const work = new Map<string, Work>()
  for (const message of batch.messages) {
    const { data: event } = eventSchema.safeParse(message.body)
    if (event?.type !== 'delivery.due') {
      await storeDeadLetter(ctx, 'referral-delivery', message)
      message.ack()
      continue
    }
    const known = work.get(event.data.deliveryId) ?? { messages: [], events: [] }
    known.messages.push(message)
    known.events.push(event)
    work.set(event.data.deliveryId, known)
  }
  return work
}

/**
 * How long a settlement waits for others to end, milliseconds: a transaction costs several times what a webhook does, and
 * this is nothing beside the time in which an office answers.
 */
const gatherMs = 20

/** Sends a few at a time; whatever ends within a moment, or while a settlement is being written, is settled together. */
async function sendAll(
  ctx: ServiceContext,
  due: readonly DueDelivery[],
  work: ReadonlyMap<string, Work>,
  options: SendOptions,
  settle: (settled: Settled[]) => Promise<void>,
): Promise<void> {
  const keysOf = keysOfOffices(ctx.keyring)
  const waiting = [...due]
  const ended: Settled[] = []
  const allSent = Promise.withResolvers<void>()
  let settling = Promise.resolve()
  const settleSoon = (): void => {
    // What joins others that are waiting to be settled needs no settlement of its own.
    if (ended.length > 1) return
    settling = settling
      .then(() => Promise.race([allSent.promise, new Promise((resolve) => setTimeout(resolve, gatherMs))]))
      .then(() => settle(ended.splice(0)))
  }
  const send = async (): Promise<void> => {
    for (let delivery = waiting.shift(); delivery; delivery = waiting.shift()) {
      const attempt = await sendNotice(keysOf, delivery, options)
      const endedAt = Date.now()
      const retryAt = retryTime(delivery, attempt, endedAt, Math.random())
      const eventIds = work.get(delivery.id)?.events.map((event) => event.id) ?? []
      ended.push({ delivery, attempt, eventIds, endedAt, retryAt })
      settleSoon()
    }
  }
  try {
    await Promise.all(Array.from({ length: webhooksAtOnce }, send))
  } finally {
    allSent.resolve()
  }
  await settling
}

/** Puts short waits on the queue, because the cron comes only once a minute. If this is lost the cron still comes. */
async function requeueSoon(ctx: ServiceContext, settled: readonly Settled[]): Promise<void> {
  for (const { delivery, attempt, endedAt, retryAt } of settled) {
    if (attempt.kind !== 'failed' || retryAt === undefined || retryAt - endedAt > queueWaitMs) continue
    const event = {
      ...envelope(ctx, delivery.caseNumber, delivery.countyCode),
      type: 'delivery.due' as const,
      data: { deliveryId: delivery.id },
    }
    try {
      await ctx.queues['referral-delivery']?.send(event, {
        contentType: 'json',
        delaySeconds: Math.ceil((retryAt - endedAt) / 1000),
      })
    } catch (error) {
      log('warn', 'delivery-not-requeued', { deliveryId: delivery.id, error })
    }
  }
}
