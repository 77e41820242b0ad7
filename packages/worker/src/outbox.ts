import { type Consumer, consumerSchema, type Event, eventSchema, subscribers } from '@jiekun/schema'
import * as z from 'zod'
import { inForce } from './safeguards.ts'
import type { ServiceContext } from './service-context.ts'

/** An event on its way to one consumer. */
export interface OutboxMessage {
  event: Event
  consumer: Consumer
}

/** Messages in one sendBatch, the limit of the platform. */
const sendLimit = 100
/** Rows that a sweep claims at a time: one sendBatch to a queue. */
const claimPage = 100
/** Rows that a sweep settles at a time. */
const settlePage = 1000
/**
 * How long a message may be on its way before it counts as lost and is sent again, milliseconds: as long as this at
 * first, doubled at each attempt up to an hour, so that a consumer that lags behind is not buried in repetitions.
 */
export const leaseMs = 30_000
const mostDoublings = 7
/** Pages that one sweep takes, so that it stays within what one invocation may ask of D1. */
const mostPages = 100
/**
 * How long a request waits for others before it relays, so that one send serves them all: a send costs half a submission.
 * A queue batch has gathered already, and the next one begins only once it has relayed.
 */
const gatherMs = 50

/** One message for each consumer that hears an event. */
export const messagesOf = (events: readonly Event[]): OutboxMessage[] =>
  events.flatMap((event) => subscribers[event.type].map((consumer) => ({ event, consumer })))

const insertion = `INSERT INTO outbox (event_id, consumer, service, event, created_at, leased_until, attempts)
  SELECT value->>'id', value->>'consumer', ?2, value->>'event', ?3, ?4, 1 FROM json_each(?1) WHERE true`

function insert(ctx: ServiceContext, messages: readonly OutboxMessage[], sql: string): D1PreparedStatement {
  const rows = messages.map(({ event, consumer }) => ({ id: event.id, consumer, event: JSON.stringify(event) }))
  const at = ctx.now.getTime()
  return ctx.db.prepare(sql).bind(JSON.stringify(rows), ctx.service, at, at + leaseMs)
}

/** The statement that stores messages in the outbox, leased to whoever writes them. None where there are no messages. */
export const outboxStatements = (ctx: ServiceContext, messages: readonly OutboxMessage[]): D1PreparedStatement[] =>
  messages.length > 0 && inForce('outbox') ? [insert(ctx, messages, insertion)] : []

/** The statement that puts a message on its way once more, as if it were new. */
export const replayStatement = (ctx: ServiceContext, message: OutboxMessage): D1PreparedStatement =>
  insert(
    ctx,
    [message],
    `${insertion} ON CONFLICT DO UPDATE SET leased_until = excluded.leased_until, attempts = 1, settled_at = NULL`,
  )

async function send(ctx: ServiceContext, messages: readonly OutboxMessage[]): Promise<void> {
  for (const [consumer, batch] of Map.groupBy(messages, (message) => message.consumer)) {
    const queue = ctx.queues[consumer]
    if (!queue) throw new Error(`no queue ${consumer} is bound`)
    for (let from = 0; from < batch.length; from += sendLimit) {
      await queue.sendBatch(
        batch.slice(from, from + sendLimit).map(({ event }) => ({ body: event, contentType: 'json' })),
      )
    }
  }
}

const gathered: OutboxMessage[] = []

/**
 * Sends messages after the answer. Requests that end at the same time share one send: whoever wakes first takes what all
 * of them have left. What a crash keeps from being sent stays in the outbox for the sweep.
 */
export function relayAfterwards(ctx: ServiceContext, messages: readonly OutboxMessage[]): void {
  if (messages.length === 0) return
  gathered.push(...messages)
  const waitMs = ctx.actor.kind === 'system' ? 0 : gatherMs
  ctx.afterwards(
    new Promise((resolve) => setTimeout(resolve, waitMs)).then(async () => {
      const batch = gathered.splice(0)
      if (batch.length > 0) await send(ctx, batch)
    }),
  )
}

/**
 * Sends what was never sent and what was lost on its way: a queue keeps messages for days only, and a local one no
 * longer than its process. Rows whose consumer has seen the event are settled first; of the rest, those whose lease is
 * over are claimed, page by page, under a new one.
 */
export async function sweepOutbox(ctx: ServiceContext): Promise<void> {
  for (let page = 1; page <= mostPages; page++) {
    const { settled, claimed } = await settleAndClaim(ctx)
    await send(ctx, claimed)
    if (settled < settlePage && claimed.length < claimPage) return
  }
}

const claimedSchema = z.array(z.object({ consumer: consumerSchema, event: z.string() }))

async function settleAndClaim(ctx: ServiceContext): Promise<{ settled: number; claimed: OutboxMessage[] }> {
  const now = ctx.now.getTime()
  const page = (condition: string, limit: number): string =>
    `rowid IN (SELECT rowid FROM outbox WHERE service = ?1 AND settled_at IS NULL AND ${condition}
       ORDER BY leased_until LIMIT ${limit})`
  const free = inForce('lease') ? 'leased_until <= ?2' : '?2 > 0'
  const seen = `(EXISTS (SELECT 1 FROM inbox WHERE inbox.consumer = outbox.consumer AND inbox.event_id = outbox.event_id)
    OR EXISTS (SELECT 1 FROM dead_letters WHERE id = outbox.consumer || '.' || outbox.event_id AND replayed_at IS NULL))`
  const [settled, claimed] = await ctx.db.batch([
    ctx.db.prepare(`UPDATE outbox SET settled_at = ?2 WHERE ${page(seen, settlePage)}`).bind(ctx.service, now),
    // One statement both picks and leases, so that two sweeps never hold the same row.
    ctx.db
      .prepare(
        `UPDATE outbox SET leased_until = ?2 + ${leaseMs} * (1 << min(attempts, ${mostDoublings})), attempts = attempts + 1
         WHERE ${page(`${free} AND NOT ${seen}`, claimPage)} RETURNING consumer, event`,
      )
      .bind(ctx.service, now),
  ])
  return {
    settled: settled?.meta.changes ?? 0,
    claimed: claimedSchema
      .parse(claimed?.results ?? [])
      .map(({ consumer, event }) => ({ consumer, event: eventSchema.parse(JSON.parse(event)) })),
  }
}
