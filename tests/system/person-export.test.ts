import type { Client } from '@jiekun/client'
import { consentVersion, receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { exportedTables, unexportedTables } from '../../services/registration/src/privacy/held-tables.ts'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allHeard, allRows } from './rows.ts'
import { visit } from './visitor.ts'

let house: House
let staff: Client
let desk: ReviewDesk
let applicant: Client
let mine: Awaited<ReturnType<typeof submit>>
let others: Awaited<ReturnType<typeof submit>>

async function submit(sequence: number, id = 'H12') {
  const json = newApplication(workedHousehold(id).household, sequence)
  json.identity.name = `人名${sequence}号`
  json.identity.address = `和平路 ${sequence} 号院`
  json.identity.bankAccount = `62220202001122${sequence}`
  json.agent = {
    kind: 'family',
    name: `代办${sequence}号`,
    phone: `13700000${sequence}`,
    consent: { version: consentVersion },
  }
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const params = { caseNumber: receipt.caseNumber }
  await eventually(async () => {
    const { body } = await staff.readApplication({ params })
    return body.application.state === 'submitted' ? undefined : true
  })
  return { ...receipt, params, identity: json.identity }
}

beforeAll(async () => {
  house = await openHouse()
  staff = await house.client('county_reviewer', '150000')
  desk = await openReviewDesk(house)
  applicant = await house.client()
  others = await submit(222)
  mine = await submit(111)
  for (const { params } of [mine, others]) {
    await staff.revealIdentity({ params, body: { fields: ['phone'], reason: '电话核实情况' } })
    await staff.correctApplication({
      params,
      ifMatch: '*',
      body: {
        identity: { phone: `1390000${params.caseNumber === mine.caseNumber ? '1111' : '2222'}` },
        reason: '电话有误',
      },
    })
    await desk.approve(params.caseNumber)
    await eventually(async () => {
      await house.tick()
      const { body } = await staff.readApplication({ params })
      return body.application.planCompletedAt ?? undefined
    })
  }
  for (const { caseNumber, accessCode } of [mine, others]) {
    const form = { caseNumber, accessCode, kind: 'change', text: `情况变动 ${caseNumber}` }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    await house.send('POST', '/status/requests', { body: new URLSearchParams(form).toString(), headers })
    const paper = { caseNumber, accessCode, item: 'household_register:' }
    await visit(house).upload('/status/documents/files', paper, { bytes: samplePhoto('jpg') })
  }
  await eventually(() => allHeard(house.db))
  await house.db
    .prepare(
      `INSERT INTO referral_escalations (referral_id, sequence, plan_id, county_code, kind, at, state, version, due_on,
         office_id, to_area)
       SELECT id, 1, plan_id, county_code, 'warning', 1, 'sent', 2, '2026-11-30', office_id, county_code FROM referrals`,
    )
    .run()
  await house.db
    .prepare(
      `INSERT INTO cooperation_tasks (id, plan_id, county_code, office_id, clause, referral_ids, state, version, created_at)
       SELECT id || '-task', id, county_code, 'office', '五.(一)', '[]', 'open', 1, 1 FROM plans`,
    )
    .run()
})
afterAll(() => house.close())

const exportMine = async () => {
  const { caseNumber, accessCode } = mine
  return (await applicant.exportOwnData({ body: { caseNumber, accessCode } })).body
}

describe('an export', () => {
  it('holds the identity in plain and everything that is stored of the case', async () => {
    const exported = await exportMine()
    expect(exported.cases.map(({ caseNumber }) => caseNumber)).toEqual([mine.caseNumber])
    const [held] = exported.cases
    expect(held?.identity).toEqual({ ...mine.identity, phone: '13900001111' })
    expect(held?.corrections).toMatchObject([
      {
        by: 'staff',
        fields: ['identity.phone'],
        before: { 'identity.phone': mine.identity.phone },
        reason: '电话有误',
      },
    ])
    expect(held?.accesses).toMatchObject([{ kind: 'revealed', role: 'county_reviewer' }])
    expect(held?.determinations[0]?.reasons.length).toBeGreaterThan(0)
    expect(exported.files).toMatchObject([{ caseNumber: mine.caseNumber, fileNumber: held?.fileNumber }])
  })

  it('is complete: a table with rows of the case is in it, row by row, or stands among the exceptions', async () => {
    const exported = await exportMine()
    const all = await allRows(house.db)
    const referralIds = exported.cases.flatMap(({ referrals }) => referrals.map(({ id }) => id))
    expect(referralIds.length).toBeGreaterThan(10)
    const marks = [mine.caseNumber, ...referralIds]
    const counts: Record<string, number> = {}
    for (const [table, rows] of Object.entries(all)) {
      const ofCase = rows.filter((row) => marks.some((mark) => JSON.stringify(row).includes(mark)))
      if (ofCase.length > 0 && !(table in unexportedTables)) counts[table] = ofCase.length
    }
    expect(counts).toEqual(
      Object.fromEntries(Object.entries(exportedTables).map(([table, path]) => [table, itemsAt(exported, path)])),
    )
  })

  it('has a place for every table that could hold rows of a case, whether it does here or not', async () => {
    const columns = await house.db
      .prepare(
        `SELECT DISTINCT m.name AS name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND c.name IN ('application_id', 'plan_id', 'case_number', 'referral_id', 'subject')`,
      )
      .all()
    const names = z.array(z.object({ name: z.string() })).parse(columns.results)
    const placed = [...Object.keys(exportedTables), ...Object.keys(unexportedTables)]
    expect(names.map(({ name }) => name).filter((name) => !placed.includes(name))).toEqual([])
    expect(names.length).toBeGreaterThan(8)
  })

  it('holds nothing of another person, not even of one whose case is like it', async () => {
    const text = JSON.stringify(await exportMine())
    for (const value of [others.caseNumber, ...Object.values(others.identity), '13900002222']) {
      expect(text).not.toContain(value)
    }
  })

  it('holds nothing of earlier cases for whoever applies under the ID number of somebody else', async () => {
    const second = await applyAgain()
    const { caseNumber, accessCode } = second
    const { cases, files } = (await applicant.exportOwnData({ body: { caseNumber, accessCode } })).body
    expect(cases.map((held) => held.caseNumber)).toEqual([caseNumber])
    expect(files).toEqual([])
    expect(JSON.stringify(cases)).not.toContain('13900001111')
  })
})

/** A second application of the same person. No emergency aid comes of it, which it would have to account for. */
async function applyAgain() {
  const json = newApplication(workedHousehold('H12').household, 111)
  Object.assign(json.facts, { countedIncomeMonthFen: 90_000_000, disposableIncomeYearFen: 1_000_000_000 })
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const params = { caseNumber: receipt.caseNumber }
  await eventually(async () => {
    const { body } = await staff.readApplication({ params })
    return body.application.state === 'under_review' ? true : undefined
  })
  await desk.decline(params.caseNumber)
  return receipt
}

describe('an export by staff', () => {
  it('holds all applications of the person, and of an erased one only itself', async () => {
    const { caseNumber, accessCode } = await applyAgain()
    const exportAll = async (params: { caseNumber: string }) => {
      const { body } = await staff.exportPerson({ params, body: { reason: '本人到窗口申请复制' } })
      return body.cases.map((held) => held.caseNumber)
    }
    const all = await exportAll(mine.params)
    expect(all).toContain(mine.caseNumber)
    expect(all).toContain(caseNumber)
    expect(all).not.toContain(others.caseNumber)
    expect((await exportAll({ caseNumber })).toSorted()).toEqual(all.toSorted())

    await staff.eraseApplication({
      params: { caseNumber },
      ifMatch: '*',
      body: { reason: '本人撤回同意', consentWithdrawn: true },
    })
    expect(await exportAll(mine.params)).toEqual(all.filter((each) => each !== caseNumber))
    expect(await exportAll({ caseNumber })).toEqual([caseNumber])
    const erased = (await applicant.exportOwnData({ body: { caseNumber, accessCode } })).body
    expect(erased.cases).toMatchObject([{ caseNumber, identity: null, facts: null, members: [] }])
    expect(erased.files).toEqual([])
  })

  it('is the same, and is in the audit with its reason before it is made', async () => {
    const { body } = await staff.exportPerson({ params: mine.params, body: { reason: '本人到窗口申请复制' } })
    const ofMine = ({ cases }: typeof body) => {
      const { accesses: _seen, ...held } = cases.find(({ caseNumber }) => caseNumber === mine.caseNumber) ?? {}
      return held
    }
    expect(ofMine(body)).toMatchObject({ caseNumber: mine.caseNumber })
    // But for what is told in person alone.
    expect(ofMine(body)).toEqual({ ...ofMine(await exportMine()), twinOf: null, declinedAs: null })
    const row = await house.db
      .prepare(
        "SELECT actor, reason FROM audit WHERE subject = ? AND action = 'person.exported' AND reason IS NOT NULL",
      )
      .bind(mine.caseNumber)
      .first<{ actor: string; reason: string }>()
    expect(row).toMatchObject({ actor: expect.stringMatching(/^staff:/), reason: '本人到窗口申请复制' })
  })

  it('is refused without a reason, outside of reach, and to whoever reads only masked', async () => {
    const path = `/api/v1/applications/${mine.caseNumber}/export`
    const send = async (role: 'county_reviewer' | 'auditor' | 'region_supervisor', area: string, json: object) =>
      (await house.send('POST', path, { json, as: await house.key(role, area) })).status
    const reason = '本人到窗口申请复制'
    expect(await send('county_reviewer', '150000', {})).toBe(422)
    expect(await send('county_reviewer', '152500', { reason })).toBe(404)
    expect(await send('auditor', '150000', { reason })).toBe(403)
    expect(await send('region_supervisor', '150000', { reason })).toBe(403)
  })
})

describe('the copy on the status page', () => {
  it('is a file of the browser, kept by nobody on the way, with every value of the person in it', async () => {
    const { caseNumber, accessCode } = mine
    const send = (code: string) =>
      house.send('POST', '/status/export', {
        body: new URLSearchParams({ caseNumber, accessCode: code }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    const file = await send(accessCode)
    expect(file.status).toBe(200)
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="jiekun-${caseNumber}.html"`)
    expect(file.headers.get('cache-control')).toBe('no-store')
    for (const value of [
      ...Object.values(mine.identity).filter((each) => each !== mine.identity.phone),
      '13900001111',
    ]) {
      expect(file.text).toContain(value)
    }
    expect(file.text).toContain('巴彦淖尔市临河区')
    // Every name is a word, not a code of ours.
    const labels = [...file.text.matchAll(/<dt>([^<]*)<\/dt>/g)].map(([, label]) => label ?? '')
    expect(labels.filter((label) => /^[a-zA-Z.]+$/.test(label))).toEqual([])
    expect((await send('AAAA-AAAA-AAAA')).status).toBe(404)
  })
})

/** How many things stand at a path of an export, lists taken apart. */
function itemsAt(exported: object, path: string): number {
  let found: unknown[] = [exported]
  for (const name of path.split('.')) {
    found = found.flatMap((each) => z.record(z.string(), z.unknown()).parse(each)[name] ?? [])
  }
  return found.length
}
