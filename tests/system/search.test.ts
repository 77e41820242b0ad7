import { type ApplicantIdentity, type StaffActor, taskGroupSchema, unionCategorySchema } from '@jiekun/schema'
import type { Search } from '@jiekun/schema/api'
import { applications } from '@jiekun/schema/tables/registration'
import { insertRow, keyringOf, newCaseNumber } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameTokens } from '../../services/registration/src/search/name-tokens.ts'
import { totalOf } from '../../services/registration/src/search/search-applications.ts'
import { search } from '../../services/registration/src/search/store.ts'
import { replaceTermsStatements } from '../../services/registration/src/search/terms-store.ts'
import { inventIdNumber, newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk } from './review.ts'
import { allRows } from './rows.ts'

type Client = Awaited<ReturnType<House['client']>>

const { household } = workedHousehold('H12')
const applicant = household.members.find((member) => member.relation === 'applicant')
const idNumbers = Array.from({ length: 400 }, (_, sequence) =>
  inventIdNumber(applicant?.birthDate ?? '', applicant?.sex ?? '1', sequence),
)
const endsInX = idNumbers.find((each) => each.endsWith('X')) ?? ''
const [idOfWang = '', idOfWuyun = '', idOfLi = ''] = idNumbers.filter((each) => !each.endsWith('X'))

let house: House
let region: Client
let county: Client
/** Case numbers by who applied. */
const cases = { wang: '', wuyun: '', aliya: '', li: '' }

beforeAll(async () => {
  house = await openHouse()
  region = await house.client('region_supervisor', '150000')
  county = await house.client('county_reviewer', '150203')
  cases.wang = await apply('150203', 3, { name: '王芳', idNumber: idOfWang, phone: '13800000001' })
  cases.wuyun = await apply('150203', 4, { name: '乌云其木格', idNumber: idOfWuyun, phone: '13800000002' })
  cases.aliya = await apply('150202', 4, { name: '阿丽娅·买买提', idNumber: endsInX, phone: '13800000003' })
  cases.li = await apply('150102', 5, { name: '李强', idNumber: idOfLi, phone: '0471-1234567' })
  await eventually(async () => {
    const { body } = await region.listApplications({ query: { state: 'submitted' } })
    return body.items.length === 0 ? true : undefined
  })
})
afterAll(() => house.close())

async function apply(countyCode: string, mainCause: number, who: Partial<ApplicantIdentity>): Promise<string> {
  const application = newApplication(household)
  const { body } = await (await house.client()).submitApplication({
    body: {
      ...application,
      countyCode,
      facts: { ...application.facts, mainCause, secondaryCauses: [9] },
      identity: { ...application.identity, ...who },
    },
  })
  return body.caseNumber
}

const found = async (client: Client, body: Partial<Search>): Promise<string[]> =>
  (await client.searchApplications({ body })).body.items.map(({ caseNumber }) => caseNumber)

/** A row as lists show it, at that moment. */
async function store(countyCode: string, at: number, state = 'declined'): Promise<string> {
  const id = newCaseNumber(countyCode, '2024-01-01')
  const mask = JSON.stringify({ name: '张*', idNumber: '1502************11', phone: '138******11', address: '***' })
  await insertRow(house.db, applications, {
    id,
    countyCode,
    state,
    version: 1,
    facts: '{}',
    members: '[]',
    consents: '[]',
    language: 'zh-CN',
    identitySealed: '',
    identityMasked: mask,
    personIndex: id,
    phoneIndex: id,
    accessKeyId: 'k1',
    submittedAt: at,
  }).run()
  return id
}

describe('a search finds', () => {
  it.each<[string, Partial<Search>, (keyof typeof cases)[]]>([
    ['by the whole name', { name: '王芳' }, ['wang']],
    ['by a name with a space in it', { name: '王　芳' }, ['wang']],
    ['by how a long name begins', { name: '乌云' }, ['wuyun']],
    ['by a name with another middle dot', { name: '阿丽娅•买买提' }, ['aliya']],
    ['by a part of a name', { name: '买买提' }, ['aliya']],
    ['nothing by a surname', { name: '王' }, []],
    ['by ID number', { idNumber: idOfWuyun }, ['wuyun']],
    ['by an ID number with a small x', { idNumber: endsInX.toLowerCase() }, ['aliya']],
    ['by a telephone with spaces', { phone: '138 0000 0003' }, ['aliya']],
    ['by a landline without its dash', { phone: '04711234567' }, ['li']],
    ['by a county', { area: '150203' }, ['wuyun', 'wang']],
    ['by a city', { area: '150200' }, ['aliya', 'wuyun', 'wang']],
    ['by a cause', { cause: 4 }, ['aliya', 'wuyun']],
    ['by a secondary cause', { cause: 9, area: '150203' }, ['wuyun', 'wang']],
    ['by name and cause, which must both hold', { name: '王芳', cause: 4 }, []],
    ['by states', { state: ['under_review', 'approved'], area: '150203' }, ['wuyun', 'wang']],
    ['nothing in another state', { state: ['declined'], name: '王芳' }, []],
  ])('%s', async (_, body, who) => {
    expect(await found(region, body)).toEqual(who.map((each) => cases[each]))
  })

  it('by case number as it is typed', async () => {
    expect(await found(region, { caseNumber: ` ${cases.wang.toLowerCase().replaceAll('-', ' ')} ` })).toEqual([
      cases.wang,
    ])
    expect(await found(region, { caseNumber: 'nothing like it' })).toEqual([])
  })

  it('by what the determination says: category and task group', async () => {
    const { body } = await region.readApplication({ params: { caseNumber: cases.wang } })
    const taskGroup = taskGroupSchema.parse(body.determination?.taskGroups[0])
    const category = unionCategorySchema.parse(body.determination?.unionCategory)
    const query = { taskGroup, category, area: '150203', state: 'under_review' }
    const listed = await region.listApplications({ query: { ...query, total: 'true' } })
    expect(listed.body.items.map(({ caseNumber }) => caseNumber)).toEqual([cases.wuyun, cases.wang])
    expect(listed.body.total).toEqual({ count: 2, exact: true })
    expect(await found(region, { category: category === 'deep' ? 'relative' : 'deep' })).toEqual([])
  })

  it('by file number, once there is a file', async () => {
    const decided = await (await openReviewDesk(house, '150200')).approve(cases.aliya)
    const fileNumber = decided.fileNumber ?? ''
    expect(await found(region, { fileNumber })).toEqual([cases.aliya])
    expect(await found(county, { fileNumber })).toEqual([])
  })

  it('by days of the calendar of China', async () => {
    const lastMinute = await store('152921', Date.parse('2024-01-01T15:59:59Z'))
    const nextDay = await store('152921', Date.parse('2024-01-01T16:00:00Z'))
    const days = (submittedFrom: string, submittedTo: string) =>
      found(region, { area: '152921', submittedFrom, submittedTo })
    expect(await days('2024-01-01', '2024-01-01')).toEqual([lastMinute])
    expect(await days('2024-01-02', '2024-01-02')).toEqual([nextDay])
    expect(await days('2024-01-01', '2024-01-02')).toEqual([nextDay, lastMinute])
  })

  it('by the new name after a correction, and not by the old one', async () => {
    const keyring = await keyringOf(house.secrets.keyring)
    const { body } = await region.readApplication({ params: { caseNumber: cases.li } })
    const application = { id: cases.li, countyCode: '150102', submittedAt: Date.parse(body.application.submittedAt) }
    await house.db.batch(replaceTermsStatements(house.db, application, { name: await nameTokens(keyring, '李刚') }))
    expect(await found(region, { name: '李强' })).toEqual([])
    expect(await found(region, { name: '李刚' })).toEqual([cases.li])
    expect(await found(region, { cause: 5 })).toEqual([cases.li])
  })
})

describe('what lies outside of the reach', () => {
  it.each<[string, Partial<Search>]>([
    ['name', { name: '阿丽娅·买买提' }],
    ['ID number', { idNumber: endsInX }],
    ['telephone', { phone: '13800000003' }],
    ['its area', { area: '150202' }],
    ['its city without it', { area: '150100' }],
    ['a state in another city', { area: '150100', state: ['under_review'] }],
  ])('is neither found nor counted by %s', async (_, body) => {
    const { body: answer } = await county.searchApplications({ body: { ...body, total: true } })
    expect(answer).toEqual({ items: [], next: null, total: { count: 0, exact: true } })
  })

  it('is not found by case number', async () => expect(await found(county, { caseNumber: cases.aliya })).toEqual([]))

  it('is not counted beside what lies within', async () => {
    const { body } = await county.searchApplications({ body: { cause: 9, area: '150000', total: true } })
    expect(body.total).toEqual({ count: 2, exact: true })
  })

  it('is, for a helper, every household but those paired with', async () => {
    const key = await house.key('helper', '150203')
    const [, helperId] = /jk_([a-z0-9]+)_/.exec(key) ?? []
    const ask = (json: Partial<Search>) =>
      house.send('POST', '/api/v1/applications/search', { as: key, json: { ...json, total: true } })
    expect(await ask({})).toMatchObject({ json: { items: [], total: { count: 0, exact: true } } })
    await house.db.prepare('UPDATE applications SET helper_id = ? WHERE id = ?').bind(helperId, cases.wang).run()
    for (const body of [{}, { name: '王芳' }, { area: '150203' }, { state: ['under_review' as const] }]) {
      expect(await ask(body)).toMatchObject({
        json: { items: [{ caseNumber: cases.wang }], total: { count: 1, exact: true } },
      })
    }
    expect(await ask({ name: '乌云' })).toMatchObject({ json: { items: [], total: { count: 0 } } })
  })
})

describe('pages', () => {
  const at = Date.parse('2025-05-05T00:00:00Z')

  it.each([
    ['a county', '150121', { area: '150121' }],
    ['states of a wide area', '150302', { area: '150300', state: 'declined,remained_closed' }],
  ])('of %s hold every row once, newest first, while rows come in between', async (_, countyCode, filters) => {
    // Three at a time are of the same moment.
    const stored = await Promise.all(
      Array.from({ length: 25 }, async (_row, index) => {
        const submittedAt = at + Math.floor(index / 3)
        return { id: await store(countyCode, submittedAt, index % 2 ? 'declined' : 'remained_closed'), submittedAt }
      }),
    )
    const query = { ...filters, submittedFrom: '2025-05-05', submittedTo: '2025-05-05', limit: 4 }
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const { body } = await region.listApplications({ query: after === undefined ? query : { ...query, after } })
      seen.push(...body.items.map(({ caseNumber }) => caseNumber))
      after = body.next
      await store(countyCode, at + 1000 + seen.length)
    }
    const newestFirst = stored.toSorted((a, b) => b.submittedAt - a.submittedAt || (a.id < b.id ? 1 : -1))
    expect(seen).toEqual(newestFirst.map(({ id }) => id))
  })

  it('end without an empty page', async () => {
    const { body } = await county.listApplications({ query: { limit: 2 } })
    expect(body.items).toHaveLength(2)
    expect(body.next).toBeNull()
  })

  it.each(['yesterday', '1~', '99999999999999999999~1502'])('do not begin after %s', async (after) => {
    const answer = await house.send('GET', `/api/v1/applications?after=${after}`, {
      as: await house.key('county_reviewer', '150203'),
    })
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ path: 'after' }] } })
  })
})

describe('a total', () => {
  const supervisor: StaffActor = { kind: 'staff', id: 'u1', role: 'region_supervisor', area: '150000' }

  it('is exact up to its bound, and said not to be beyond', async () => {
    await Promise.all([1, 2, 3].map((moment) => store('150221', moment)))
    const count = async (bound: number) => {
      const result = await search(house.db, supervisor, { area: '150221' }, { limit: 1, countUpTo: bound + 1 })
      return totalOf(result.count ?? -1, bound)
    }
    expect(await count(4)).toEqual({ count: 3, exact: true })
    expect(await count(3)).toEqual({ count: 3, exact: true })
    expect(await count(2)).toEqual({ count: 2, exact: false })
  })

  it('is not there where it was not asked for', async () => {
    expect((await region.listApplications()).body).not.toHaveProperty('total')
  })
})

describe('a personal value', () => {
  it.each(['name', 'idNumber', 'phone'])('is not taken in an address: %s', async (field) => {
    const value = encodeURIComponent('乌云其木格')
    const answer = await house.send('GET', `/api/v1/applications?${field}=${value}`, {
      as: await house.key('county_reviewer', '150203'),
    })
    expect(answer.status).toBe(422)
    expect(answer.text).not.toMatch(/乌云|%E4/)
  })

  it('is not repeated where it is wrong', async () => {
    const json = { idNumber: '150203197601011234', phone: '12345678', name: `某人\u0007` }
    const as = await house.key('county_reviewer', '150203')
    const answer = await house.send('POST', '/api/v1/applications/search', { as, json })
    expect(answer.status).toBe(422)
    expect(answer.text).not.toMatch(/150203197601011234|12345678|某人/)
  })

  it('stands in no table', async () => {
    await found(region, { name: '阿丽娅·买买提', idNumber: endsInX, phone: '13800000003' })
    expect(JSON.stringify(await allRows(house.db))).not.toMatch(new RegExp(`阿丽娅|买买提|${endsInX}|13800000003`))
  })
})
