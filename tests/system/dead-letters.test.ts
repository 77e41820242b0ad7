import { type Consumer, consumers } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import * as z from 'zod'
import { absolute, configPaths } from '../../infra/local/workers.ts'
import { eventually, type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { eventOf, leaveUnsent, storeUntold, type UntoldCase } from './untold-case.ts'

let house: House
let administrator: string
beforeAll(async () => {
  house = await openHouse()
  administrator = await house.key('administrator', '150000')
})
afterAll(() => house.close())

const problem = (name: string) => ({ type: `https://jiekun.example/problems/${name}` })
const pathOf = (consumer: Consumer) => `/api/v1/dead-letters/${consumer.split('-')[0]}`
const queuesSchema = z.array(z.object({ queue: z.string(), dead_letter_queue: z.string().optional() })).default([])
const pageSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      consumer: z.string(),
      event: z.looseObject({ id: z.string() }).nullable(),
      replayedAt: z.string().nullable(),
    }),
  ),
})
async function letters(consumer: Consumer) {
  const answer = await house.send('GET', pathOf(consumer), { as: administrator })
  return pageSchema.parse(answer.json).items.filter((letter) => letter.consumer === consumer)
}
const replay = (id: string, options = { as: administrator }, consumer: Consumer = 'notification') =>
  house.send('POST', `${pathOf(consumer)}/${id}/replay`, options)

/** A message to the applicant that was given up: its event, and the letter it became. */
async function givenUp() {
  const told = await storeUntold(house.db, 'H01')
  const event = eventOf(told, 'file.opened', { fileNumber: 'F1', determinationId: told.determinationId })
  await house.deliver('notification-dead', [event])
  const letter = (await letters('notification')).find((each) => each.event?.id === event.id)
  if (!letter) throw new Error('the letter is not listed')
  return { event, id: letter.id }
}
const traces = async ({ event, id }: Awaited<ReturnType<typeof givenUp>>) => ({
  stored: await countOf(house.db, "outbox WHERE event_id = ? AND consumer = 'notification'", event.id),
  audited: await countOf(house.db, "audit WHERE subject = ? AND action = 'dead-letter.replayed'", id),
  marked: await countOf(house.db, 'dead_letters WHERE id = ? AND replayed_at IS NOT NULL', id),
})
const untouched = { stored: 0, audited: 0, marked: 0 }
const heard = (eventId: string, consumer: Consumer) =>
  eventually(async () =>
    (await countOf(house.db, 'inbox WHERE consumer = ? AND event_id = ?', consumer, eventId)) === 1 ? true : undefined,
  )

const nowhere: UntoldCase = { caseNumber: '1502-261123-00000000', countyCode: '150203', determinationId: 'none' }
const made = eventOf(nowhere, 'determination.made', { determinationId: 'none', applicationVersion: 1 })
const submitted = eventOf(nowhere, 'application.submitted', { version: 1 })

describe('a message that cannot be worked off', () => {
  it.each(consumers)('is kept at once by %s where it is malformed, for staff to read', async (consumer) => {
    const before = await letters(consumer)
    expect(await house.deliver(consumer, [{ type: 'application.submitted', data: 'torn' }])).toEqual(['acknowledged'])
    const known = new Set(before.map(({ id }) => id))
    const kept = (await letters(consumer)).filter(({ id }) => !known.has(id))
    expect(kept).toEqual([{ id: expect.any(String), consumer, event: null, replayedAt: null }])
  })

  it.each([
    ['registration', made],
    ['eligibility', submitted],
    ['referral', made],
    ['notification', submitted],
  ] as const)('is retried by %s with growing waits where it fails, and changes nothing', async (consumer, event) => {
    const waits = []
    for (const attempt of [1, 2, 3, 9, 10]) waits.push(...(await house.deliver(consumer, [event], attempt)))
    expect(waits).toEqual([1, 2, 4, 256, 300].map((retryAfter) => ({ retryAfter })))
    expect(await countOf(house.db, 'inbox WHERE event_id = ?', event.id)).toBe(0)
  })

  it.each(consumers)('is kept by the service of %s once its queue has given it up', async (consumer) => {
    expect(await house.deliver(`${consumer}-dead`, [submitted])).toEqual(['acknowledged'])
    const kept = (await letters(consumer)).filter((letter) => letter.event?.id === submitted.id)
    expect(kept).toMatchObject([{ replayedAt: null }])
  })

  it('is given up by every queue to a dead-letter queue that the same Worker reads', () => {
    const workers = configPaths.map((path) =>
      queuesSchema.parse(readConfig({ config: absolute(path) }).queues.consumers),
    )
    const worked = workers.flat().filter(({ queue }) => !queue.endsWith('-dead'))
    expect(worked.map(({ queue }) => queue).toSorted()).toEqual(consumers.map((name) => `jiekun-${name}`).toSorted())
    for (const queues of workers) {
      for (const { queue, dead_letter_queue } of queues.filter((each) => worked.includes(each))) {
        expect(dead_letter_queue).toBe(`${queue}-dead`)
        expect(queues.map((each) => each.queue)).toContain(dead_letter_queue)
      }
    }
  })
})

describe('a replay', () => {
  it('takes effect at the consumer that had failed, and reaches no other', async () => {
    const letter = await givenUp()
    expect(await replay(letter.id)).toMatchObject({ status: 204 })
    await heard(letter.event.id, 'notification')
    expect(await countOf(house.db, 'messages WHERE event_id = ?', letter.event.id)).toBe(1)
    expect(await traces(letter)).toEqual({ stored: 1, audited: 1, marked: 1 })

    // Referral hears of opened files too. What was sent to it first would be there when this later one is.
    const later = eventOf(nowhere, 'plan.completed', {})
    await leaveUnsent(house.db, 'registration', later, {}, ['referral'])
    await house.tick()
    await heard(later.id, 'referral')
    expect(await countOf(house.db, 'inbox WHERE event_id = ?', letter.event.id)).toBe(1)
  })

  it('has its effect once, however often it is asked for', async () => {
    const letter = await givenUp()
    const answers = await Promise.all([replay(letter.id), replay(letter.id)])
    await heard(letter.event.id, 'notification')
    answers.push(await replay(letter.id))
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])

    // What was sent before this one has been worked off when it is.
    const later = eventOf(nowhere, 'delivery.due', { deliveryId: 'none' })
    await leaveUnsent(house.db, 'registration', later, {}, ['notification'])
    await house.tick()
    await heard(later.id, 'notification')
    expect(await countOf(house.db, 'messages WHERE event_id = ?', letter.event.id)).toBe(1)
    expect(await traces(letter)).toEqual({ stored: 1, audited: 3, marked: 1 })
  })

  it('is marked, audited and stored for sending together or not at all', async () => {
    const letter = await givenUp()
    await house.db
      .prepare(
        `CREATE TRIGGER broken BEFORE INSERT ON audit WHEN NEW.subject = '${letter.id}'
         BEGIN SELECT raise(ABORT, 'broken'); END`,
      )
      .run()
    expect(await replay(letter.id)).toMatchObject({ status: 500, json: problem('internal-error') })
    expect(await traces(letter)).toEqual(untouched)
    await house.db.prepare('DROP TRIGGER broken').run()
    expect(await replay(letter.id)).toMatchObject({ status: 204 })
    await heard(letter.event.id, 'notification')
  })

  it('that fails again leaves the same letter, open again', async () => {
    const { event, id } = await givenUp()
    await replay(id)
    await house.deliver('notification-dead', [event])
    const open = (await letters('notification')).filter((letter) => letter.event?.id === event.id)
    expect(open).toMatchObject([{ id, replayedAt: null }])
  })

  it('is refused to whoever may not, and where there is nothing to replay', async () => {
    const letter = await givenUp()
    const { id } = letter
    const reviewer = await house.key('county_reviewer', '150000')
    const supervisor = await house.key('region_supervisor', '150000')
    const get = (as?: string) => house.send('GET', pathOf('notification'), as === undefined ? {} : { as })

    expect(await get()).toMatchObject({ status: 401, json: problem('sign-in-needed') })
    expect(await house.send('POST', `${pathOf('notification')}/${id}/replay`)).toMatchObject({ status: 401 })
    expect(await get(reviewer)).toMatchObject({ status: 403, json: problem('not-allowed') })
    expect(await get(supervisor)).toMatchObject({ status: 200 })
    expect(await replay(id, { as: supervisor })).toMatchObject({ status: 403, json: problem('not-allowed') })
    expect(await replay('unknown')).toMatchObject({ status: 404, json: problem('not-found') })
    expect(await replay(id, { as: administrator }, 'registration')).toMatchObject({ status: 404 })
    expect(await traces(letter)).toEqual(untouched)

    await house.deliver('notification', ['torn'])
    const torn = (await letters('notification')).find((letter) => letter.event === null)
    expect(await replay(torn?.id ?? '')).toMatchObject({ status: 409, json: problem('wrong-state') })
  })
})
