import { type Consumer, type Event, receiptSchema } from '@jiekun/schema'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allHeard, allRows, countOf } from './rows.ts'
import { eventOf, referralChanged, silenceOffices, storeDelivery, storeUntold, type UntoldCase } from './untold-case.ts'

let house: House
let desk: ReviewDesk
let reviewer: string
beforeAll(async () => {
  house = await openHouse()
  desk = await openReviewDesk(house)
  reviewer = await house.key('county_reviewer', '150000')
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())
// Nothing is on its way any more, so that whatever changes was changed by the test.
beforeEach(() => eventually(() => allHeard(house.db)))

/** Lets no row into a table, so that every batch fails that holds one, until it is mended. */
const breakTable = (table: string, when = 'true') =>
  house.db
    .prepare(`CREATE TRIGGER broken BEFORE INSERT ON ${table} WHEN ${when} BEGIN SELECT raise(ABORT, 'disk full'); END`)
    .run()
const mend = () => house.db.prepare('DROP TRIGGER IF EXISTS broken').run()
afterEach(mend)

const internalError = { status: 500, json: { type: 'https://jiekun.example/problems/internal-error' } }

let sequence = 1
describe('a submission', () => {
  it.each(['timeline', 'outbox', 'event_log', 'audit'])(
    'leaves no row where %s cannot be written, answers without the cause, and is taken under the same Idempotency-Key',
    async (table) => {
      const json = newApplication(workedHousehold('H01').household, sequence++)
      const headers = { 'idempotency-key': `again-${table}` }
      const submit = () => house.send('POST', '/api/v1/applications', { json, headers })
      const before = await allRows(house.db)

      await breakTable(table)
      const refused = await submit()
      await mend()
      expect(refused).toMatchObject(internalError)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(refused.text).not.toContain('disk')
      expect(await allRows(house.db)).toEqual(before)

      const taken = await submit()
      expect(taken.status).toBe(201)
      expect((await submit()).text).toBe(taken.text)
      const { caseNumber } = receiptSchema.parse(taken.json)
      expect(await countOf(house.db, "audit WHERE subject = ? AND action = 'application.submitted'", caseNumber)).toBe(
        1,
      )
    },
  )
})

const made = ({ determinationId, ...place }: UntoldCase) =>
  eventOf({ determinationId, ...place }, 'determination.made', { determinationId, applicationVersion: 1 })
const opened = (stored: UntoldCase) =>
  eventOf(stored, 'file.opened', { fileNumber: 'F1', determinationId: stored.determinationId })

describe('a correction', () => {
  it.each(['application_transitions', 'corrections', 'timeline', 'outbox', 'audit'])(
    'changes nothing where %s cannot be written, and can be repeated',
    async (table) => {
      const json = newApplication(workedHousehold('H01').household, sequence++)
      const { caseNumber } = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
      await eventually(() => allHeard(house.db))
      const correct = () =>
        house.send('POST', `/api/v1/applications/${caseNumber}/corrections`, {
          as: reviewer,
          headers: { 'if-match': '*' },
          json: { identity: { phone: '13911110000' }, facts: { rentMonthFen: 123 }, reason: '录入有误' },
        })
      const before = await allRows(house.db)
      await breakTable(table)
      expect(await correct()).toMatchObject(internalError)
      await mend()
      expect(await allRows(house.db)).toEqual(before)
      expect(await correct()).toMatchObject({ status: 200, json: { state: 'submitted' } })
    },
  )
})

describe('an erasure', () => {
  it.each(['application_transitions', 'timeline', 'outbox', 'audit'])(
    'erases nothing where %s cannot be written, and is done by the next tick',
    async (table) => {
      // The sweep has nothing left to settle, which would be a change too.
      await house.tick()
      const { caseNumber } = await storeUntold(house.db, 'H01', { state: 'declined' })
      await house.db.batch([
        house.db.prepare('UPDATE applications SET submitted_at = 1 WHERE id = ?').bind(caseNumber),
        house.db
          .prepare(
            `INSERT INTO application_transitions (application_id, sequence, step, state, at, actor, reason)
             VALUES (?, 1, 'decline', 'declined', 1, 'test', '理由')`,
          )
          .bind(caseNumber),
      ])
      const before = await allRows(house.db)
      await breakTable(table)
      await house.tick()
      await mend()
      expect(await allRows(house.db)).toEqual(before)
      await house.tick()
      expect(await countOf(house.db, 'applications WHERE id = ? AND erased_at IS NOT NULL', caseNumber)).toBe(1)
    },
  )
})

describe('an approval', () => {
  it.each(['household_files', 'audit'])(
    'opens no file and moves nothing where %s cannot be written, and can be repeated',
    async (table) => {
      const stored = await storeUntold(house.db, 'H01')
      await house.deliver('registration', [made(stored)])
      const { caseNumber } = stored
      const reason = { params: { caseNumber }, ifMatch: '*', body: { reason: '材料齐全' } }
      await desk.reviewer.claimApplication({ params: { caseNumber }, ifMatch: '*' })
      await desk.reviewer.endorseApplication(reason)
      await eventually(() => allHeard(house.db))
      const before = await allRows(house.db)
      await breakTable(table)
      expect(await refusalOf(desk.approver.approveApplication(reason))).toEqual([500, 'internal-error'])
      await mend()
      expect(await allRows(house.db)).toEqual(before)
      expect((await desk.approver.approveApplication(reason)).body).toMatchObject({ state: 'approved' })
    },
  )
})

/** What a consumer is given, and the rows that its effect ends in. */
interface Effect {
  consumer: Consumer
  /** Tables that the effect writes in the middle and at the end of its batch. */
  breaks: string[]
  /** How long the message has to wait, seconds. */
  retryAfter: number
  prepare(): Promise<{ event: Event; from: string; value: string }>
}

const effects: Record<string, Effect> = {
  'moving an application on': {
    consumer: 'registration',
    breaks: ['timeline', 'audit'],
    retryAfter: 1,
    prepare: async () => {
      const stored = await storeUntold(house.db, 'H01')
      const from = "applications WHERE id = ? AND state = 'under_review'"
      return { event: made(stored), from, value: stored.caseNumber }
    },
  },
  'following a measure': {
    consumer: 'registration',
    breaks: ['timeline'],
    retryAfter: 1,
    prepare: async () => {
      const stored = await storeUntold(house.db, 'H01')
      return {
        event: referralChanged(stored, 2, 'sent'),
        from: 'case_measures WHERE application_id = ?',
        value: stored.caseNumber,
      }
    },
  },
  'determining an application': {
    consumer: 'eligibility',
    breaks: ['outbox', 'event_log', 'audit'],
    retryAfter: 1,
    prepare: async () => {
      const stored = await storeUntold(house.db, 'H01', { determined: false })
      const event = eventOf(stored, 'application.submitted', { version: 1 })
      return { event, from: 'determinations WHERE application_id = ?', value: stored.caseNumber }
    },
  },
  'extending a plan': {
    consumer: 'referral',
    breaks: ['deliveries', 'audit'],
    retryAfter: 1,
    prepare: async () => {
      const stored = await storeUntold(house.db, 'H12')
      return { event: opened(stored), from: 'plans WHERE id = ?', value: stored.caseNumber }
    },
  },
  'settling a delivery': {
    consumer: 'referral-delivery',
    breaks: ['referral_transitions', 'disclosures', 'audit'],
    retryAfter: 10,
    prepare: async () => {
      const { due, deliveryId } = await storeDelivery(house.db, await storeUntold(house.db, 'H01'))
      return { event: due, from: "deliveries WHERE id = ? AND state = 'inbox'", value: deliveryId }
    },
  },
  'writing to the applicant': {
    consumer: 'notification',
    breaks: ['messages'],
    retryAfter: 1,
    prepare: async () => {
      const stored = await storeUntold(house.db, 'H01')
      return { event: opened(stored), from: 'messages WHERE application_id = ?', value: stored.caseNumber }
    },
  },
}

describe.each(Object.entries(effects))('%s', (_name, { consumer, breaks, retryAfter, prepare }) => {
  it.each(breaks)('leaves nothing half done where %s cannot be written, and is done by the retry', async (table) => {
    const { event, from, value } = await prepare()
    const before = await allRows(house.db)
    await breakTable(table)
    expect(await house.deliver(consumer, [event])).toEqual([{ retryAfter }])
    await mend()
    expect(await allRows(house.db)).toEqual(before)

    expect(await house.deliver(consumer, [event], 2)).toEqual(['acknowledged'])
    expect(await countOf(house.db, from, value)).toBe(1)
    expect(await countOf(house.db, 'inbox WHERE consumer = ? AND event_id = ?', consumer, event.id)).toBe(1)
  })
})

describe('a batch in which one event fails', () => {
  it('takes effect of the others all the same', async () => {
    const [bad, good] = [await storeUntold(house.db, 'H01'), await storeUntold(house.db, 'H01')]
    const batch = [bad, good, bad].map((stored) => referralChanged(stored, 2, 'sent'))
    await breakTable('timeline', `NEW.application_id = '${bad.caseNumber}'`)
    expect(await house.deliver('registration', batch)).toEqual([{ retryAfter: 1 }, 'acknowledged', { retryAfter: 1 }])
    await mend()
    expect(await countOf(house.db, 'case_measures WHERE application_id = ?', good.caseNumber)).toBe(1)
    expect(await countOf(house.db, 'case_measures WHERE application_id = ?', bad.caseNumber)).toBe(0)
    await house.deliver('registration', batch, 2)
    expect(await countOf(house.db, 'case_measures WHERE application_id = ?', bad.caseNumber)).toBe(2)
  })
})

it('a webhook that cannot be settled is kept for hours, each wait longer than the last', async () => {
  const { due } = await storeDelivery(house.db, await storeUntold(house.db, 'H01'))
  await breakTable('audit')
  for (const [attempts, retryAfter] of [
    [1, 10],
    [4, 80],
    [10, 5120],
  ] as const) {
    expect(await house.deliver('referral-delivery', [due], attempts)).toEqual([{ retryAfter }])
  }
  await mend()
})
