import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPage } from '../../services/oversight/src/audit/store.ts'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'

let house: House
let auditor: Awaited<ReturnType<House['client']>>
let caseNumber: string
let determinationId: string
let referralId: string
/** H12 lives in 临河区. */
const [county, city] = ['150802', '150800']

beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  auditor = await house.client('auditor')
  const answer = await house.send('POST', '/api/v1/applications', {
    json: newApplication(workedHousehold('H12').household),
  })
  caseNumber = receiptSchema.parse(answer.json).caseNumber
  const row = await eventually(async () => {
    const found = await house.db
      .prepare(
        `SELECT d.id AS determination, r.id AS referral FROM determinations d JOIN referrals r ON r.plan_id = d.application_id
         JOIN applications a ON a.id = r.plan_id WHERE a.id = ? AND a.state = 'under_review'`,
      )
      .bind(caseNumber)
      .first<{ determination: string; referral: string }>()
    return found ?? undefined
  })
  determinationId = row.determination
  referralId = row.referral
})
afterAll(() => house.close())

let requests = 0
const newRequestId = () => `audit-trail-${requests++}`

/** The entries that a request has left in the audit. */
async function entriesOf(requestId: string) {
  const { results } = await house.db
    .prepare('SELECT actor, role, area, action, subject, reason FROM audit WHERE request_id = ? ORDER BY sequence')
    .bind(requestId)
    .all()
  return results
}
const entered = (requestId: string) =>
  eventually(async () => {
    const entries = await entriesOf(requestId)
    return entries.length > 0 ? entries : undefined
  })
/** Long after every reading that was answered before has been recorded: this one is recorded after them. */
async function allRecorded(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    const requestId = newRequestId()
    const headers = { 'x-request-id': requestId }
    for (const path of ['applications', 'referrals', 'notifications']) {
      await house.send('GET', `/api/v1/${path}`, { as: await house.key('auditor', '150000'), headers })
    }
    await eventually(async () => ((await entriesOf(requestId)).length === 3 ? true : undefined))
  }
}

describe('a reading of a case', () => {
  it('is recorded with who, role, area, request id and reason, whatever of the case it shows', async () => {
    const as = await house.key('county_reviewer', county)
    const id = /jk_([a-z0-9]+)_/.exec(as)?.[1]
    const readings = [
      ['readApplication', 'GET', `/applications/${caseNumber}`, caseNumber],
      ['readDetermination', 'GET', `/determinations/${determinationId}`, caseNumber],
      ['recomputeDetermination', 'POST', `/determinations/${determinationId}/recompute`, determinationId],
      ['listReferrals', 'GET', `/referrals?caseNumber=${caseNumber}`, caseNumber],
      ['readReferral', 'GET', `/referrals/${referralId}`, caseNumber],
      ['listDeliveries', 'GET', `/deliveries?caseNumber=${caseNumber}`, caseNumber],
      ['listNotifications', 'GET', `/notifications?caseNumber=${caseNumber}`, caseNumber],
    ] as const
    for (const [action, method, path, subject] of readings) {
      const requestId = newRequestId()
      const headers = { 'x-request-id': requestId, 'x-reason': encodeURIComponent('电话询问进度') }
      expect(await house.send(method, `/api/v1${path}`, { as, headers })).toMatchObject({ status: 200 })
      expect(await entered(requestId)).toEqual([
        {
          actor: `staff:${id}`,
          role: 'county_reviewer',
          area: action === 'recomputeDetermination' ? city : county,
          action,
          subject,
          reason: '电话询问进度',
        },
      ])
    }
  })

  it('in a list is recorded with the names of its filters and how many there were', async () => {
    const requestId = newRequestId()
    const as = await house.key('city_approver', city)
    const headers = { 'x-request-id': requestId }
    await house.send('GET', '/api/v1/applications?state=under_review&limit=5&fields=caseNumber', { as, headers })
    expect(await entered(requestId)).toMatchObject([
      { action: 'listApplications', subject: '?state 1 items', area: city, reason: null },
    ])
  })

  it('by somebody out of whose reach it lies is not found, and not recorded', async () => {
    const as = await house.key('county_reviewer', '150203')
    const requestId = newRequestId()
    const headers = { 'x-request-id': requestId }
    for (const path of [
      `/applications/${caseNumber}`,
      `/determinations/${determinationId}`,
      `/referrals/${referralId}`,
    ]) {
      expect(await house.send('GET', `/api/v1${path}`, { as, headers })).toMatchObject({ status: 404 })
    }
    await allRecorded()
    expect(await entriesOf(requestId)).toEqual([])
  })

  it('with a reason that cannot be kept is refused', async () => {
    const as = await house.key('county_reviewer', county)
    for (const reason of ['%E0%A4%A', '%20', 'x'.repeat(201)]) {
      const headers = { 'x-reason': reason }
      const refused = await house.send('GET', `/api/v1/applications/${caseNumber}`, { as, headers })
      expect(refused).toMatchObject({ status: 422, json: { errors: [{ path: 'x-reason' }] } })
    }
  })

  it('is answered while it cannot be recorded, and recorded once it can', async () => {
    const requestId = newRequestId()
    const as = await house.key('county_reviewer', county)
    await house.db
      .prepare(`CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'disk full'); END`)
      .run()
    const headers = { 'x-request-id': requestId }
    expect(await house.send('GET', `/api/v1/applications/${caseNumber}`, { as, headers })).toMatchObject({
      status: 200,
    })
    await house.db.prepare('DROP TRIGGER broken').run()
    expect(await entered(requestId)).toMatchObject([{ action: 'readApplication', subject: caseNumber }])
  })

  it('is recorded once for each of many at the same time', async () => {
    const client = await house.client('county_reviewer', county)
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => client.readApplication({ params: { caseNumber } })),
    )
    const ids = JSON.stringify(answers.map(({ requestId }) => requestId))
    const recorded = 'audit WHERE request_id IN (SELECT value FROM json_each(?))'
    await eventually(async () => ((await countOf(house.db, recorded, ids)) >= 30 ? true : undefined))
    await allRecorded()
    expect(await countOf(house.db, recorded, ids)).toBe(30)
  })
})

describe('a change', () => {
  it('is recorded in the batch of what it changes, with the reason of its request where it says none itself', async () => {
    const clerk = await house.client('county_reviewer', county)
    const { requestId } = await clerk.answerReferral({
      ifMatch: '*',
      params: { id: referralId },
      body: { type: 'referral.accepted' },
      reason: '民政局来电',
    })
    expect(await entriesOf(requestId)).toMatchObject([
      { action: 'referral.accepted', subject: referralId, role: 'county_reviewer', area: county, reason: '民政局来电' },
    ])
  })

  it('that reveals is recorded before anything is opened, under its own reason', async () => {
    const reviewer = await house.client('county_reviewer', county)
    const input = {
      params: { caseNumber },
      body: { fields: ['phone' as const], reason: '核对电话号码' },
      reason: '其他',
    }
    const { requestId } = await reviewer.revealIdentity(input)
    expect(await entriesOf(requestId)).toMatchObject([{ action: 'identity.revealed:phone', reason: '核对电话号码' }])
    await house.db.prepare(`UPDATE applications SET identity_sealed = 'torn' WHERE id = ?`).bind(caseNumber).run()
    await expect(reviewer.revealIdentity(input)).rejects.toMatchObject({ problem: { status: 500 } })
    expect(await countOf(house.db, "audit WHERE action = 'identity.revealed:phone'")).toBe(2)
  })
})

describe('the list of the audit', () => {
  it('finds entries by area, actor, action, subject and time, newest first', async () => {
    const subject = await auditor.listAudit({ query: { subject: caseNumber, limit: 100 } })
    const items = subject.body.items
    expect(items.length).toBeGreaterThan(30)
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    )
    expect(items.at(-1)).toMatchObject({ action: 'application.submitted', actor: 'public', role: null, area: county })

    const [newest] = items
    const query = { actor: newest?.actor, action: newest?.action, area: city, from: newest?.at, limit: 100 }
    const same = (await auditor.listAudit({ query })).body.items
    expect(same.length).toBeGreaterThan(0)
    expect(same).toEqual(items.filter((item) => item.actor === newest?.actor && item.at >= (newest?.at ?? '')))
    expect((await auditor.listAudit({ query: { ...query, to: newest?.at } })).body.items).toEqual([])
    expect((await auditor.listAudit({ query: { area: '150200', subject: caseNumber } })).body.items).toEqual([])
  })

  it('is the same page by page', async () => {
    const all = (await auditor.listAudit({ query: { limit: 100 } })).body.items
    const paged: typeof all = []
    for (let after: string | null | undefined; after !== null && paged.length < all.length; ) {
      const { body }: Awaited<ReturnType<typeof auditor.listAudit>> = await auditor.listAudit({
        query: { limit: 9, ...(after === undefined ? {} : { after }) },
      })
      paged.push(...body.items)
      after = body.next
    }
    expect(paged.slice(0, all.length)).toEqual(all)
  })

  it('shows only the area of who asks, one entry as well', async () => {
    const mine = await house.client('auditor', county)
    const elsewhere = await house.client('auditor', '150203')
    const { items } = (await mine.listAudit({ query: { subject: caseNumber } })).body
    expect(items.length).toBeGreaterThan(0)
    const params = { id: items[0]?.id ?? '' }
    expect((await mine.readAuditEntry({ params })).body).toEqual(items[0])
    expect((await elsewhere.listAudit({ query: { subject: caseNumber } })).body.items).toEqual([])
    await expect(elsewhere.readAuditEntry({ params })).rejects.toMatchObject({ problem: { status: 404 } })
    await expect((await house.client('county_reviewer')).listAudit()).rejects.toMatchObject({
      problem: { status: 403 },
    })
  })

  it('names nobody whom a case is about', async () => {
    const { identity } = newApplication(workedHousehold('H12').household)
    const text = JSON.stringify((await auditor.listAudit({ query: { limit: 100 } })).body)
    for (const value of [identity.name, identity.idNumber, identity.phone, identity.address]) {
      expect(text).not.toContain(value)
    }
  })

  it.each([
    ['the whole region', {}, '150000'],
    ['a city', {}, city],
    ['a county of a city', { area: county }, city],
    ['an actor', { actor: 'staff:x' }, '150000'],
    ['a case', { subject: 'x' }, county],
    ['a time in a city', { from: 1, to: 2, after: { at: 1, sequence: 1 } }, city],
  ])('takes an index for %s, and sorts nothing', async (_what, filter, area) => {
    const actor = { kind: 'staff' as const, id: 'x', role: 'auditor' as const, area }
    const { sql, params } = auditPage({ db: house.db }, actor, { ...filter, limit: 20 }).toSQL()
    const plan = await house.db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>()
    const steps = plan.results.map(({ detail }) => detail).join('; ')
    expect(steps).toMatch(/USING (COVERING )?INDEX audit_by_/)
    expect(steps).not.toContain('TEMP B-TREE')
  })
})
