import type { Client } from '@jiekun/client'
import { receiptSchema } from '@jiekun/schema'
import { referrals } from '@jiekun/schema/tables/referral'
import { queries } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { storeReferral } from './inbox-cases.ts'
import { anyMove, takeMove } from './referral-model.ts'
import { problemOf } from './refusals.ts'
import { openReviewDesk } from './review.ts'
import { countOf } from './rows.ts'
import { eventOf, silenceOffices } from './untold-case.ts'
import { visit } from './visitor.ts'

const office = '1502-MZT-150203'
const above = '1502-MZT-150200'
let house: House
let reviewer: Client
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  reviewer = await house.client('county_reviewer', '150203')
})
afterAll(() => house.close())

async function rowOf(id: string) {
  const [row] = await queries(house.db).select().from(referrals).where(eq(referrals.id, id))
  if (!row) throw new Error('no such referral')
  return row
}
const told = (id: string, type: string, officeId: string) =>
  countOf(
    house.db,
    'deliveries WHERE referral_ids = ? AND type = ? AND office_id = ?',
    JSON.stringify([id]),
    type,
    officeId,
  )
const decide = (id: string, body: Parameters<Client['decideReferral']>[0]['body'], ifMatch = '*') =>
  reviewer.decideReferral({ params: { id }, body, ifMatch })

/** Referred anew: its notice waits, or the queue was quicker than the test and it has gone. */
const onItsWay = expect.stringMatching(/^(created|sent)$/)

describe('the union', () => {
  it('lets an office go on with the days that it had left, once what it asked for is known', async () => {
    const id = await storeReferral(house, {
      officeId: office,
      state: 'returned',
      version: 3,
      suspendedDays: 2,
      duty: 'union',
    })
    const { body } = await decide(id, { decision: 'resume', reason: '已补充收入证明' })
    expect(body).toEqual({ result: 'recorded', state: 'sent', version: 4 })
    expect(await rowOf(id)).toMatchObject({ duty: 'office', clockDays: 2, suspendedDays: null })
    expect(await told(id, 'referral.resumed', office)).toBe(1)
    const history = (await reviewer.readReferral({ params: { id } })).body.transitions
    expect(history.at(-1)).toMatchObject({ state: 'sent', reason: '已补充收入证明', officeId: office })
  })
  it('sends what was declined to the office above by the rules, and what is late to one that it names', async () => {
    const declined = await storeReferral(house, {
      officeId: office,
      state: 'declined',
      declineCode: 'not_our_duty',
      duty: 'union',
    })
    await decide(declined, { decision: 'reroute', reason: '请上级民政部门办理' })
    expect(await rowOf(declined)).toMatchObject({
      state: onItsWay,
      officeId: above,
      declineCode: null,
      duty: 'office',
    })
    expect([
      await told(declined, 'referral.created', above),
      await told(declined, 'referral.withdrawn', office),
    ]).toEqual([1, 0])
    const late = await storeReferral(house, { officeId: office, state: 'accepted' })
    await decide(late, { decision: 'reroute', officeId: above, reason: '超期' })
    expect(await rowOf(late)).toMatchObject({ state: onItsWay, officeId: above, routedBecause: '["named:union"]' })
    expect(await told(late, 'referral.withdrawn', office)).toBe(1)
    for (const officeId of [above, '1501-MZT-150102', 'nowhere', '1502-SWJ-150203']) {
      const refused = decide(late, { decision: 'reroute', officeId, reason: 'x' })
      expect(await problemOf(refused)).toMatchObject({ status: 422, errors: [{ path: 'officeId' }] })
    }
    await house.db.prepare("UPDATE offices SET closed_from = '2020-01-01' WHERE id = '1500-MZT-150000'").run()
    const closed = decide(late, { decision: 'reroute', officeId: '1500-MZT-150000', reason: 'x' })
    expect(await problemOf(closed)).toMatchObject({ status: 422 })
    await house.db.prepare("UPDATE offices SET closed_from = NULL WHERE id = '1500-MZT-150000'").run()
  })
  it('names no office that does not serve the measure, and its choice is no default any more', async () => {
    const id = await storeReferral(house, { officeId: office, state: 'declined', isDefault: true })
    await house.db.prepare(`UPDATE offices SET measures = '["M603"]' WHERE id = ?`).bind(above).run()
    const refused = await problemOf(decide(id, { decision: 'reroute', officeId: above, reason: 'x' }))
    expect(refused).toMatchObject({
      status: 422,
      errors: [{ path: 'officeId', message: expect.stringContaining('does not serve') }],
    })
    await house.db.prepare(`UPDATE offices SET measures = '["M601"]' WHERE id = ?`).bind(above).run()
    await decide(id, { decision: 'reroute', officeId: above, reason: '请上级办理' })
    expect(await rowOf(id)).toMatchObject({ officeId: above, isDefault: false })
    await house.db.prepare('UPDATE offices SET measures = NULL WHERE id = ?').bind(above).run()
    const union = '1502-ZGH-150203'
    await decide(id, { decision: 'reroute', officeId: union, reason: '由工会先办' })
    expect(await rowOf(id)).toMatchObject({ officeId: union })
  })
  it('tells an office that its part is wanted again, where help has not arrived, whoever says so', async () => {
    const other = '1502-JYT-150203'
    const lapsed = async () => {
      const id = await storeReferral(house, { officeId: office, state: 'delivered', duty: 'applicant' })
      const { planId } = await rowOf(id)
      await house.db
        .prepare(
          `INSERT INTO cooperation_tasks (id, plan_id, county_code, office_id, clause, referral_ids, state, version, created_at)
           VALUES (?, ?, '150203', ?, '五.(二).6', ?, 'lapsed', 2, 0)`,
        )
        .bind(`task-${id}`, planId, other, JSON.stringify([id]))
        .run()
      return { id, planId, task: `task-${id}` }
    }
    const [byUnion, byApplicant] = [await lapsed(), await lapsed()]
    await decide(byUnion.id, { decision: 'dispute', reason: '没有收到' })
    const said = { referralId: byApplicant.id, version: 2, arrived: false }
    const event = eventOf(
      { caseNumber: byApplicant.planId, countyCode: '150203', determinationId: '' },
      'help.confirmed',
      said,
    )
    expect(await house.deliver('referral', [event, { ...event, id: `${event.id}-again` }])).toEqual([
      'acknowledged',
      'acknowledged',
    ])
    for (const { id, task } of [byUnion, byApplicant]) {
      expect(await told(id, 'referral.informed', other)).toBe(1)
      expect(await countOf(house.db, "deliveries WHERE task_id = ? AND type = 'referral.informed'", task)).toBe(1)
      expect(await countOf(house.db, "cooperation_tasks WHERE id = ? AND state = 'open' AND version = 3", task)).toBe(1)
    }
  })
  it('upholds what an office declined by a second person, and the referral is closed for good', async () => {
    const id = await storeReferral(house, { officeId: office })
    const answer = { type: 'referral.declined' as const, reasonCode: 'not_eligible' as const, reason: '收入超标' }
    await reviewer.answerReferral({ params: { id }, ifMatch: '*', body: answer })
    expect(await problemOf(decide(id, { decision: 'uphold', reason: '属实' }))).toMatchObject({ status: 409 })
    const second = await house.client('city_approver', '150200')
    const { body } = await second.decideReferral({
      params: { id },
      ifMatch: '*',
      body: { decision: 'uphold', reason: '属实' },
    })
    expect(body.state).toBe('closed')
    expect(await rowOf(id)).toMatchObject({ outcome: 'declined', declineCode: 'not_eligible', duty: null, dueOn: null })
  })
  it('is told the present state and version of what its decision is too late for, and 412 for what it has not read', async () => {
    const id = await storeReferral(house, { officeId: office, state: 'closed', duty: null, version: 7 })
    expect(await problemOf(decide(id, { decision: 'resume', reason: 'x' }))).toMatchObject({
      status: 409,
      state: 'closed',
      version: 7,
    })
    const open = await storeReferral(house, { officeId: office, version: 5 })
    expect(await problemOf(decide(open, { decision: 'cancel', reason: 'x' }, '"4"'))).toMatchObject({ status: 412 })
    const both = await Promise.allSettled([
      decide(open, { decision: 'cancel', reason: '已迁出' }, '"5"'),
      reviewer.answerReferral({ params: { id: open }, ifMatch: '"5"', body: { type: 'referral.accepted' } }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await rowOf(open)).version).toBe(6)
  })
  it('finds what waits for it, and nothing of other counties', async () => {
    const id = await storeReferral(house, { officeId: office, state: 'returned', duty: 'union' })
    const { body } = await reviewer.listReferrals({ query: { duty: 'union', limit: 100 } })
    expect(body.items.map((item) => item.id)).toContain(id)
    expect(new Set(body.items.map(({ duty }) => duty))).toEqual(new Set(['union']))
    const elsewhere = await house.client('county_reviewer', '150102')
    const refused = elsewhere.decideReferral({
      params: { id },
      ifMatch: '*',
      body: { decision: 'cancel', reason: 'x' },
    })
    expect(await problemOf(refused)).toMatchObject({ status: 404 })
  })
})

describe('an applicant', () => {
  /** A case with one delivered referral and its access code. */
  async function delivered(sequence: number) {
    const json = newApplication(workedHousehold('H01').household, sequence)
    const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
    const { caseNumber, accessCode } = receipt
    const desk = await openReviewDesk(house)
    await desk.approveSoon(caseNumber)
    const staff = await house.client('county_reviewer', '150000')
    const [first] = await eventually(async () => {
      const { body } = await staff.listReferrals({ query: { caseNumber, state: 'sent' } })
      return body.items.length > 5 ? body.items : undefined
    })
    const id = first?.id ?? ''
    await staff.answerReferral({ params: { id }, ifMatch: '*', body: { type: 'referral.delivered', amountFen: 30000 } })
    await eventually(async () =>
      (await countOf(house.db, "case_measures WHERE referral_id = ? AND state = 'delivered'", id)) === 1
        ? true
        : undefined,
    )
    return { caseNumber, accessCode, id }
  }
  const stateBecomes = (id: string, state: string) =>
    eventually(async () => ((await rowOf(id)).state === state ? true : undefined))

  it('confirms on the status page that help arrived, which closes the referral, however often the button is tapped', async () => {
    const { caseNumber, accessCode, id } = await delivered(8101)
    const visitor = visit(house)
    const page = await visitor.post('/status', { caseNumber, accessCode })
    expect(page.text).toContain('您收到了吗')
    const form = { caseNumber, accessCode, referralId: id, arrived: 'yes' }
    const answers = await Promise.all([
      visitor.post('/status/confirmations', form),
      visitor.post('/status/confirmations', form),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.text).toContain('您收到了')
    await stateBecomes(id, 'closed')
    expect(await rowOf(id)).toMatchObject({ outcome: 'confirmed', duty: null })
    expect(await countOf(house.db, "referral_transitions WHERE referral_id = ? AND state = 'closed'", id)).toBe(1)
    expect((await visitor.post('/status/confirmations', { ...form, accessCode: 'AAAABBBBCCCC' })).status).toBe(404)
  })
  it('says that it did not, which gives it back to its office; an older word says nothing of a later delivery', async () => {
    const { caseNumber, accessCode, id } = await delivered(8102)
    const anybody = await house.client()
    const said = { caseNumber, accessCode, referralId: id, arrived: false }
    expect((await anybody.confirmHelp({ body: said })).body).toEqual({ taken: true })
    await stateBecomes(id, 'in_progress')
    const row = await rowOf(id)
    expect(await told(id, 'referral.disputed', row.officeId)).toBe(1)
    expect(row).toMatchObject({ duty: 'office', outcome: null })
    await eventually(async () =>
      (await countOf(house.db, "case_measures WHERE referral_id = ? AND state = 'in_progress'", id)) === 1
        ? true
        : undefined,
    )
    expect(await problemOf(anybody.confirmHelp({ body: said }))).toMatchObject({ status: 409, state: 'in_progress' })
    const staff = await house.client('county_reviewer', '150000')
    await staff.answerReferral({ params: { id }, ifMatch: '*', body: { type: 'referral.delivered' } })
    const late = eventOf({ caseNumber, countyCode: row.countyCode, determinationId: '' }, 'help.confirmed', {
      referralId: id,
      version: row.version - 1,
      arrived: false,
    })
    await house.deliver('referral', [late])
    expect((await rowOf(id)).state).toBe('delivered')
  })
})

it('whoever takes whatever step of whatever version, a referral is where the table says, and who is late is told where', async () => {
  const desk = { house, staff: reviewer, union: await house.client('city_approver', '150200') }
  const seen = new Map<string, number>()
  const runs = fc.sample(fc.array(anyMove, { minLength: 12, maxLength: 12 }), { numRuns: 8, seed: 20261126 })
  for (const moves of runs) {
    const id = await storeReferral(house, { officeId: office, version: 3 })
    const { planId } = await rowOf(id)
    for (const move of moves) {
      const what = await takeMove(desk, id, planId, move)
      seen.set(what, (seen.get(what) ?? 0) + 1)
    }
  }
  // Of every kind enough has happened for this to mean something.
  for (const what of ['office moved', 'office stale', 'office refused', 'another office not theirs', 'staff moved'])
    expect([what, seen.get(what)]).toEqual([what, expect.any(Number)])
  for (const what of ['union moved', 'union stale', 'union refused', 'applicant moved', 'applicant refused'])
    expect([what, seen.get(what)]).toEqual([what, expect.any(Number)])
})

describe('a case that is refused', () => {
  it('takes back the aid that did not wait for it, and leaves what was given', async () => {
    const [open, given] = [
      await storeReferral(house, { officeId: office, measure: 'M603', emergency: true }),
      await storeReferral(house, { officeId: office, measure: 'M604', emergency: true }),
    ]
    const { planId, countyCode } = await rowOf(open)
    await house.db
      .prepare("UPDATE referrals SET plan_id = ?, state = 'delivered' WHERE id = ?")
      .bind(planId, given)
      .run()
    const declined = eventOf({ caseNumber: planId, countyCode, determinationId: '' }, 'application.declined', {
      version: 3,
    })
    expect(await house.deliver('referral', [declined, declined])).toEqual(['acknowledged', 'acknowledged'])
    expect([(await rowOf(open)).state, (await rowOf(given)).state]).toEqual(['cancelled', 'delivered'])
    expect(await told(open, 'referral.withdrawn', office)).toBe(1)
  })
})
