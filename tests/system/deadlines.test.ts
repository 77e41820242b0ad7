import { type Client, createClient } from '@jiekun/client'
import { referrals } from '@jiekun/schema/tables/referral'
import { queries } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { countOf } from './rows.ts'
import { silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

/** Nine in the morning in China. */
const morning = (day: string): Date => new Date(`${day}T09:00:00+08:00`)

async function referralOf(id: string) {
  const [row] = await queries(house.db).select().from(referrals).where(eq(referrals.id, id))
  if (!row) throw new Error('no such referral')
  return row
}

async function historyOf(id: string) {
  const { results } = await house.db
    .prepare(
      `SELECT sequence, kind, to_office_id AS office, to_area AS area FROM referral_escalations
       WHERE referral_id = ? ORDER BY sequence`,
    )
    .bind(id)
    .all<{ sequence: number; kind: string; office: string | null; area: string }>()
  return results.map(({ sequence, kind, office, area }) => [sequence, kind, office, area])
}

const noticesTo = (referralId: string, type: string, officeId: string) =>
  countOf(
    house.db,
    'deliveries WHERE referral_ids = ? AND type = ? AND office_id = ?',
    JSON.stringify([referralId]),
    type,
    officeId,
  )

describe('a referral that an office ignores', () => {
  it('is warned of, then rises a level at a time on working days, and stays at the region', async () => {
    // Due on Monday 30 November, to be warned of on the Friday before.
    const { referralId } = await storeDelivery(house.db, await storeUntold(house.db, 'H01'))
    await house.tick(morning('2026-11-26'))
    expect(await historyOf(referralId)).toEqual([])
    await house.tick(morning('2026-11-27'))
    expect(await historyOf(referralId)).toEqual([[1, 'warning', null, '150203']])
    expect(await noticesTo(referralId, 'referral.due', '1502-MZT-150203')).toBe(1)
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) await house.tick(morning(day))
    expect(await historyOf(referralId)).toHaveLength(1)
    await house.tick(morning('2026-12-01'))
    await house.tick(morning('2026-12-01'))
    expect((await historyOf(referralId)).slice(1)).toEqual([[2, 'escalation', '1502-MZT-150200', '150200']])
    expect(await noticesTo(referralId, 'referral.escalated', '1502-MZT-150200')).toBe(1)
    expect(await referralOf(referralId)).toMatchObject({ escalatedTo: '1502-MZT-150200', escalations: 1, version: 1 })
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-04']) await house.tick(morning(day))
    expect((await historyOf(referralId)).slice(2)).toEqual([[3, 'escalation', '1500-MZT-150000', '150000']])
    await house.tick(morning('2026-12-09'))
    expect((await historyOf(referralId)).slice(3)).toEqual([[4, 'escalation', '1500-MZT-150000', '150000']])
  })
})

/** A client of a clerk of an office. */
async function clerkOf(officeId: string): Promise<Client> {
  const key = newKey('office_clerk', officeId.slice(-6), 'test')
  await seedStaffKeys(house.db, [key])
  await house.db.prepare('UPDATE staff_keys SET office_id = ? WHERE id = ?').bind(officeId, key.id).run()
  return createClient({ url: house.url, key: bearer(key) })
}

describe('the list of what stalls', () => {
  const [office, above] = ['1502-ZJT-150203', '1502-ZJT-150200']
  let reader: Client
  beforeAll(async () => {
    reader = await house.client('county_reviewer', '150203')
  })

  /** A referral of the office that no cron looks at, with its first webhook at some state. */
  async function store(set: Partial<typeof referrals.$inferInsert>, delivery = 'inbox') {
    const told = await storeUntold(house.db, 'H01')
    const { referralId, deliveryId } = await storeDelivery(house.db, told, { officeId: office })
    const db = queries(house.db)
    await db
      .update(referrals)
      .set({ attendOn: null, ...set })
      .where(eq(referrals.id, referralId))
    await house.db.prepare('UPDATE deliveries SET state = ? WHERE id = ?').bind(delivery, deliveryId).run()
    return referralId
  }
  const [past, ahead] = ['2020-01-02', '2099-01-02']
  /** What the list of somebody says of the office, by referral. */
  const listed = async (by: Client) => {
    const { body } = await by.listStalled({ query: { officeId: office, limit: 100 } })
    return body.items.map(({ referralId, stalls }) => [referralId, ...stalls.map(({ why }) => why)])
  }

  it('names who must act on what is overdue, waits for the union, or never reached its office, and nothing else', async () => {
    expect(await listed(reader)).toEqual([])
    const unanswered = await store({ state: 'sent', dueOn: past })
    const escalated = await store({ state: 'accepted', dueOn: '2020-01-03', escalations: 1, escalatedTo: above })
    await house.db
      .prepare(
        `INSERT INTO referral_escalations (referral_id, sequence, plan_id, county_code, kind, at, state, version, due_on,
           office_id, to_office_id, to_area)
         SELECT id, 1, plan_id, county_code, 'escalation', 1577836800000, state, version, due_on, office_id, ?2, '150200'
         FROM referrals WHERE id = ?1`,
      )
      .bind(escalated, above)
      .run()
    const declined = await store({ state: 'declined', duty: 'union', dueOn: ahead })
    const undelivered = await store({ state: 'created', dueOn: ahead }, 'failed')
    const held = await store({ state: 'created', dueOn: ahead }, 'held')
    await store({ state: 'created', dueOn: ahead }, 'pending')
    await store({ state: 'accepted', dueOn: ahead }, 'failed')
    await store({ state: 'closed', duty: null, dueOn: null })
    const expected = [
      [unanswered, 'unanswered'],
      [escalated, 'overdue'],
      [declined, 'review'],
      [undelivered, 'not-delivered'],
      [held, 'endpoint-stopped'],
    ]
    expect(await listed(reader)).toEqual(expected)
    const { body } = await reader.listStalled({ query: { officeId: office, areaCode: '150203', limit: 100 } })
    expect(body.items[1]).toMatchObject({
      stalls: [
        { since: '2020-01-03T16:00:00.000Z', mustAct: { officeId: above, role: 'office_clerk', level: 'city' } },
      ],
    })
    expect(body.items.map(({ stalls }) => stalls.some(({ overdueDays }) => overdueDays > 0))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(await listed(await house.client('county_reviewer', '150204'))).toEqual([])
    expect(await listed(await house.client('region_supervisor'))).toEqual(expected)
    expect(await listed(await clerkOf(office))).toEqual(expected)
    expect(await listed(await clerkOf(above))).toEqual([[escalated, 'overdue']])
  })

  it('goes on behind its pages, one at a time', async () => {
    const whole = (await listed(reader)).map(([id]) => id)
    const found: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const query = { officeId: office, limit: 1, ...(after === undefined ? {} : { after }) }
      const { body } = await reader.listStalled({ query })
      found.push(...body.items.map(({ referralId }) => referralId))
      after = body.next
    }
    expect(found).toEqual(whole)
    expect(whole).toHaveLength(5)
    expect(await refusalOf(reader.listStalled({ query: { after: 'nonsense' } }))).toEqual([422, 'invalid-input'])
  })

  it('leads the office above to what rose to it, which it reads and does not answer', async () => {
    const clerk = await clerkOf(above)
    const { body } = await clerk.listReferrals({ query: { escalatedTo: above } })
    const id = body.items[0]?.id ?? ''
    expect(body.items).toMatchObject([{ officeId: office, escalatedTo: above }])
    expect((await clerk.listReferrals()).body.items).toEqual([])
    expect((await clerk.readReferral({ params: { id } })).body.escalations).toEqual([
      {
        sequence: 1,
        kind: 'escalation',
        at: '2020-01-01T00:00:00.000Z',
        state: 'accepted',
        why: 'overdue',
        dueOn: '2020-01-03',
        officeId: office,
        toOfficeId: above,
        toArea: '150200',
        toLevel: 'city',
      },
    ])
    const accept = { params: { id }, ifMatch: '*', body: { type: 'referral.accepted' as const } }
    expect(await refusalOf(clerk.answerReferral(accept))).toEqual([404, 'not-found'])
    const elsewhere = await clerkOf('1502-JYT-150200')
    expect(await refusalOf(elsewhere.readReferral({ params: { id } }))).toEqual([404, 'not-found'])
  })
})
