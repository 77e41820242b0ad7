import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newApplication } from '../generators/person.ts'
import { workedHousehold, workedIds } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'

const caseSchema = z.object({
  application: z.looseObject({
    state: z.string(),
    archiveDecision: z.string().nullable(),
    planCompletedAt: z.string().nullable(),
  }),
  determination: z.looseObject({ id: z.string(), archiveDecision: z.string() }).nullable(),
  timeline: z.array(z.looseObject({ type: z.string(), data: z.record(z.string(), z.unknown()) })),
  measures: z.array(z.looseObject({ measure: z.string(), state: z.string() })),
})

let house: House
let staff: string
let desk: ReviewDesk
beforeAll(async () => {
  house = await openHouse()
  staff = await house.key('county_reviewer', '150000')
  desk = await openReviewDesk(house)
})
afterAll(() => house.close())

let sequence = 1
async function submit(id: string) {
  const answer = await house.send('POST', '/api/v1/applications', {
    json: newApplication(workedHousehold(id).household, sequence++),
  })
  expect(answer).toMatchObject({ status: 201 })
  return receiptSchema.parse(answer.json)
}
const read = async (caseNumber: string) =>
  caseSchema.parse((await house.send('GET', `/api/v1/applications/${caseNumber}`, { as: staff })).json)
const determined = (caseNumber: string) =>
  eventually(async () => {
    const found = await read(caseNumber)
    return found.application.state === 'submitted' ? undefined : found
  })

describe('the main job', () => {
  it('takes every one of the twelve worked households', async () => {
    const receipts = await Promise.all(workedIds.map((id) => submit(id)))
    for (const { caseNumber } of receipts) expect((await determined(caseNumber)).determination).not.toBeNull()
  })

  it('goes from the form to delivered measures and a complete plan, and the applicant hears of every step', async () => {
    const { caseNumber, accessCode } = await submit('H12')
    const found = await determined(caseNumber)
    expect(found.application).toMatchObject({ state: 'under_review', archiveDecision: 'eligible' })
    expect(found.determination).not.toHaveProperty('explanation')
    const determination = `/api/v1/determinations/${found.determination?.id}`
    const explained = await house.send('GET', determination, { as: staff })
    expect(z.object({ explanation: z.array(z.unknown()) }).parse(explained.json).explanation.length).toBeGreaterThan(10)
    expect(await house.send('POST', `${determination}/recompute`, { as: staff })).toMatchObject({
      status: 200,
      json: { same: true },
    })

    const emergency = await eventually(async () => {
      const { measures } = await read(caseNumber)
      return measures.some(({ measure }) => measure === 'M603') ? measures : undefined
    })
    expect(emergency.map(({ measure }) => measure)).toEqual(['M603'])

    expect(await desk.approve(caseNumber)).toMatchObject({ state: 'approved' })
    const complete = await eventually(async () => {
      await house.tick()
      const state = await read(caseNumber)
      return state.application.planCompletedAt === null ? undefined : state
    })
    const owed = z.record(z.string(), z.array(z.string())).parse(workedHousehold('H12').expected.aid)
    expect(complete.measures.map(({ measure }) => measure).toSorted()).toEqual(Object.values(owed).flat().toSorted())
    expect(new Set(complete.measures.map(({ state }) => state))).toEqual(new Set(['delivered']))

    const page = await house.send('POST', '/status', {
      body: new URLSearchParams({ caseNumber, accessCode }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(page.text).toContain('帮扶措施全部办结')
    expect(page.text).toContain('巴彦淖尔市临河区民政局')
    expect(page.text).toMatch(/已经落实：\d+ 项/)
    expect(complete.timeline.at(-1)?.type).toBe('plan.completed')
    expect(house.department.refused()).toBe(0)

    const messages = await eventually(async () => {
      const answer = await house.send('GET', `/api/v1/notifications?caseNumber=${caseNumber}&limit=100`, { as: staff })
      const { items } = z.object({ items: z.array(z.looseObject({ template: z.string() })) }).parse(answer.json)
      return items.some(({ template }) => template === 'completed') ? items : undefined
    })
    const count = (template: string) => messages.filter((each) => each.template === template).length
    expect({
      received: count('received'),
      endorsed: count('endorsed'),
      approved: count('approved'),
      referred: count('referred'),
    }).toEqual({
      received: 1,
      endorsed: 1,
      approved: 1,
      referred: 1,
    })
    expect(count('delivered')).toBe(complete.measures.length)

    const status = await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
    expect(status.status).toBe(200)
    expect(status.text).not.toContain('幸福小区 3 号楼')
    const sent = z.object({ messages: z.array(z.object({ body: z.string() })) }).parse(status.json).messages
    expect(sent).toHaveLength(messages.length)
    // Messages of one moment stand in any order.
    expect(sent.map(({ body }) => body)).toContainEqual(expect.stringContaining('全部措施都已办结'))
    expect(sent.at(-1)?.body).toContain('我们已收到您的申请')
  })

  it('goes on when the department system was down and comes up again', async () => {
    house.department.setMode('down')
    const { caseNumber } = await submit('H03')
    await determined(caseNumber)
    await desk.approve(caseNumber)
    await eventually(async () => {
      const row = await house.db
        .prepare("SELECT max(attempts) AS tries FROM deliveries WHERE plan_id = ? AND state = 'pending'")
        .bind(caseNumber)
        .first<{ tries: number | null }>()
      return (row?.tries ?? 0) >= 1 ? true : undefined
    })
    house.department.setMode('ok')
    await eventually(async () => {
      await house.tick()
      return (await read(caseNumber)).application.planCompletedAt ?? undefined
    })
  })

  it('declines with a reason, and opens no file', async () => {
    const { caseNumber } = await submit('H16')
    await determined(caseNumber)
    expect(await refusalOf(desk.approve(caseNumber))).toEqual([409, 'wrong-state'])
    expect(await desk.decline(caseNumber)).toMatchObject({ state: 'declined', fileNumber: null })
  })
})
