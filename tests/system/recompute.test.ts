import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'

let house: House
let id: string
let caseNumber: string
beforeAll(async () => {
  house = await openHouse()
  // H12 carries no dibao line of its own: the region's average stands in, which a later table would replace.
  const answer = await house.send('POST', '/api/v1/applications', {
    json: newApplication(workedHousehold('H12').household),
  })
  caseNumber = receiptSchema.parse(answer.json).caseNumber
  id = await eventually(async () => {
    const row = await house.db
      .prepare('SELECT id FROM determinations WHERE application_id = ?')
      .bind(caseNumber)
      .first<{ id: string }>()
    return row?.id
  })
})
afterAll(() => house.close())

const recompute = async (area = '150000') =>
  house.send('POST', `/api/v1/determinations/${id}/recompute`, { as: await house.key('auditor', area) })
const alter = (set: string) => house.db.prepare(`UPDATE determinations SET ${set} WHERE id = ?`).bind(id).run()

const alterCase = (set: string) =>
  house.db.prepare(`UPDATE applications SET ${set} WHERE id = ?`).bind(caseNumber).run()

it('a determination comes out the same when it is made again', async () => {
  expect(await recompute()).toMatchObject({ status: 200, json: { id, same: true } })
})

it('a determination is hidden from staff of another area', async () => {
  expect((await recompute('150200')).status).toBe(404)
  expect((await recompute('150802')).status).toBe(200)
})

it('a determination is made again with the figures that it names, not with those in force today', async () => {
  await alter(`determination = json_set(determination, '$.parameters.dibaoLineMonthFen.value', 84001)`)
  expect(await recompute()).toMatchObject({ status: 200, json: { same: false } })
  await alter(`determination = json_set(determination, '$.parameters.dibaoLineMonthFen.value', 84000)`)
  expect(await recompute()).toMatchObject({ status: 200, json: { same: true } })
})

it('a determination comes out the same whatever has become of the facts of its case since', async () => {
  await alterCase(`facts = json_set(facts, '$.countedIncomeMonthFen', 99999999), version = version + 1`)
  expect(await recompute()).toMatchObject({ status: 200, json: { id, same: true } })
})

it('a determination older than kept households is made again from its case, as long as that proves anything', async () => {
  const kept = await house.db
    .prepare('SELECT input FROM determinations WHERE id = ?')
    .bind(id)
    .first<{ input: string }>()
  await alter('input = NULL')
  expect(await recompute()).toMatchObject({ status: 409, json: { detail: expect.stringContaining('changed since') } })
  await alterCase('version = 1')
  expect(await recompute()).toMatchObject({ status: 200, json: { same: false } })
  const facts = z.object({ facts: z.looseObject({}) }).parse(JSON.parse(kept?.input ?? '')).facts
  await house.db
    .prepare('UPDATE applications SET facts = ?, version = 7 WHERE id = ?')
    .bind(JSON.stringify(facts), caseNumber)
    .run()
  expect(await recompute()).toMatchObject({ status: 200, json: { same: true } })
  await house.db
    .prepare('UPDATE determinations SET input = ? WHERE id = ?')
    .bind(kept?.input ?? null, id)
    .run()
})

it('the determinations of a case are listed by version, without explanations, to those whose reach it lies in', async () => {
  await house.db
    .prepare(
      `INSERT INTO determinations (id, application_id, application_version, county_code, as_of, policy_version, determination, explanation, at)
       SELECT 'later', application_id, 5, county_code, as_of, policy_version, determination, explanation, at + 1
       FROM determinations WHERE id = ?`,
    )
    .bind(id)
    .run()
  const auditor = await house.client('auditor', '150802')
  const { body: first } = await auditor.listDeterminations({ query: { caseNumber, limit: 1 } })
  expect(first.items).toMatchObject([{ id, caseNumber, applicationVersion: 1, archiveDecision: expect.any(String) }])
  expect(first.items[0]).not.toHaveProperty('explanation')
  const { body: second } = await auditor.listDeterminations({ query: { caseNumber, after: first.next ?? '' } })
  expect(second).toMatchObject({ items: [{ id: 'later', applicationVersion: 5 }], next: null })
  const elsewhere = await house.client('auditor', '150200')
  expect((await elsewhere.listDeterminations({ query: { caseNumber } })).body.items).toEqual([])
})

it('a determination that somebody altered does not come out the same', async () => {
  await alter(`determination = json_set(determination, '$.unionCategory', 'relative')`)
  expect(await recompute()).toMatchObject({ status: 200, json: { same: false } })
})

it('a determination of tables that are not at hand is said to be so', async () => {
  await alter(`policy_version = '内政发〔2018〕47号/0'`)
  expect(await recompute()).toMatchObject({ status: 409, json: { detail: expect.stringContaining('/0') } })
})
