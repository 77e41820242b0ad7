import { determine } from '@jiekun/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { sampleHouseholds } from '../generators/household.ts'
import { workedHousehold, workedIds } from '../generators/worked-households.ts'
import { type House, openHouse, type SendOptions } from './house.ts'
import { allRows } from './rows.ts'

let house: House
let as: string
beforeAll(async () => {
  house = await openHouse()
  as = await house.key('auditor', '150000')
})
afterAll(() => house.close())

const simulate = (json: unknown, options: SendOptions = { as }) =>
  house.send('POST', '/api/v1/simulations', { json, ...options })
const { household } = workedHousehold('H02')
const itemsOf = (json: unknown) =>
  z.object({ items: z.array(z.looseObject({ determination: z.looseObject({}).optional() })) }).parse(json).items

describe('a simulation', () => {
  it('says of the worked households what is expected of them, and stores nothing', async () => {
    const before = await allRows(house.db)
    const households = workedIds.map((id) => ({ id, ...workedHousehold(id).household }))
    const answer = await simulate({ households, explain: true })
    expect(answer.status).toBe(200)
    expect(itemsOf(answer.json)).toMatchObject(
      workedIds.map((id) => ({ id, determination: workedHousehold(id).expected })),
    )
    expect(itemsOf(answer.json)[0]?.determination?.explanation).not.toHaveLength(0)
    expect(await allRows(house.db)).toEqual(before)
  })

  it('takes other figures than those in force, names them as overrides, and another date', async () => {
    const plain = itemsOf((await simulate({ households: [household] })).json)[0]?.determination
    expect(plain?.taskGroups).not.toContain('四.(二)')
    const line = household.facts.countedIncomeMonthFen
    const richer = itemsOf(
      (await simulate({ households: [household], overrides: { dibaoLineMonthFen: line } })).json,
    )[0]?.determination
    expect(richer).toMatchObject({ parameters: { dibaoLineMonthFen: { value: line, source: 'override' } } })
    expect(z.array(z.string()).parse(richer?.taskGroups)).toContain('四.(二)')
    expect(await simulate({ households: [household], asOf: '1990-01-01' })).toMatchObject({
      json: { items: [{ error: { status: 422 } }] },
    })
  })

  it('puts what is wrong with a household in its place and goes on with the rest', async () => {
    const broken = { ...household, facts: { ...household.facts, rentMonthFen: -1 } }
    const answer = await simulate({ households: [{ id: 'a', ...broken }, 7, { id: 'c', ...household }] })
    expect(answer).toMatchObject({
      status: 200,
      json: {
        items: [
          { id: 'a', error: { errors: [{ path: 'facts.rentMonthFen' }] } },
          { id: null, error: { status: 422 } },
          { id: 'c', determination: { unionCategory: expect.any(String) } },
        ],
      },
    })
  })

  it('takes a thousand households at once where they need no explanation', async () => {
    const households = sampleHouseholds(1000)
    expect(JSON.stringify(households).length).toBeGreaterThan(2_000_000)
    const answer = await simulate({ households })
    expect(answer.status).toBe(200)
    const said = itemsOf(answer.json).map(({ determination }) => determination?.archiveDecision)
    expect(said).toEqual(
      households.map((each) => {
        const determined = determine(each)
        return determined.ok ? determined.value.archiveDecision : undefined
      }),
    )
  })

  it.each([
    ['no households', { households: [] }],
    ['an unknown figure', { households: [household], overrides: { luck: 7 } }],
    ['a date that is none', { households: [household], asOf: '2026-02-30' }],
    ['more than can be explained', { households: Array.from({ length: 51 }, () => 7), explain: true }],
  ])('is refused with %s', async (_what, json) => {
    expect(await simulate(json)).toMatchObject({ status: 422 })
  })

  it('is for staff', async () => {
    expect(await simulate({ households: [household] }, {})).toMatchObject({ status: 401 })
  })
})
