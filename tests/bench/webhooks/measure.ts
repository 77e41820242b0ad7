import { setTimeout as wait } from 'node:timers/promises'
import { type Event, regionCode } from '@jiekun/schema'
import { newId } from '@jiekun/worker'
import { webhooksAtOnce } from '../../../services/referral/src/deliveries/webhooks-at-once.ts'
import { storeCases } from '../../faults/referrals/store-cases.ts'
import type { BenchHouse } from '../bench-house.ts'
import { type Sink, startSink } from './sink.ts'

export interface WebhookSpeed {
  /** Webhooks of one round. */
  webhooks: number
  /** From the first that arrived to the last that was settled. */
  perSecond: number
  /** The bare loop over the same time. */
  referencePerSecond: number
  ratio: number
}

const sinkPort = 8933
/** Each has 17 referrals in five webhooks, and twenty more to the offices that cooperate. */
const cases = 100
const rounds = 2
const patienceMs = 60_000

/**
 * Rounds of both in turn, the first pair to warm up: the same webhooks are put back to where they were before their first
 * attempt, with the referrals that they tell of, and asked for anew.
 */
export async function measureWebhooks(house: BenchHouse): Promise<WebhookSpeed> {
  const sink = await startSink(sinkPort)
  try {
    await house.db.prepare(`UPDATE offices SET endpoint = 'http://127.0.0.1:${sinkPort}/' || id`).run()
    await storeCases(house.db, cases)
    await house.tick()
    await until(async () => (await plansOf(house)) === cases && (await deliveriesOf(house, 'pending')) === 0)
    const measured = { ms: 0, referenceMs: 0 }
    const webhooks = await deliveriesOf(house, 'delivered')
    for (let round = 0; round <= rounds; round++) {
      const ms = await sendAll(house, sink, webhooks)
      const { lastBody } = sink.taken()
      const referenceMs = await postAll(house, sink, { body: lastBody, count: webhooks })
      if (round === 0) continue
      measured.ms += ms
      measured.referenceMs += referenceMs
    }
    const perSecond = (rounds * webhooks * 1000) / measured.ms
    const referencePerSecond = (rounds * webhooks * 1000) / measured.referenceMs
    return { webhooks, perSecond, referencePerSecond, ratio: perSecond / referencePerSecond }
  } finally {
    await sink.close()
  }
}

/** @returns milliseconds from the first webhook that arrived to the last that was settled. */
async function sendAll(house: BenchHouse, sink: Sink, webhooks: number): Promise<number> {
  await house.db.batch([
    house.db.prepare(`UPDATE deliveries SET state = 'pending', tries = 0, next_attempt_at = NULL, delivered_at = NULL`),
    house.db.prepare(`UPDATE referrals SET state = 'created'`),
  ])
  const { results } = await house.db
    .prepare('SELECT id, plan_id AS caseNumber, county_code AS area FROM deliveries')
    .all<{ id: string; caseNumber: string; area: string }>()
  const events = results.map(
    ({ id, caseNumber, area }): Event => ({
      specversion: '1.0',
      id: newId(regionCode),
      source: 'referral',
      subject: caseNumber,
      time: new Date().toISOString(),
      area,
      type: 'delivery.due',
      data: { deliveryId: id },
    }),
  )
  sink.clear()
  await house.enqueue('referral-delivery', events)
  await until(async () => sink.taken().count >= webhooks)
  await until(async () => (await deliveriesOf(house, 'pending')) === 0)
  const end = performance.now()
  const { count, firstAt } = sink.taken()
  if (count !== webhooks || (await deliveriesOf(house, 'delivered')) !== webhooks)
    throw new Error(`${count} webhooks arrived of ${webhooks}`)
  return end - firstAt
}

async function postAll(
  { referenceUrl }: BenchHouse,
  sink: Sink,
  { body, count }: { body: string; count: number },
): Promise<number> {
  sink.clear()
  const url = `http://127.0.0.1:${sinkPort}/`
  const response = await fetch(referenceUrl, {
    method: 'POST',
    body: JSON.stringify({ url, body, count, atOnce: webhooksAtOnce }),
  })
  const end = performance.now()
  const taken = sink.taken()
  if (!response.ok || taken.count !== count) throw new Error(`${taken.count} posts arrived of ${count}`)
  return end - taken.firstAt
}

async function deliveriesOf({ db }: BenchHouse, state: string): Promise<number> {
  const row = await db
    .prepare('SELECT count(*) AS count FROM deliveries WHERE state = ?1')
    .bind(state)
    .first<{ count: number }>()
  return row?.count ?? 0
}

async function plansOf({ db }: BenchHouse): Promise<number> {
  const row = await db.prepare('SELECT count(*) AS count FROM plans').first<{ count: number }>()
  return row?.count ?? 0
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('waited in vain')
    await wait(5)
  }
}
