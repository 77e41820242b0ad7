import type { Client } from '@jiekun/client'
import { departments, measureName, policyVersion } from '@jiekun/policy'
import { areas } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'

let house: House
let as: string
let client: Client
beforeAll(async () => {
  house = await openHouse()
  as = await house.key('helper', '150203')
  client = await house.client('helper', '150203')
})
afterAll(() => house.close())

/** Every item of a list, page by page. */
async function every<T>(page: (after: { after?: string }) => Promise<{ body: { items: T[]; next: string | null } }>) {
  const items: T[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const { body } = await page(after === undefined ? {} : { after })
    items.push(...body.items)
    after = body.next
  }
  return items
}

describe('the areas', () => {
  it('are listed page by page, all of them once and in order of code', async () => {
    const listed = await every((after) => client.listAreas({ query: { limit: 25, ...after } }))
    expect(listed.map(({ code }) => code)).toEqual(areas.map(({ code }) => code))
  })
  it('are found by level and by what they lie in', async () => {
    const cities = await client.listAreas({ query: { level: 'city', limit: 100 } })
    expect(cities.body.items).toHaveLength(12)
    const { body } = await client.listAreas({ query: { parent: '150200', limit: 100 } })
    expect(body.items.map(({ parent, level }) => [parent, level])).toEqual(body.items.map(() => ['150200', 'county']))
    expect(body.items).toHaveLength(9)
  })
  it('are read with full name and revision; what is none is not there', async () => {
    expect((await client.readArea({ params: { code: '150203' } })).body).toEqual({
      code: '150203',
      name: '昆都仑区',
      fullName: '包头市昆都仑区',
      level: 'county',
      parent: '150200',
      revision: '2021',
    })
    expect((await client.readArea({ params: { code: '150000' } })).body).toMatchObject({ parent: null })
    expect(await house.send('GET', '/api/v1/areas/110000', { as })).toMatchObject({ status: 404 })
  })
})

describe('the policy', () => {
  it('is read as its versions with tables, clauses and rules, and each rule with its conditions', async () => {
    const { body } = await client.readPolicy()
    expect(body.current).toBe(policyVersion)
    expect(body.versions).toMatchObject([{ policyVersion, name: '内政发〔2018〕47号' }])
    const rules = await every((after) => client.listPolicyRules({ query: { limit: 7, ...after } }))
    const named = body.versions[0]?.tables.flatMap((table) => table.rules.map((rule) => [table.table, rule.rule]))
    expect(rules.map(({ table, rule }) => [table, rule])).toEqual(named)
    const { body: measures } = await client.listPolicyRules({ query: { table: 'measure', clause: '五.(二).6' } })
    expect(measures.items.map(({ rule }) => rule)).toEqual(['dibao', 'temporary-relief', 'disaster-relief'])
  })
  it('has its figures by area and day', async () => {
    const { body } = await client.listPolicyParameters({ query: { areaCode: '150203', asOf: '2022-06-10' } })
    expect(body.items).toHaveLength(11)
    expect(body.items[0]).toMatchObject({
      name: 'dibaoLineMonthFen',
      value: 84000,
      areaCode: '150200',
      from: '2022-01-01',
    })
    const today = await client.listPolicyParameters({ query: { areaCode: '150203' } })
    expect(today.body.items[0]).toMatchObject({ value: 88200, until: null })
  })
  it('has its measures with who leads them, and its departments', async () => {
    const measures = await every((after) => client.listPolicyMeasures({ query: { limit: 20, ...after } }))
    expect(measures).toHaveLength(48)
    const { body } = await client.listPolicyMeasures({ query: { lead: 'JYT' } })
    expect(body.items.map(({ code, name }) => [code, name])).toEqual(
      ['M401', 'M402', 'M403', 'M404'].map((code) => [code, measureName(code)]),
    )
    const listed = (await client.listDepartments()).body.items
    expect(Object.fromEntries(listed.map(({ code, name }) => [code, name]))).toEqual(departments)
    expect(listed.find(({ code }) => code === 'JYT')).toMatchObject({ leads: ['五.(二).4'], cooperates: ['五.(二).6'] })
  })
})

describe('an answer that only a release changes', () => {
  it.each([
    '/areas',
    '/areas/150203',
    '/policy',
    '/policy/rules',
    '/policy/parameters',
    '/policy/measures',
    '/policy/departments',
  ])('of %s is tagged by its content and answered 304 to whoever has it', async (path) => {
    const first = await house.send('GET', `/api/v1${path}`, { as })
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(first.headers.get('cache-control')).toBe('private, max-age=300')
    const headers = { 'if-none-match': `"other", W/${etag}` }
    const again = await house.send('GET', `/api/v1${path}`, { as, headers })
    expect(again).toMatchObject({ status: 304, text: '' })
    expect(again.headers.get('etag')).toBe(etag)
    const other = await house.send('GET', `/api/v1${path}`, { as, headers: { 'if-none-match': '"other"' } })
    expect(other).toMatchObject({ status: 200, text: first.text })
  })
  it('has another tag where it is cut down to some fields, and is for staff', async () => {
    const whole = await house.send('GET', '/api/v1/areas', { as })
    const cut = await house.send('GET', '/api/v1/areas?fields=code', { as })
    expect(cut.headers.get('etag')).not.toBe(whole.headers.get('etag'))
    expect(await house.send('GET', '/api/v1/areas')).toMatchObject({ status: 401 })
  })
})
