import { type Consumer, type Event, eventSchema } from '@jiekun/schema'
import { inbox } from '@jiekun/schema/tables/shared'
import { and, eq, inArray } from 'drizzle-orm'
import { auditStatements } from './audit.ts'
import { type Change, inboxStatement, queries } from './commit.ts'
import { storeDeadLetter } from './dead-letters.ts'
import { logStatements } from './event-log.ts'
import { log } from './log.ts'
import { messagesOf, outboxStatements, relayAfterwards } from './outbox.ts'
import { inForce } from './safeguards.ts'
import type { ServiceContext } from './service-context.ts'

/** What an event does: a change, or nothing (it is not for this consumer, or it is stale). */
export type Effect = Change | 'nothing'

/**
 * Decides the effects of a batch of events, in their order: loads what they all need in as few round trips as it can,
 * and writes nothing itself. An event left out of the map is retried.
 */
export type Decide = (ctx: ServiceContext, events: readonly Event[]) => Promise<Map<string, Effect>>

/** First wait before a retry and its bound, seconds. */
const retrySeconds = { first: 1, most: 300 }
const backoff = (attempts: number): number => Math.min(retrySeconds.first * 2 ** (attempts - 1), retrySeconds.most)

/** Takes effect of a queue batch: each event exactly once, however often and in whatever order it is delivered. */
export async function consume(
  ctx: ServiceContext,
  consumer: Consumer,
  batch: MessageBatch,
  decide: Decide,
): Promise<void> {
  const messages = new Map<string, { event: Event; message: Message; repeats: Message[] }>()
  for (const message of batch.messages) {
    const parsed = eventSchema.safeParse(message.body)
    if (!parsed.success) {
      await storeDeadLetter(ctx, consumer, message)
      message.ack()
      continue
    }
    const known = inForce('inbox') ? messages.get(parsed.data.id) : undefined
    if (known) known.repeats.push(message)
    else messages.set(inForce('inbox') ? parsed.data.id : message.id, { event: parsed.data, message, repeats: [] })
  }
  const pending = [...messages.values()]
  if (pending.length === 0) return

  const settle = (entry: (typeof pending)[number], done: boolean): void => {
    for (const each of [entry.message, ...entry.repeats]) {
      if (done) each.ack()
      else each.retry({ delaySeconds: backoff(each.attempts) })
    }
  }
  try {
    await takeEffect(
      ctx,
      consumer,
      pending.map((entry) => entry.event),
      decide,
    )
    for (const entry of pending) settle(entry, true)
  } catch (error) {
    if (pending.length > 1) log('warn', 'batch-split', { consumer, size: pending.length, error })
    // One bad event must not hold up the others: each once more on its own.
    for (const entry of pending) settle(entry, await takeEffectAlone(ctx, consumer, entry.event, decide))
  }
}

async function takeEffectAlone(
  ctx: ServiceContext,
  consumer: Consumer,
  event: Event,
  decide: Decide,
): Promise<boolean> {
  try {
    await takeEffect(ctx, consumer, [event], decide)
    return true
  } catch (error) {
    log('warn', 'event-failed', { consumer, type: event.type, eventId: event.id, error })
    return false
  }
}

async function takeEffect(ctx: ServiceContext, consumer: Consumer, events: Event[], decide: Decide): Promise<void> {
  const fresh = inForce('inbox') ? await withoutSeen(ctx, consumer, events) : events
  if (fresh.length === 0) return
  const effects = await decide(ctx, fresh)
  const changes = fresh.flatMap((event) => {
    const effect = effects.get(event.id)
    if (effect === undefined) throw new Error(`no effect was decided for ${event.type}`)
    return effect === 'nothing' ? [] : [effect]
  })
  const told = changes.flatMap((change) => change.events ?? [])
  const messages = messagesOf(told)
  const statements = [
    // First of all: where an event has been seen in the meantime nothing else is tried.
    ...(inForce('inbox')
      ? [
          inboxStatement(
            ctx,
            consumer,
            fresh.map((event) => event.id),
          ),
        ]
      : []),
    ...logStatements(ctx, told),
    ...changes.flatMap((change) => change.statements),
    ...outboxStatements(ctx, messages),
    ...(await auditStatements(
      ctx,
      changes.flatMap((change) => change.audit),
    )),
  ]
  if (statements.length > 0) await ctx.db.batch(statements)
  relayAfterwards(ctx, messages)
}

async function withoutSeen(ctx: ServiceContext, consumer: Consumer, events: Event[]): Promise<Event[]> {
  const seen = await queries(ctx.db)
    .select({ eventId: inbox.eventId })
    .from(inbox)
    .where(
      and(
        eq(inbox.consumer, consumer),
        inArray(
          inbox.eventId,
          events.map((event) => event.id),
        ),
      ),
    )
  const ids = new Set(seen.map((row) => row.eventId))
  return events.filter((event) => !ids.has(event.id))
}
