import { type Event, receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk } from './review.ts'
import { allHeard, countOf } from './rows.ts'

let house: House
let everywhere: Awaited<ReturnType<House['client']>>
const cases: string[] = []
const identities: string[] = []
const problem = (status: number) => ({ problem: { status } })
const dayMs = 24 * 3_600_000

/** Two cases in different cities; the first goes all the way, with every webhook answered. */
beforeAll(async () => {
  house = await openHouse()
  everywhere = await house.client('region_supervisor')
  const reviewer = await house.client('county_reviewer')
  for (const [index, id] of ['H12', 'H01'].entries()) {
    const json = newApplication(workedHousehold(id).household, index + 1)
    identities.push(json.identity.name, json.identity.idNumber, json.identity.phone, json.identity.address)
    const answer = await house.send('POST', '/api/v1/applications', { json })
    cases.push(receiptSchema.parse(answer.json).caseNumber)
  }
  const params = { caseNumber: cases[0] ?? '' }
  const application = async () => (await reviewer.readApplication({ params })).body.application
  await eventually(async () => ((await application()).state === 'under_review' ? true : undefined))
  await (await openReviewDesk(house)).approve(params.caseNumber)
  await eventually(async () => {
    await house.tick()
    return (await application()).planCompletedAt ?? undefined
  })
  await eventually(() => allHeard(house.db))
})
afterAll(() => house.close())

/** Follows the feed to its end. */
async function follow(client = everywhere, query: { types?: string; limit?: number; after?: string } = {}) {
  const items: Event[] = []
  for (let { after } = query; ; ) {
    const { body } = await client.listEvents({ query: { ...query, ...(after === undefined ? {} : { after }) } })
    items.push(...body.items)
    after = body.next
    if (!body.more) return { items, next: body.next }
  }
}
const idsOf = (events: readonly Event[]) => events.map(({ id }) => id)

describe('the change feed', () => {
  it('tells every event once, though two consumers hear it, and none that is between a service and itself', async () => {
    const { items } = await follow()
    const told = (await allHeard(house.db)) ?? []
    expect(told.some(({ type }) => type === 'delivery.due')).toBe(true)
    const expected = told.filter(({ type }) => type !== 'delivery.due')
    expect(idsOf(items).toSorted()).toEqual(idsOf(expected).toSorted())
    const byId = new Map(expected.map((event) => [event.id, event]))
    for (const event of items) expect(event).toEqual(byId.get(event.id))
  })

  it('tells the steps of a case in the order in which they were taken', async () => {
    const steps = (await follow()).items.filter(({ subject }) => subject === cases[0])
    const first = steps.map(({ type }) => type).filter((type) => !/^(referral|plan)\./.test(type))
    expect(first).toEqual(['application.submitted', 'determination.made', 'application.endorsed', 'file.opened'])
    expect(steps.at(-1)?.type).toBe('plan.completed')
    const versions = new Map<string, number[]>()
    for (const { type, data } of steps) {
      if (type === 'referral.changed')
        versions.set(data.referralId, [...(versions.get(data.referralId) ?? []), data.version])
    }
    expect(versions.size).toBeGreaterThan(5)
    for (const told of versions.values()) expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  it('is the same in pages of any size, and goes on where it was left', async () => {
    const whole = await follow()
    for (const limit of [1, 3, 7]) expect(await follow(everywhere, { limit })).toEqual(whole)
    const again = await everywhere.listEvents({ query: { after: whole.next } })
    expect(again.body).toEqual({ items: [], next: whole.next, more: false })

    const json = newApplication(workedHousehold('H03').household, 9)
    await house.send('POST', '/api/v1/applications', { json })
    const [next] = (await follow(everywhere, { after: whole.next })).items
    expect(next?.type).toBe('application.submitted')
    await eventually(() => allHeard(house.db))
  })

  it('tells what lies within the area of who asks, and only that', async () => {
    const [linhe, bayannur, baotou] = [
      await house.client('county_reviewer', '150802'),
      await house.client('city_approver', '150800'),
      await house.client('city_approver', '150200'),
    ]
    const mine = (await follow(linhe)).items
    expect(new Set(mine.map(({ subject }) => subject))).toEqual(new Set([cases[0]]))
    expect((await follow(bayannur)).items).toEqual((await follow()).items.filter(({ area }) => area.startsWith('1508')))
    expect((await follow(baotou)).items.map(({ subject }) => subject)).not.toContain(cases[0])
    for (const role of ['auditor', 'helper', 'office_clerk', 'administrator', 'grassroots_intake'] as const) {
      await expect((await house.client(role)).listEvents()).rejects.toMatchObject(problem(403))
    }
    await expect((await house.client()).listEvents()).rejects.toMatchObject(problem(401))
  })

  it('tells only the types that were asked for', async () => {
    const types = 'file.opened,plan.completed'
    const { items } = await follow(everywhere, { types, limit: 1 })
    expect(items.map(({ type }) => type)).toEqual(['file.opened', 'plan.completed'])
    for (const unknown of ['delivery.due', 'file.burnt', '']) {
      const as = await house.key('region_supervisor', '150000')
      expect(await house.send('GET', `/api/v1/events?types=${unknown}`, { as })).toMatchObject({ status: 422 })
    }
  })

  it('holds no personal data', async () => {
    const text = JSON.stringify((await follow()).items)
    for (const value of identities) expect(text).not.toContain(value)
  })

  it('tells nothing twice when events are delivered, swept or replayed again', async () => {
    const before = await follow()
    const told = (await allHeard(house.db)) ?? []
    const submitted = told.filter(({ type }) => type === 'application.submitted')
    await house.deliver('eligibility', submitted)
    await house.deliver('notification', told)
    await house.deliver('referral', told)
    await house.deliver('notification-dead', submitted)
    const as = await house.key('administrator', '150000')
    for (const { id } of submitted) {
      await house.send('POST', `/api/v1/dead-letters/notification/notification.${id}/replay`, { as })
    }
    await house.tick(new Date(Date.now() + 3_600_000))
    await eventually(() => allHeard(house.db))
    expect(await follow()).toEqual(before)
  })

  it('refuses a cursor that is none', async () => {
    const as = await house.key('region_supervisor', '150000')
    for (const after of ['x', '-1', '999999999', '1.5']) {
      expect(await house.send('GET', `/api/v1/events?after=${after}`, { as })).toMatchObject({ status: 422 })
    }
  })

  it('forgets what is older than ninety days, says so to whoever comes too late, and goes on for everybody else', async () => {
    const { items, next } = await follow()
    const kept = items.slice(4)
    await house.db
      .prepare('UPDATE event_log SET at = at - ? WHERE sequence <= 4')
      .bind(90 * dayMs + 60_000)
      .run()
    await house.tick()
    expect(await countOf(house.db, 'event_log WHERE sequence <= 4')).toBe(0)
    await expect(everywhere.listEvents({ query: { after: '3' } })).rejects.toMatchObject({
      problem: { status: 410, type: 'https://jiekun.example/problems/cursor-expired' },
    })
    expect(idsOf((await follow(everywhere, { after: '4' })).items)).toEqual(idsOf(kept))
    expect(idsOf((await follow()).items)).toEqual(idsOf(kept))

    // However long nothing happens, a reader that is up to date stays so. Deadlines would happen.
    await house.db.prepare('UPDATE referrals SET attend_on = NULL').run()
    await house.tick(new Date(Date.now() + 365 * dayMs))
    expect(await countOf(house.db, 'event_log')).toBe(1)
    expect(await follow(everywhere, { after: next })).toEqual({ items: [], next })
    await expect(everywhere.listEvents({ query: { after: '4' } })).rejects.toMatchObject(problem(410))
  })
})

it('an event that a change did not store is not told', async () => {
  const before = await follow()
  await house.db
    .prepare(`CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'disk full'); END`)
    .run()
  const json = newApplication(workedHousehold('H01').household, 11)
  expect(await house.send('POST', '/api/v1/applications', { json })).toMatchObject({ status: 500 })
  await house.db.prepare('DROP TRIGGER broken').run()
  expect(await follow()).toEqual(before)
  const { caseNumber } = z
    .object({ caseNumber: z.string() })
    .parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const [told] = (await follow(everywhere, { after: before.next })).items
  expect(told?.subject).toBe(caseNumber)
})
