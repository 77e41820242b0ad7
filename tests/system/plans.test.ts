import type { Client } from '@jiekun/client'
import { measureName } from '@jiekun/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'

let house: House
let client: Client
beforeAll(async () => {
  house = await openHouse()
  client = await house.client('region_supervisor', '150000')
  await house.db.batch([
    ...cases.map(({ id, county, openedAt, completedAt }) =>
      house.db
        .prepare('INSERT INTO plans (id, county_code, file_number, opened_at, completed_at) VALUES (?, ?, ?, ?, ?)')
        .bind(id, county, `F-${id}`, Date.parse(openedAt), completedAt === null ? null : Date.parse(completedAt)),
    ),
    ...referrals.map(({ id, plan, county, measure, clause, office, emergency, state, createdAt }) =>
      house.db
        .prepare(
          `INSERT INTO referrals (id, plan_id, county_code, measure, clause, member_ids, office_id, is_default, emergency,
             state, version, due_on, created_at) VALUES (?, ?, ?, ?, ?, '[]', ?, 0, ?, ?, 1, '2026-12-31', ?)`,
        )
        .bind(id, plan, county, measure, clause, office, emergency ? 1 : 0, state, Date.parse(createdAt)),
    ),
  ])
})
afterAll(() => house.close())

const cases = [
  { id: '1501-261101-AAAAAAAA', county: '150102', openedAt: '2026-11-01T02:00:00Z', completedAt: null },
  {
    id: '1502-261101-AAAAAAAA',
    county: '150203',
    openedAt: '2026-11-01T02:00:00Z',
    completedAt: '2026-11-09T00:00:00Z',
  },
  // Already the third in China.
  { id: '1502-261102-AAAAAAAA', county: '150203', openedAt: '2026-11-02T16:00:00Z', completedAt: null },
  { id: '1502-261103-AAAAAAAA', county: '150204', openedAt: '2026-11-04T02:00:00Z', completedAt: null },
]
const [first, second, third, fourth] = cases.map(({ id }) => id)
const referral = (
  place: number,
  more: { id: string; measure: string; clause: string; state: string; emergency?: boolean },
) => {
  const { id: plan = '', county = '', openedAt = '' } = cases[place] ?? {}
  return { plan, county, office: `${county.slice(0, 4)}-MZT-${county}`, createdAt: openedAt, emergency: false, ...more }
}
const referrals = [
  referral(0, { id: '1501-A', measure: 'M601', clause: '五.(二).6', state: 'delivered' }),
  referral(1, { id: '1502-A', measure: 'M601', clause: '五.(二).6', state: 'sent' }),
  referral(1, { id: '1502-B', measure: 'M603', clause: '五.(二).6', state: 'sent', emergency: true }),
  referral(2, { id: '1502-C', measure: 'M601', clause: '五.(二).6', state: 'accepted' }),
  referral(2, { id: '1502-D', measure: 'M204', clause: '五.(二).2', state: 'sent' }),
  referral(3, { id: '1502-E', measure: 'M601', clause: '五.(二).6', state: 'sent' }),
]

describe('plans', () => {
  const listed = async (query: Parameters<Client['listPlans']>[0] = {}, by = client) =>
    (await by.listPlans(query)).body.items.map(({ caseNumber }) => caseNumber)

  it('are listed in order, by area, completion and the days in China on which they were opened', async () => {
    expect(await listed()).toEqual([first, second, third, fourth])
    expect(await listed({ query: { areaCode: '150200' } })).toEqual([second, third, fourth])
    expect(await listed({ query: { areaCode: '150203' } })).toEqual([second, third])
    expect(await listed({ query: { areaCode: '150200', completed: 'true' } })).toEqual([second])
    expect(await listed({ query: { completed: 'false' } })).toEqual([first, third, fourth])
    expect(await listed({ query: { openedFrom: '2026-11-03' } })).toEqual([third, fourth])
    expect(await listed({ query: { openedFrom: '2026-11-03', openedTo: '2026-11-03' } })).toEqual([third])
    expect(await listed({ query: { openedTo: '2026-11-01' } })).toEqual([first, second])
  })

  it('come page by page in the same order', async () => {
    const { body } = await client.listPlans({ query: { limit: 3 } })
    expect(await listed({ query: { limit: 3, after: body.next ?? '' } })).toEqual([fourth])
  })

  it('are seen by nobody whose reach they lie outside of, in no filter and by no number', async () => {
    const reviewer = await house.client('county_reviewer', '150203')
    expect(await listed({}, reviewer)).toEqual([second, third])
    expect(await listed({ query: { areaCode: '150204' } }, reviewer)).toEqual([])
    expect(await listed({ query: { areaCode: '150000' } }, reviewer)).toEqual([second, third])
    const as = await house.key('county_reviewer', '150203')
    expect(await house.send('GET', `/api/v1/plans/${fourth}`, { as })).toMatchObject({ status: 404 })
    const clerk = await house.key('office_clerk', '150203')
    expect(await house.send('GET', `/api/v1/plans/${third}`, { as: clerk })).toMatchObject({ status: 403 })
    expect(await listed({}, await house.client('helper', '150203'))).toEqual([])
  })

  it('are read with the referral of each of their measures', async () => {
    const { body } = await client.readPlan({ params: { caseNumber: second ?? '' } })
    expect(body).toMatchObject({
      caseNumber: second,
      fileNumber: `F-${second}`,
      completedAt: '2026-11-09T00:00:00.000Z',
    })
    expect(body.referrals.map(({ measure, state }) => [measure, state])).toEqual([
      ['M601', 'sent'],
      ['M603', 'sent'],
    ])
  })
})

describe('measures', () => {
  it('are counted by the state they are in, within reach and filters', async () => {
    const { body } = await client.countMeasures()
    expect(body.items).toEqual([
      { measure: 'M204', name: measureName('M204'), total: 1, states: { sent: 1 } },
      { measure: 'M601', name: measureName('M601'), total: 4, states: { accepted: 1, delivered: 1, sent: 2 } },
      { measure: 'M603', name: measureName('M603'), total: 1, states: { sent: 1 } },
    ])
    const { body: here } = await client.countMeasures({ query: { areaCode: '150203', state: 'sent', measure: 'M601' } })
    expect(here.items).toMatchObject([{ measure: 'M601', total: 1, states: { sent: 1 } }])
    const reviewer = await house.client('county_reviewer', '150204')
    expect((await reviewer.countMeasures()).body.items).toMatchObject([{ measure: 'M601', total: 1 }])
    expect((await reviewer.countMeasures({ query: { areaCode: '150203' } })).body.items).toEqual([])
  })
  it('come page by page', async () => {
    const { body } = await client.countMeasures({ query: { limit: 2 } })
    expect(body.next).toBe('M601')
    const { body: rest } = await client.countMeasures({ query: { limit: 2, after: 'M601' } })
    expect(rest).toMatchObject({ items: [{ measure: 'M603' }], next: null })
  })
})

describe('referrals', () => {
  const listed = async (query: Parameters<Client['listReferrals']>[0] = {}, by = client) =>
    (await by.listReferrals(query)).body.items.map(({ id }) => id)

  it('are listed in order of id, by area, clause, emergency and the days in China on which they were made', async () => {
    expect(await listed()).toEqual(referrals.map(({ id }) => id))
    expect(await listed({ query: { areaCode: '150200', clause: '五.(二).6' } })).toEqual([
      '1502-A',
      '1502-B',
      '1502-C',
      '1502-E',
    ])
    expect(await listed({ query: { areaCode: '150204' } })).toEqual(['1502-E'])
    expect(await listed({ query: { emergency: 'true' } })).toEqual(['1502-B'])
    expect(await listed({ query: { emergency: 'false', areaCode: '150203' } })).toEqual(['1502-A', '1502-C', '1502-D'])
    expect(await listed({ query: { createdFrom: '2026-11-03', createdTo: '2026-11-03' } })).toEqual([
      '1502-C',
      '1502-D',
    ])
    expect(await listed({ query: { areaCode: '150200' } }, await house.client('county_reviewer', '150204'))).toEqual([
      '1502-E',
    ])
  })

  it.each([
    ['a county', "county_code = '150203' AND county_code BETWEEN '150203' AND '150203'", 'referrals_by_county'],
    [
      'a city',
      "county_code BETWEEN '150200' AND '150299' AND id >= '1502-' AND id < '1502.'",
      'sqlite_autoindex_referrals_1',
    ],
    ['an office', "office_id = '1502-MZT-150203'", 'referrals_by_office'],
  ])('of %s are found by an index and in its order', async (_what, condition, index) => {
    const { results } = await house.db
      .prepare(`EXPLAIN QUERY PLAN SELECT * FROM referrals WHERE ${condition} AND id > '1502-A' ORDER BY id LIMIT 20`)
      .all<{ detail: string }>()
    expect(results.map(({ detail }) => detail)).toEqual([expect.stringContaining(`USING INDEX ${index} `)])
  })

  it('are counted from an index alone', async () => {
    const { results } = await house.db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT measure, state, count(*) FROM referrals WHERE county_code BETWEEN '150200' AND '150299'
         GROUP BY measure, state ORDER BY measure`,
      )
      .all<{ detail: string }>()
    expect(results[0]?.detail).toContain('USING COVERING INDEX referrals_by_measure')
  })
})
