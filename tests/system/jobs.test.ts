import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '@jiekun/client'
import { assessHousehold } from '@jiekun/policy'
import { type Event, eventSchema } from '@jiekun/schema'
import type { Job } from '@jiekun/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { sampleHouseholds } from '../generators/household.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf } from './refusals.ts'
import { allRows, countOf } from './rows.ts'

let house: House
let client: Client
beforeAll(async () => {
  house = await openHouse()
  client = await house.client('city_approver', '150200')
})
afterAll(() => house.close())

const thousand = sampleHouseholds(1000).map((household, at) => ({ id: at, ...household }))
const few = thousand.slice(0, 60)

const ended = (id: string) =>
  eventually(async () => {
    const { body } = await client.readJob({ params: { id } })
    return body.state === 'queued' || body.state === 'running' ? undefined : body
  })

async function resultsOf(id: string, limit = 100) {
  const items = []
  let after: string | undefined
  do {
    const { body } = await client.listJobResults({ params: { id }, query: { limit, ...(after ? { after } : {}) } })
    items.push(...body.items)
    after = body.next ?? undefined
  } while (after !== undefined)
  return items
}

/** A job of which no part comes by itself: its messages are what the test delivers. */
async function heldJob(households: z.core.util.JSONType[]): Promise<{ job: Job; events: Event[] }> {
  const { body: job } = await client.createSimulationJob({ body: { households } })
  const { results } = await house.db
    .prepare("SELECT event FROM outbox WHERE consumer = 'eligibility-job' AND event->>'subject' = ?")
    .bind(job.id)
    .all<{ event: string }>()
  const events = results.map(({ event }) => eventSchema.parse(JSON.parse(event)))
  return { job, events }
}

describe('a simulation job', () => {
  it('explains a thousand households as the policy does, in their order, and shows how far it is', async () => {
    const created = await client.createSimulationJob({
      body: { households: thousand, overrides: { relativeFactor: 3 } },
    })
    expect(created).toMatchObject({ status: 202, body: { state: 'queued', total: 1000, done: 0, percent: 0 } })
    const seen = new Set<number>()
    const { id } = created.body
    await eventually(async () => {
      const { body } = await client.readJob({ params: { id } })
      seen.add(body.percent)
      return body.state === 'done' ? true : undefined
    })
    const progress = [...seen]
    expect(progress.at(-1)).toBe(100)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    const results = await resultsOf(id)
    const expected = thousand.map((household) => {
      const assessed = assessHousehold(household, { explain: true, overrides: { relativeFactor: 3 } })
      return assessed.ok ? { id: assessed.id, determination: assessed.determination } : {}
    })
    expect(JSON.parse(JSON.stringify(results))).toEqual(JSON.parse(JSON.stringify(expected)))
  })

  it('says where it is to be polled, and keeps one job for one key', async () => {
    const as = await house.key('auditor', '150000')
    const post = () =>
      house.send('POST', '/api/v1/simulation-jobs', {
        as,
        json: { households: few.slice(0, 2) },
        headers: { 'idempotency-key': 'twice' },
      })
    const [first, second] = [await post(), await post()]
    expect([first.status, second.status]).toEqual([202, 202])
    expect(second.json).toEqual(first.json)
    const place = first.headers.get('location') ?? ''
    expect(second.headers.get('location')).toBe(place)
    expect(await house.send('GET', place, { as })).toMatchObject({ status: 200, json: { total: 2 } })
  })

  it('puts what is wrong with a household in its place, and takes another date', async () => {
    const [household] = few
    const broken = { ...household, facts: { ...household?.facts, rentMonthFen: -1 } }
    const { body } = await client.createSimulationJob({
      body: { households: [{ ...household, id: 'a' }, { ...broken, id: 'b' }, 7], asOf: '1990-01-01', explain: false },
    })
    await ended(body.id)
    expect(await resultsOf(body.id)).toMatchObject([
      { id: 'a', error: { status: 422 } },
      { id: 'b', error: { errors: expect.arrayContaining([expect.objectContaining({ path: 'facts.rentMonthFen' })]) } },
      { id: null, error: { status: 422 } },
    ])
  })

  it('keeps of a household what the policy reads, and that only until it is worked off', async () => {
    const { job } = await heldJob([{ ...few[0], id: 'x', title: '乌云其木格家', note: '13800000000' }])
    const stored = JSON.stringify(await allRows(house.db))
    expect(stored).not.toContain('乌云其木格家')
    await ended(job.id)
    expect(await countOf(house.db, 'job_parts WHERE job_id = ?', job.id)).toBe(0)
  })

  it('comes to the same result once when its parts come twice, backwards, and again after a crash between them', async () => {
    const { job, events } = await heldJob(few)
    expect(events).toHaveLength(3)
    // Three at once ask for each part, each by a message of its own.
    const rivals = events.flatMap((event) => ['a', 'b', 'c'].map((name) => ({ ...event, id: `${event.id}-${name}` })))
    const outcomes = await Promise.all(rivals.map((event) => house.deliver('eligibility-job', [event])))
    expect(outcomes).toEqual(rivals.map(() => ['acknowledged']))
    // Then all of them doubled and backwards, while the queue brings them too.
    const shuffled = [...events, ...events].toReversed()
    for (const event of shuffled) expect(await house.deliver('eligibility-job', [event])).toEqual(['acknowledged'])
    expect(await house.deliver('eligibility-job', shuffled)).toEqual(shuffled.map(() => 'acknowledged'))
    expect(await ended(job.id)).toMatchObject({ state: 'done', done: 60, percent: 100 })
    expect(await countOf(house.db, 'job_results WHERE job_id = ?', job.id)).toBe(60)
    // The same parts asked for by messages that nobody has seen.
    for (const event of events) {
      expect(await house.deliver('eligibility-job', [{ ...event, id: `${event.id}-again` }])).toEqual(['acknowledged'])
    }
    expect(await client.readJob({ params: { id: job.id } })).toMatchObject({ body: { state: 'done', done: 60 } })
    const results = await resultsOf(job.id, 7)
    expect(results.map(({ id }) => id)).toEqual(few.map(({ id }) => id))
  })

  it('is taken up by the sweep where its messages were lost', async () => {
    // Stored as a crash leaves it right after the batch: nothing was sent, the lease runs out.
    const { job, events } = await heldJob(few.slice(0, 26))
    await ended(job.id)
    await house.db.batch([
      house.db.prepare('DELETE FROM job_results WHERE job_id = ? AND position >= 25').bind(job.id),
      house.db.prepare("UPDATE jobs SET state = 'running', done = 25 WHERE id = ?").bind(job.id),
      house.db
        .prepare('INSERT INTO job_parts (job_id, part, first, input) VALUES (?, 1, 25, ?)')
        .bind(job.id, JSON.stringify([few[25]])),
      house.db
        .prepare('DELETE FROM inbox WHERE event_id = ?')
        .bind(events.find((event) => event.type === 'job.due' && event.data.part === 1)?.id ?? ''),
    ])
    expect(await problemOf(client.listJobResults({ params: { id: job.id } }))).toMatchObject({
      status: 409,
      detail: 'The job is running',
    })
    await house.tick(new Date(Date.now() + 3_600_000))
    expect(await ended(job.id)).toMatchObject({ state: 'done', done: 26 })
    expect(await resultsOf(job.id)).toHaveLength(26)
  })

  it('stops when it is cancelled, and nothing of it comes back', async () => {
    const { body: job } = await client.createSimulationJob({ body: { households: thousand } })
    const { body } = await client.cancelJob({ params: { id: job.id } })
    expect(body).toMatchObject({ state: 'cancelled', endedAt: expect.any(String) })
    const { results: events } = await house.db
      .prepare("SELECT event FROM outbox WHERE event->>'subject' = ?")
      .bind(job.id)
      .all<{ event: string }>()
    const parsed = events.map(({ event }) => ({
      ...z.looseObject({}).parse(JSON.parse(event)),
      id: randomUUID(),
    }))
    await house.deliver('eligibility-job', parsed.slice(-4))
    const { body: after } = await client.readJob({ params: { id: job.id } })
    expect(after).toMatchObject({ state: 'cancelled', done: body.done })
    expect(body.done).toBeLessThan(1000)
    expect(await problemOf(client.cancelJob({ params: { id: job.id } }))).toMatchObject({ status: 409 })
    expect(await problemOf(client.listJobResults({ params: { id: job.id } }))).toMatchObject({ status: 409 })
  })

  it('stops also where it is cancelled while a part of it is being worked off', async () => {
    const { job, events } = await heldJob(few.slice(0, 1))
    await ended(job.id)
    const event = { ...events[0], id: randomUUID(), subject: `${job.id}-late` }
    // The first thing that the batch of a part does is to mark its event: by then somebody has cancelled the job.
    await house.db.batch([
      house.db
        .prepare(
          `INSERT INTO jobs SELECT ?2, kind, created_by, 'queued', options, total, 0, created_at, NULL, expires_at FROM jobs WHERE id = ?1`,
        )
        .bind(job.id, event.subject),
      house.db
        .prepare('INSERT INTO job_parts (job_id, part, first, input) VALUES (?, 0, 0, ?)')
        .bind(event.subject, JSON.stringify([few[0]])),
      house.db.prepare(
        `CREATE TRIGGER cancelled_meanwhile BEFORE INSERT ON inbox WHEN NEW.event_id = '${event.id}' BEGIN
           DELETE FROM job_parts WHERE job_id = '${event.subject}';
           UPDATE jobs SET state = 'cancelled' WHERE id = '${event.subject}';
         END`,
      ),
    ])
    expect(await house.deliver('eligibility-job', [event])).toEqual(['acknowledged'])
    await house.db.prepare('DROP TRIGGER cancelled_meanwhile').run()
    const { body } = await client.readJob({ params: { id: event.subject } })
    expect(body).toMatchObject({ state: 'cancelled', done: 0 })
    expect(await countOf(house.db, 'job_results WHERE job_id = ?', event.subject)).toBe(0)
  })

  it('fails where a part is given up, and is whole again once that has been replayed', async () => {
    const { job, events } = await heldJob(few.slice(0, 1))
    await ended(job.id)
    const input = JSON.stringify([few[0]])
    await house.db.batch([
      house.db.prepare('DELETE FROM job_results WHERE job_id = ?').bind(job.id),
      house.db.prepare("UPDATE jobs SET state = 'queued', done = 0 WHERE id = ?").bind(job.id),
      house.db.prepare('INSERT INTO job_parts (job_id, part, first, input) VALUES (?, 0, 0, ?)').bind(job.id, input),
      house.db.prepare('DELETE FROM inbox WHERE event_id = ?').bind(events[0]?.id ?? ''),
    ])
    await house.deliver('eligibility-job-dead', events)
    expect(await client.readJob({ params: { id: job.id } })).toMatchObject({ body: { state: 'failed', done: 0 } })
    const administrator = await house.client('administrator', '150000')
    const id = `eligibility-job.${events[0]?.id}`
    await administrator.replayDeadLetter({ params: { service: 'eligibility', id } })
    await eventually(async () => {
      const { body } = await client.readJob({ params: { id: job.id } })
      return body.state === 'done' ? true : undefined
    })
    expect(await resultsOf(job.id)).toHaveLength(1)
  })

  it('is there for its creator alone', async () => {
    const { job } = await heldJob(few.slice(0, 1))
    const other = await house.client('city_approver', '150200')
    const params = { id: job.id }
    for (const call of [
      () => other.readJob({ params }),
      () => other.listJobResults({ params }),
      () => other.cancelJob({ params }),
      () => other.deleteJob({ params }),
    ]) {
      expect(await problemOf(call())).toMatchObject({ status: 404 })
    }
    const helper = await house.client('helper', '150203')
    expect(await problemOf(helper.createSimulationJob({ body: { households: [1] } }))).toMatchObject({ status: 403 })
    const stranger = await house.client()
    expect(await problemOf(stranger.readJob({ params }))).toMatchObject({ status: 401 })
  })

  it('is deleted with all it holds when it is asked to be, and after a day by itself', async () => {
    const first = await heldJob(few)
    await client.deleteJob({ params: { id: first.job.id } })
    expect(await problemOf(client.readJob({ params: { id: first.job.id } }))).toMatchObject({ status: 404 })
    const second = await heldJob(few)
    await ended(second.job.id)
    await house.tick(new Date(Date.parse(second.job.createdAt) + 24 * 3_600_000 - 60_000))
    expect((await client.readJob({ params: { id: second.job.id } })).body.state).toBe('done')
    await house.tick(new Date(Date.parse(second.job.createdAt) + 24 * 3_600_000))
    expect(await problemOf(client.readJob({ params: { id: second.job.id } }))).toMatchObject({ status: 404 })
    // Parts of the deleted job that were on their way bring nothing back.
    await wait(1500)
    for (const { job } of [first, second]) {
      for (const table of ['job_parts', 'job_results']) {
        expect(await countOf(house.db, `${table} WHERE job_id = ?`, job.id)).toBe(0)
      }
    }
  })

  it('is refused beyond what one caller may have under way', async () => {
    const busy = await house.client('auditor', '150000')
    const { body } = await busy.createSimulationJob({ body: { households: [few[0] ?? 1] } })
    await house.db
      .prepare(
        `INSERT INTO jobs SELECT 'busy-' || value, kind, created_by, 'running', options, total, 0, created_at, NULL, expires_at
         FROM jobs, json_each('[1,2,3,4,5,6,7,8,9,10]') WHERE jobs.id = ?`,
      )
      .bind(body.id)
      .run()
    expect(await problemOf(busy.createSimulationJob({ body: { households: [1] } }))).toMatchObject({ status: 429 })
  })

  it.each([
    ['no households', { households: [] }],
    ['a household that is too long', { households: ['x'.repeat(30_000)] }],
    ['more than a thousand', { households: Array.from({ length: 1001 }, () => 1) }],
    ['an unknown field', { households: [1], name: 'x' }],
  ])('is refused with %s', async (_what, json) => {
    const as = await house.key('auditor', '150000')
    expect(await house.send('POST', '/api/v1/simulation-jobs', { as, json })).toMatchObject({ status: 422 })
  })

  it('is refused beyond 4 MB', async () => {
    const as = await house.key('auditor', '150000')
    const json = { households: Array.from({ length: 220 }, () => 'x'.repeat(20_000)) }
    expect(await house.send('POST', '/api/v1/simulation-jobs', { as, json })).toMatchObject({ status: 413 })
  })
})
