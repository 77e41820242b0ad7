import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openStaff, type StaffMember } from './review.ts'
import { silenceOffices } from './untold-case.ts'
import { visit } from './visitor.ts'

let house: House
let reviewer: StaffMember
let colleague: StaffMember
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  reviewer = await openStaff(house, 'county_reviewer')
  colleague = await openStaff(house, 'county_reviewer')
})
afterAll(() => house.close())

const ifMatch = '*'
describe('what is returned', () => {
  const missing = {
    items: ['income_proof' as const, 'medical_proof' as const],
    note: '请补交 <b>最近</b> 三个月的工资单',
  }

  async function returned(language: 'zh-CN' | 'en', sequence: number) {
    const json = { ...newApplication(workedHousehold('H12').household, sequence), language }
    const answer = await house.send('POST', '/api/v1/applications', { json })
    const { caseNumber, accessCode } = receiptSchema.parse(answer.json)
    const params = { caseNumber }
    await eventually(async () => {
      const { body } = await reviewer.api.readApplication({ params })
      return body.application.state === 'under_review' ? true : undefined
    })
    await reviewer.api.claimApplication({ params, ifMatch })
    const { body } = await reviewer.api.returnApplication({ params, ifMatch, body: missing })
    return { caseNumber, accessCode, head: body }
  }
  const messageOf = (caseNumber: string) =>
    eventually(async () => {
      const { body } = await reviewer.api.listNotifications({ query: { caseNumber, limit: 100 } })
      return body.items.find(({ template }) => template === 'returned')?.body
    })

  it('waits for its applicant, who reads on the status page and in a message what is missing, and until when', async () => {
    const { caseNumber, accessCode, head } = await returned('zh-CN', 1)
    expect(head).toMatchObject({ state: 'returned', missing, claimedBy: null })
    expect(await messageOf(caseNumber)).toContain('还需要补充：收入证明、病历或医疗费用单据')
    const page = await house.send('POST', '/status', {
      body: new URLSearchParams({ caseNumber, accessCode }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const [year, month, day] = (head.dueOn ?? '').split('-').map(Number)
    for (const text of ['需要您补充情况', '收入证明', '病历或医疗费用单据', '请补交', `${year}年${month}月${day}日`]) {
      expect(page.text).toContain(text)
    }
    expect(page.text).not.toContain('<b>最近')
    const { body: view } = await (await house.client()).readCaseStatus({ body: { caseNumber, accessCode } })
    expect(view).toMatchObject({ state: 'returned', missing })
    expect(JSON.stringify(view)).not.toContain(reviewer.id)
  })

  it('is told in English to who applied in English', async () => {
    const { caseNumber } = await returned('en', 2)
    expect(await messageOf(caseNumber)).toContain('still needs: proof of income; medical records or bills')
  })

  it('is still the one open application of its person', async () => {
    const { caseNumber, accessCode } = await returned('zh-CN', 3)
    const again = await house.send('POST', '/api/v1/applications', {
      json: newApplication(workedHousehold('H12').household, 3),
      headers: { 'access-code': accessCode },
    })
    expect(again).toMatchObject({ status: 409, json: { caseNumber } })
  })

  it('is handed back by its applicant with the paper that was missing, once, and is reviewed again', async () => {
    const { caseNumber, accessCode } = await returned('zh-CN', 5)
    const visitor = visit(house)
    const page = await visitor.post('/status', { caseNumber, accessCode })
    expect(page.text).toContain('补充好了，交回审核')
    const form = { caseNumber, accessCode, item: 'bills:' }
    await visitor.upload('/status/documents/files', form, { bytes: samplePhoto('jpg') })
    const back = await visitor.post('/status/hand-back', { caseNumber, accessCode })
    expect(back.text).toContain('已交回')
    expect((await visitor.post('/status/hand-back', { caseNumber, accessCode })).text).not.toContain('已交回')
    expect((await visit(house).post('/status/hand-back', { caseNumber, accessCode: 'AAAABBBBCCCC' })).status).toBe(404)
    const params = { caseNumber }
    const read = await eventually(async () => {
      const { body } = await reviewer.api.readApplication({ params })
      return body.application.state === 'under_review' ? body : undefined
    })
    expect(read.application).toMatchObject({ missing: null, claimedBy: null })
    expect(read.determination).not.toBeNull()
    expect(read.timeline.map(({ type }) => type).filter((type) => /document|handed/.test(type))).toEqual([
      'document.added',
      'application.handed_back',
    ])
    const given = await reviewer.api.listDocuments({ params })
    expect(given.body.items).toMatchObject([{ kind: 'bills' }])
    // What is under review cannot be handed back.
    expect((await visitor.post('/status/hand-back', { caseNumber, accessCode })).text).not.toContain('已交回')
    expect((await reviewer.api.readApplication({ params })).body.application.version).toBe(read.application.version)
  })

  it('can be declined once the time of the applicant is over, and not before', async () => {
    const { caseNumber } = await returned('zh-CN', 4)
    const decline = () =>
      colleague.api.declineApplication({ params: { caseNumber }, ifMatch, body: { reason: '逾期未补充' } })
    expect(await refusalOf(decline())).toEqual([409, 'wrong-state'])
    await house.db.prepare("UPDATE applications SET due_on = '2026-01-05' WHERE id = ?").bind(caseNumber).run()
    expect((await decline()).body.state).toBe('declined')
  })
})
