import type { Client } from '@jiekun/client'
import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allHeard, countOf } from './rows.ts'
import { eventOf, silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

let house: House
let staff: Client
let desk: ReviewDesk
let applicant: Client
beforeAll(async () => {
  house = await openHouse()
  staff = await house.client('county_reviewer', '150802')
  desk = await openReviewDesk(house)
  applicant = await house.client()
})
afterAll(() => house.close())

let sequence = 400
async function underReview() {
  const json = newApplication(workedHousehold('H12').household, sequence++)
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const params = { caseNumber: receipt.caseNumber }
  await eventually(async () => {
    const { body } = await staff.readApplication({ params })
    return body.application.state === 'under_review' ? true : undefined
  })
  return { ...receipt, params }
}
/** A case whose plan is complete, so that every office has been told. */
async function finished() {
  const found = await underReview()
  await desk.approve(found.params.caseNumber)
  await eventually(async () => {
    await house.tick()
    const { body } = await staff.readApplication({ params: found.params })
    return body.application.planCompletedAt ?? undefined
  })
  await eventually(() => allHeard(house.db))
  return found
}
const statusPage = (fields: Record<string, string>) =>
  house.send('POST', '/status', {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

describe('what is told to an office', () => {
  it('is recorded once for each webhook that reached it: what, why and on which consent; the person reads it', async () => {
    const { caseNumber, accessCode } = await finished()
    const delivered = await countOf(house.db, "deliveries WHERE plan_id = ? AND state != 'pending'", caseNumber)
    const { items } = (await staff.listDisclosures({ query: { caseNumber, limit: 100 } })).body
    expect(delivered).toBeGreaterThan(10)
    expect(items).toHaveLength(delivered)
    for (const item of items) {
      expect(item).toMatchObject({
        caseNumber,
        fields: ['caseNumber', 'area', 'clause', 'measures'],
        basis: 'consent',
        consentVersion: '2026-11',
      })
      expect(item.measures.length).toBeGreaterThan(0)
    }
    const { body } = await applicant.readCaseStatus({ body: { caseNumber, accessCode } })
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(body.disclosures.toSorted(byId)).toEqual(items.toSorted(byId))

    const page = await statusPage({ caseNumber, accessCode })
    expect(page.text).toContain('谁看到了我的信息')
    expect(page.text).toContain('依据：您的单独同意（2026-11 版）')
    expect(page.text).toContain(`还有 ${items.length - 3} 条`)
  })

  it('stands without a consent for a department that the person left out, and with it for the others', async () => {
    const application = newApplication(workedHousehold('H12').household, sequence++)
    const consents = application.consents.map((each) =>
      each.purpose === 'department_sharing' ? { ...each, except: ['MZT'] } : each,
    )
    const json = { ...application, consents }
    const { caseNumber } = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
    const params = { caseNumber }
    await eventually(async () =>
      (await staff.readApplication({ params })).body.application.state === 'under_review' ? true : undefined,
    )
    await desk.approve(caseNumber)
    const items = await eventually(async () => {
      await house.tick()
      const { body } = await staff.listDisclosures({ query: { caseNumber, limit: 100 } })
      const told = (department: string) => body.items.some(({ officeId }) => officeId.includes(`-${department}-`))
      return told('MZT') && told('RST') ? body.items : undefined
    })
    for (const { officeId, basis, consentVersion } of items)
      expect([officeId, basis, consentVersion]).toEqual(
        officeId.includes('-MZT-') ? [officeId, 'statutory_duty', null] : [officeId, 'consent', '2026-11'],
      )
  })

  it('comes in pages, each disclosure once', async () => {
    const caseNumber =
      (await house.db.prepare('SELECT case_number AS n FROM disclosures').first<{ n: string }>())?.n ?? ''
    const seen: string[] = []
    let after: string | undefined
    do {
      const { body } = await staff.listDisclosures({ query: { caseNumber, limit: 5, ...(after ? { after } : {}) } })
      seen.push(...body.items.map(({ id }) => id))
      after = body.next ?? undefined
    } while (after)
    expect(seen).toHaveLength(await countOf(house.db, 'disclosures WHERE case_number = ?', caseNumber))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('is recorded once however often the delivery is settled, and not at all while it fails', async () => {
    await silenceOffices(house.db, '1502*')
    const told = await storeUntold(house.db, 'H01', { state: 'approved' })
    const { deliveryId, due } = await storeDelivery(house.db, told)
    const again = () => eventOf(told, 'delivery.due', { deliveryId })
    const count = () => countOf(house.db, 'disclosures WHERE source_id = ?', deliveryId)
    await house.deliver('referral-delivery', [due, due, again()])
    expect(await count()).toBe(1)
    // As if the first settlement had been lost half way: the webhook is pending once more.
    await house.db.prepare("UPDATE deliveries SET state = 'pending' WHERE id = ?").bind(deliveryId).run()
    await Promise.all([house.deliver('referral-delivery', [again()]), house.deliver('referral-delivery', [again()])])
    expect(await count()).toBe(1)

    const office = '1502-MZT-150203'
    await house.db.prepare("UPDATE offices SET endpoint = 'http://127.0.0.1:9/' WHERE id = ?").bind(office).run()
    const failing = await storeDelivery(house.db, await storeUntold(house.db, 'H01', { state: 'approved' }), {
      officeId: office,
    })
    await house.deliver('referral-delivery', [failing.due])
    expect(await countOf(house.db, 'deliveries WHERE id = ? AND attempts = 1', failing.deliveryId)).toBe(1)
    expect(await countOf(house.db, 'disclosures WHERE source_id = ?', failing.deliveryId)).toBe(0)
  })

  it('rests on a statutory duty where the household never consented', async () => {
    await silenceOffices(house.db, '1502*')
    const told = await storeUntold(house.db, 'H01', { state: 'approved' })
    await house.deliver('referral-delivery', [(await storeDelivery(house.db, told)).due])
    const row = await house.db
      .prepare('SELECT basis, consent_version AS version FROM disclosures WHERE case_number = ?')
      .bind(told.caseNumber)
      .first()
    expect(row).toEqual({ basis: 'statutory_duty', version: null })
  })

  it('is seen within reach only, and by no role that may not read it', async () => {
    const caseNumber =
      (await house.db.prepare('SELECT case_number AS n FROM disclosures').first<{ n: string }>())?.n ?? ''
    const elsewhere = await house.client('county_reviewer', '152500')
    expect((await elsewhere.listDisclosures({ query: { caseNumber } })).body.items).toEqual([])
    const intake = await house.client('grassroots_intake', '150000')
    await expect(intake.listDisclosures({ query: { caseNumber } })).rejects.toMatchObject({ problem: { status: 403 } })
  })
})

describe('staff who open sealed fields', () => {
  it('are seen by the person, by role and unit and never by who they are', async () => {
    const { caseNumber, accessCode, params } = await underReview()
    await staff.revealIdentity({ params, body: { fields: ['phone', 'address'], reason: '电话核实情况' } })
    await staff.exportPerson({ params, body: { reason: '本人到窗口申请复制' } })
    const { body } = await applicant.readCaseStatus({ body: { caseNumber, accessCode } })
    expect(body.accesses).toEqual([
      { at: expect.any(String), kind: 'exported', role: 'county_reviewer', area: '150802', fields: [] },
      {
        at: expect.any(String),
        kind: 'revealed',
        role: 'county_reviewer',
        area: '150802',
        fields: ['address', 'phone'],
      },
    ])
    const { text } = await statusPage({ caseNumber, accessCode })
    expect(text).toContain('临河区 · 旗县区审核人员')
    expect(text).toContain('打开查看了：现在的住址、手机号码')
    const actor = await house.db
      .prepare("SELECT actor FROM audit WHERE subject = ? AND action LIKE 'identity.revealed:%'")
      .bind(caseNumber)
      .first<{ actor: string }>()
    expect(actor?.actor).toMatch(/^staff:/)
    expect(text).not.toContain(actor?.actor.slice('staff:'.length) ?? '')
    expect(text).not.toContain('电话核实情况')
  })
})
