import type { Client } from '@jiekun/client'
import { receiptSchema } from '@jiekun/schema'
import { identityPlace, keyringOf } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allHeard, allRows, countOf } from './rows.ts'

let house: House
let staff: Client
let desk: ReviewDesk
let applicant: Client
beforeAll(async () => {
  house = await openHouse()
  staff = await house.client('county_reviewer', '150000')
  desk = await openReviewDesk(house)
  applicant = await house.client()
})
afterAll(() => house.close())

const years = (count: number): Date => {
  const at = new Date()
  at.setUTCFullYear(at.getUTCFullYear() + count)
  return new Date(at.getTime() + 86_400_000)
}

let sequence = 250
async function submit(id: string, order = sequence++) {
  const json = newApplication(workedHousehold(id).household, order)
  json.identity.name = `图雅${order}号`
  json.identity.address = `建设路 ${order} 号院`
  json.identity.bankAccount = `62220202003344${order}`
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const params = { caseNumber: receipt.caseNumber }
  await eventually(async () => {
    const { body } = await staff.readApplication({ params })
    return body.application.state === 'submitted' ? undefined : true
  })
  return { ...receipt, params, identity: json.identity, sent: json }
}
async function declined(order?: number) {
  const found = await submit('H16', order)
  await desk.decline(found.params.caseNumber)
  return found
}
async function finished() {
  const found = await submit('H12')
  await staff.correctApplication({
    params: found.params,
    ifMatch: '*',
    body: { identity: { address: '旧址已改 88 号' }, reason: '住址录错了' },
  })
  await desk.approve(found.params.caseNumber)
  await eventually(async () => {
    await house.tick()
    const { body } = await staff.readApplication({ params: found.params })
    return body.application.planCompletedAt ?? undefined
  })
  return found
}
const read = async (caseNumber: string) => (await staff.readApplication({ params: { caseNumber } })).body
const erase = (caseNumber: string, consentWithdrawn = false, ifMatch = '*') =>
  staff.eraseApplication({ params: { caseNumber }, ifMatch, body: { reason: '本人申请删除', consentWithdrawn } })
const refused = { problem: { status: 409, type: 'https://jiekun.example/problems/wrong-state' } }
const settled = () => eventually(() => allHeard(house.db))

/** Every value sealed anywhere that opens for the places a case's values are sealed for. */
async function openable(caseNumber: string): Promise<string[]> {
  const keyring = await keyringOf(house.secrets.keyring)
  const rows = await allRows(house.db)
  const ids = z.array(z.object({ id: z.string() })).parse(rows.corrections)
  const places = [identityPlace(caseNumber), ...ids.map(({ id }) => `corrections.before:${id}`)]
  const sealed = Object.values(rows)
    .flat()
    .filter((row) => JSON.stringify(row).includes(caseNumber))
    .flatMap((row) => Object.values(z.record(z.string(), z.unknown()).parse(row)))
    .filter((value) => typeof value === 'string')
    .filter((value) => /^\w+\.[\w+/=]+\.[\w+/=]+$/.test(value))
  const opened = await Promise.all(
    sealed.flatMap((value) => places.map((place) => keyring.unseal(value, place).catch(() => undefined))),
  )
  return opened.filter((plain) => plain !== undefined)
}

describe('the cron', () => {
  it('erases a declined application two years after its end, and not a day before', async () => {
    const { caseNumber, accessCode, identity } = await declined()
    expect(await openable(caseNumber)).toHaveLength(1)
    await house.tick(new Date(years(2).getTime() - 3 * 86_400_000))
    expect((await read(caseNumber)).application.erasedAt).toBeNull()
    await house.tick(years(2))
    await settled()

    const { application, timeline } = await read(caseNumber)
    expect(application).toMatchObject({
      state: 'declined',
      archiveDecision: 'ineligible_not_worker',
      erasedAt: expect.any(String),
      facts: null,
      members: [],
      applicant: { name: '已删除', idNumber: '已删除', phone: '已删除', address: '已删除' },
    })
    expect(timeline.at(-1)?.type).toBe('application.erased')
    expect(await countOf(house.db, "audit WHERE subject = ? AND action = 'application.erased'", caseNumber)).toBe(1)
    const text = JSON.stringify(await allRows(house.db))
    for (const value of Object.values(identity)) expect(text).not.toContain(value)
    expect(await openable(caseNumber)).toEqual([])

    const { body } = await applicant.readCaseStatus({ body: { caseNumber, accessCode } })
    expect(body.erasedAt).toBe(application.erasedAt)
    const page = await house.send('POST', '/status', {
      body: new URLSearchParams({ caseNumber, accessCode }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(page.text).toContain('个人信息已删除')
    expect(page.text).not.toContain('action="/status/corrections"')
  })

  it('erases a case ten years after its household left the register; decision, dates, amounts and disclosures stay', async () => {
    const { caseNumber, identity } = await finished()
    await settled()
    const fileNumber = (await read(caseNumber)).application.fileNumber ?? ''
    const kept = () =>
      house.db
        .prepare(
          `SELECT a.state, a.archive_decision, a.submitted_at, p.completed_at, sum(r.amount_fen) AS amount, count(r.id) AS referrals,
             (SELECT count(*) FROM disclosures WHERE case_number = a.id) AS disclosures,
             (SELECT count(*) FROM audit WHERE subject = a.id AND action = 'application.approved') AS approvals
           FROM applications AS a JOIN plans AS p ON p.id = a.id JOIN referrals AS r ON r.plan_id = a.id WHERE a.id = ?`,
        )
        .bind(caseNumber)
        .first()
    const before = await kept()
    expect(before?.disclosures).toBeGreaterThan(10)

    await house.tick(years(10))
    expect((await read(caseNumber)).application.erasedAt, 'it has not left').toBeNull()
    await house.db
      .prepare('UPDATE household_files SET exited_at = ? WHERE file_number = ?')
      .bind(Date.now(), fileNumber)
      .run()
    await house.tick(new Date(years(10).getTime() - 3 * 86_400_000))
    expect((await read(caseNumber)).application.erasedAt, 'a day before').toBeNull()
    await house.tick(years(10))
    await settled()

    expect((await read(caseNumber)).application.erasedAt).not.toBeNull()
    expect(await kept()).toEqual(before)
    const rows = await allRows(house.db)
    const { audit: _stays, ...others } = rows
    const text = JSON.stringify(others)
    for (const value of [...Object.values(identity), '旧址已改 88 号', '住址录错了', '材料齐全']) {
      expect(text).not.toContain(value)
    }
    expect(await openable(caseNumber)).toEqual([])
    const told = z.array(z.looseObject({ application_id: z.string(), body: z.string() })).parse(rows.messages)
    expect(told.filter((row) => row.application_id === caseNumber && row.body !== '')).toEqual([])
    expect(await countOf(house.db, "referrals WHERE plan_id = ? AND member_ids != '[]'", caseNumber)).toBe(0)
    expect(await countOf(house.db, "determinations WHERE application_id = ? AND explanation != '[]'", caseNumber)).toBe(
      0,
    )
    expect(await countOf(house.db, 'drafts WHERE application_id = ?', caseNumber)).toBe(0)
  })

  it('erases more than one batch holds, each once, also when two ticks come together', async () => {
    const { caseNumber } = await declined()
    const ids = Array.from({ length: 120 }, (_each, at) => `1508-200101-${String(at).padStart(8, '0')}`)
    await house.db.batch([
      house.db
        .prepare(
          `INSERT INTO applications (id, county_code, state, version, facts, members, consents, language, identity_sealed,
             identity_masked, person_index, phone_index, access_key_id, submitted_at)
           SELECT value, county_code, 'declined', 1, facts, members, consents, language, identity_sealed, identity_masked,
             value, value, access_key_id, 1577836800000 FROM applications, json_each(?2) WHERE applications.id = ?1`,
        )
        .bind(caseNumber, JSON.stringify(ids)),
      house.db
        .prepare(
          `INSERT INTO application_transitions (application_id, sequence, state, at, actor)
           SELECT value, 1, 'declined', 1577836800000, 'test' FROM json_each(?)`,
        )
        .bind(JSON.stringify(ids)),
    ])
    await Promise.all([house.tick(), house.tick()])
    await house.tick()
    expect(await countOf(house.db, "applications WHERE id GLOB '1508-200101-*' AND erased_at IS NULL")).toBe(0)
    const erased = "audit WHERE action = 'application.erased' AND subject GLOB '1508-200101-*'"
    expect(await countOf(house.db, erased)).toBe(ids.length)
    expect(await countOf(house.db, 'applications WHERE id = ? AND erased_at IS NULL', caseNumber)).toBe(1)
    await settled()
  })
})

describe('on demand', () => {
  it('is refused while the application is open, while a file must be kept, and before the period is over', async () => {
    const open = await submit('H16')
    await expect(erase(open.caseNumber, true)).rejects.toMatchObject(refused)
    const closed = await declined()
    await expect(erase(closed.caseNumber)).rejects.toMatchObject(refused)
    const { caseNumber } = await finished()
    await expect(erase(caseNumber, true)).rejects.toMatchObject(refused)
    for (const each of [open, closed, { caseNumber }]) {
      expect((await read(each.caseNumber)).application.erasedAt).toBeNull()
    }
  })

  it('is refused where emergency aid went out before the application was declined', async () => {
    const { caseNumber, params } = await submit('H12')
    await eventually(async () => ((await read(caseNumber)).measures.length > 0 ? true : undefined))
    await desk.decline(params.caseNumber)
    await expect(erase(caseNumber, true)).rejects.toMatchObject(refused)
  })

  it('is done where the consent is withdrawn and nothing came of the case; then the person can apply again', async () => {
    const { caseNumber, sent } = await declined()
    const { version } = (await read(caseNumber)).application
    const { body } = await erase(caseNumber, true, `"${version}"`)
    expect(body).toMatchObject({ caseNumber, version: version + 1 })
    await settled()
    await expect(erase(caseNumber, true)).rejects.toMatchObject(refused)
    const again = await house.send('POST', '/api/v1/applications', { json: sent })
    expect(again.status).toBe(201)
    const own = receiptSchema.parse(again.json)
    const { cases } = (
      await staff.exportPerson({ params: { caseNumber: own.caseNumber }, body: { reason: '本人到窗口申请复制' } })
    ).body
    expect(cases.map((held) => held.caseNumber)).toEqual([own.caseNumber])
  })

  it('nothing of an erased case can be revealed, corrected or determined again', async () => {
    const { caseNumber, params } = await declined()
    await erase(caseNumber, true)
    await settled()
    const { determination } = await read(caseNumber)
    await expect(
      staff.revealIdentity({ params, body: { fields: ['name'], reason: '核实有关情况' } }),
    ).rejects.toMatchObject(refused)
    await expect(
      staff.correctApplication({ params, ifMatch: '*', body: { identity: { phone: '13800000000' }, reason: '电话' } }),
    ).rejects.toMatchObject(refused)
    await expect(staff.recomputeDetermination({ params: { id: determination?.id ?? '' } })).rejects.toMatchObject(
      refused,
    )
    const before = await countOf(house.db, 'determinations')
    const event = (await allHeard(house.db))?.find(
      ({ type, subject }) => type === 'application.submitted' && subject === caseNumber,
    )
    await house.db.prepare('DELETE FROM inbox WHERE event_id = ?').bind(event?.id).run()
    expect(await house.deliver('eligibility', [event])).toEqual(['acknowledged'])
    expect(await countOf(house.db, 'determinations')).toBe(before)
  })

  it('of another version than was read is refused, and so is one from outside of reach', async () => {
    const { caseNumber, params } = await declined()
    await expect(erase(caseNumber, true, '"1"')).rejects.toMatchObject({ problem: { status: 412 } })
    const outside = await house.client('county_reviewer', '152500')
    await expect(
      outside.eraseApplication({ params, ifMatch: '*', body: { reason: '删除', consentWithdrawn: true } }),
    ).rejects.toMatchObject({ problem: { status: 404 } })
  })
})
