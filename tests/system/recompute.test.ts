import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'

let house: House
let id: string
beforeAll(async () => {
  house = await openHouse()
  // H12 carries no dibao line of its own: the region's average stands in, which a later table would replace.
  const answer = await house.send('POST', '/api/v1/applications', {
    json: newApplication(workedHousehold('H12').household),
  })
  const { caseNumber } = receiptSchema.parse(answer.json)
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

it('a determination that somebody altered does not come out the same', async () => {
  await alter(`determination = json_set(determination, '$.unionCategory', 'relative')`)
  expect(await recompute()).toMatchObject({ status: 200, json: { same: false } })
})

it('a determination of tables that are not at hand is said to be so', async () => {
  await alter(`policy_version = '内政发〔2018〕47号/0'`)
  expect(await recompute()).toMatchObject({ status: 409, json: { detail: expect.stringContaining('/0') } })
})
