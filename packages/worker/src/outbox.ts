import { type Consumer, type Event, eventSchema, type Service, subscribers } from '@jiekun/schema'
import { inForce } from './safeguards.ts'
import type { Queues, ServiceContext } from './service-context.ts'

/** Messages in one sendBatch, the limit of the platform. */
const sendLimit = 100
/** Rows that one sweep claims at a time: one sendBatch to each queue. */
const sweepPage = 100
/** How long a claim lasts, milliseconds: many times what sending a page takes, so that no second sweep sends it too. */
const sweepLeaseMs = 15_000
/** How long a request waits for others before it relays, so that one round trip serves them all. */
const gatherMs = 10

type Relay = Pick<ServiceContext, 'db' | 'queues'>

/** Puts events on the queues of those who hear them. */
async function send(queues: Queues, events: readonly Event[]): Promise<void> {
  const byConsumer = new Map<Consumer, Event[]>()
  for (const event of events) {
    for (const consumer of subscribers[event.type]) {
      byConsumer.set(consumer, [...(byConsumer.get(consumer) ?? []), event])
    }
  }
  for (const [consumer, batch] of byConsumer) {
    const queue = queues[consumer]
    if (!queue) throw new Error(`no queue ${consumer} is bound`)
    for (let from = 0; from < batch.length; from += sendLimit) {
      await queue.sendBatch(batch.slice(from, from + sendLimit).map((body) => ({ body, contentType: 'json' })))
    }
  }
}

async function sendAndMark({ db, queues }: Relay, events: readonly Event[]): Promise<void> {
  await send(queues, events)
  if (!inForce('outbox')) return
  await db
    .prepare('UPDATE outbox SET sent_at = ? WHERE id IN (SELECT value FROM json_each(?))')
    .bind(Date.now(), JSON.stringify(events.map((event) => event.id)))
    .run()
}

const gathered: Event[] = []

/**
 * Sends events after the answer. Requests that end at the same time share one send: whoever wakes first takes what all
 * of them have left. What a crash keeps from being sent stays in the outbox for the sweep.
 */
export function relayAfterwards(ctx: ServiceContext, events: readonly Event[]): void {
  gathered.push(...events)
  ctx.afterwards(
    new Promise((resolve) => setTimeout(resolve, gatherMs)).then(async () => {
      const batch = gathered.splice(0)
      if (batch.length > 0) await sendAndMark(ctx, batch)
    }),
  )
}

/**
 * Sends what is still unsent: claims a page of rows under a lease, sends it, marks it, until no row is free.
 * @returns how many events were sent.
 */
export async function sweepOutbox(relay: Relay, service: Service, now: () => number = Date.now): Promise<number> {
  let sent = 0
  for (;;) {
    const events = await claim(relay.db, service, now())
    if (events.length === 0) return sent
    await sendAndMark(relay, events)
    sent += events.length
    if (events.length < sweepPage) return sent
  }
}

async function claim(db: D1Database, service: Service, now: number): Promise<Event[]> {
  // One statement both picks and leases, so that two sweeps never hold the same row.
  const free = inForce('lease') ? 'AND leased_until <= ?2' : 'AND ?2 > 0'
  const { results } = await db
    .prepare(
      `UPDATE outbox SET leased_until = ?3, attempts = attempts + 1 WHERE id IN (
         SELECT id FROM outbox WHERE service = ?1 AND sent_at IS NULL ${free} ORDER BY leased_until LIMIT ${sweepPage}
       ) RETURNING event`,
    )
    .bind(service, now, now + sweepLeaseMs)
    .all<{ event: string }>()
  return results.map((row) => eventSchema.parse(JSON.parse(row.event)))
}
