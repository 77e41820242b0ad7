import { addDays } from '@jiekun/calendar'
import { eventSchema, receiptSchema } from '@jiekun/schema'
import { caseViewSchema } from '@jiekun/schema/api'
import { dayInChina, newId } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf } from './refusals.ts'
import { openReviewDesk, openStaff, type ReviewDesk } from './review.ts'
import { allRows, countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'

let house: House
let desk: ReviewDesk
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  desk = await openReviewDesk(house)
})
afterAll(() => house.close())

const any = '*'
interface Key {
  caseNumber: string
  accessCode: string
}

let people = 0
/** A case that is under review. */
async function apply(): Promise<Key & { params: { caseNumber: string } }> {
  const json = newApplication(workedHousehold('H12').household, ++people)
  const { caseNumber, accessCode } = receiptSchema.parse(
    (await house.send('POST', '/api/v1/applications', { json })).json,
  )
  await eventually(async () => ((await view({ caseNumber, accessCode })).state === 'submitted' ? undefined : true))
  return { caseNumber, accessCode, params: { caseNumber } }
}

async function view({ caseNumber, accessCode }: Key) {
  return caseViewSchema.parse((await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })).json)
}

const say = (path: string, { caseNumber, accessCode }: Key, form: Record<string, string> = {}) =>
  house.send('POST', `/status/${path}`, {
    body: new URLSearchParams({ caseNumber, accessCode, ...form }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

const appeal = (key: Key, text = '我家的收入算错了') => say('requests', key, { kind: 'appeal', text })
/** Until the emergency aid of a case is in a state. */
const urgentAid = ({ caseNumber }: Key, state: string) =>
  eventually(async () => {
    const aid = await house.db
      .prepare("SELECT state FROM case_measures WHERE application_id = ? AND measure = 'M603'")
      .bind(caseNumber)
      .first<{ state: string }>()
    return aid?.state === state ? true : undefined
  })
const openRequest = async ({ caseNumber }: Key) => {
  const { items } = (await desk.approver.listRequests()).body
  const found = items.find((each) => each.caseNumber === caseNumber)
  if (!found) throw new Error('no request')
  return { params: { id: found.id } }
}

describe('an appeal', () => {
  it('is answered by somebody who did not decide, and opens the case again', async () => {
    const key = await apply()
    expect((await view(key)).mayAsk).toEqual(['change'])
    expect((await appeal(key)).text).toContain('现在不能提交')
    await urgentAid(key, 'sent')
    await desk.decline(key.caseNumber)
    await urgentAid(key, 'cancelled')
    expect((await view(key)).mayAsk).toEqual(['appeal'])
    expect((await appeal(key, ' ')).status).toBe(422)
    expect((await appeal(key, 'x'.repeat(1001))).status).toBe(422)
    const [first, again] = [await appeal(key), await appeal(key, '再说一遍')]
    expect([first.status, again.status]).toEqual([200, 200])
    expect(first.text).toContain('已经收到您反映的情况')
    expect(await countOf(house.db, 'case_requests WHERE application_id = ?', key.caseNumber)).toBe(1)
    expect(JSON.stringify(await allRows(house.db))).not.toContain('收入算错')

    const { params } = await openRequest(key)
    const read = await desk.reviewer.readRequest({ params })
    expect(read.body).toMatchObject({ kind: 'appeal', text: '我家的收入算错了', state: 'open' })
    const body = { outcome: 'reopened' as const, answer: '收入要重新核实。' }
    expect(await problemOf(desk.reviewer.answerRequest({ params, ifMatch: any, body }))).toMatchObject({ status: 403 })
    const noted = { ...body, outcome: 'noted' as const }
    expect(await problemOf(desk.approver.answerRequest({ params, ifMatch: any, body: noted }))).toMatchObject({
      status: 422,
    })
    const both = await Promise.allSettled(
      [1, 2].map(() => desk.approver.answerRequest({ params, ifMatch: read.etag ?? '', body })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])

    const now = await view(key)
    expect(now).toMatchObject({ state: 'under_review', requests: [{ outcome: 'reopened', answer: body.answer }] })
    expect(now.timeline.at(-1)?.type).toBe('request.answered.reopened')
    await eventually(async () =>
      (await countOf(house.db, "messages WHERE application_id = ? AND template = 'answered'", key.caseNumber)) === 1
        ? true
        : undefined,
    )
    // The aid that was stopped by the decision is taken up again, and is none of the plan twice.
    await urgentAid(key, 'sent')
    // Both events once more, late: the decision that was opened again stops nothing, and nothing is taken up twice.
    const { results } = await house.db
      .prepare(
        "SELECT event FROM event_log WHERE event->>'subject' = ? AND type IN ('application.declined', 'request.answered')",
      )
      .bind(key.caseNumber)
      .all<{ event: string }>()
    const late = results.map(({ event }) => ({ ...eventSchema.parse(JSON.parse(event)), id: newId('150802') }))
    expect(late).toHaveLength(2)
    expect(await house.deliver('referral', late)).toEqual(['acknowledged', 'acknowledged'])
    expect(
      await countOf(house.db, "referrals WHERE plan_id = ? AND measure = 'M603' AND state = 'sent'", key.caseNumber),
    ).toBe(1)
    expect((await desk.approve(key.caseNumber)).state).toBe('approved')
    await eventually(async () => ((await view(key)).measures.length > 1 ? true : undefined))
    const { measures } = await view(key)
    expect(measures.filter(({ measure }) => measure === 'M603')).toHaveLength(1)
  })

  it('is not answered by whoever declined, and leaves a decision that stands', async () => {
    const key = await apply()
    const decider = await openStaff(house, 'city_approver')
    await decider.api.claimApplication({ params: key.params, ifMatch: any })
    await decider.api.declineApplication({ params: key.params, ifMatch: any, body: { reason: '收入高于标准' } })
    await appeal(key)
    const { params } = await openRequest(key)
    const body = { outcome: 'upheld' as const, answer: '核实无误。' }
    expect(await problemOf(decider.api.answerRequest({ params, ifMatch: any, body }))).toMatchObject({ status: 409 })
    const elsewhere = await house.client('city_approver', '150900')
    expect(await problemOf(elsewhere.readRequest({ params }))).toMatchObject({ status: 404 })
    expect((await elsewhere.listRequests()).body.items).toEqual([])
    await desk.approver.answerRequest({ params, ifMatch: any, body })
    expect(await view(key)).toMatchObject({ state: 'declined', requests: [{ state: 'answered', outcome: 'upheld' }] })
    expect(await problemOf(desk.approver.answerRequest({ params, ifMatch: any, body }))).toMatchObject({ status: 409 })
  })

  it('cannot be made once its sixty days are over', async () => {
    const key = await apply()
    await desk.decline(key.caseNumber)
    const decidedDaysAgo = (days: number) =>
      house.db
        .prepare("UPDATE application_transitions SET at = ? WHERE application_id = ? AND step = 'decline'")
        .bind(Date.parse(`${addDays(dayInChina(new Date()), -days)}T04:00:00Z`), key.caseNumber)
        .run()
    await decidedDaysAgo(61)
    expect((await view(key)).mayAsk).toEqual([])
    expect((await appeal(key)).text).toContain('现在不能提交')
    await decidedDaysAgo(60)
    expect((await view(key)).mayAsk).toEqual(['appeal'])
  })
})

describe('a change of the household', () => {
  it('is reported at any time, noted by staff, and stays with what the person can take along', async () => {
    const key = await apply()
    await say('requests', key, { kind: 'change', text: '我找到工作了' })
    const { params } = await openRequest(key)
    await desk.reviewer.answerRequest({ params, ifMatch: any, body: { outcome: 'noted', answer: '已记录。' } })
    expect((await say('requests', key, { kind: 'change', text: '<b>又失业了</b>' })).text).toContain(
      '&lt;b&gt;又失业了&lt;/b&gt;',
    )
    const { requests } = await view(key)
    expect(requests.map(({ text, state }) => [text, state])).toEqual([
      ['<b>又失业了</b>', 'open'],
      ['我找到工作了', 'answered'],
    ])
    const { accessCode, caseNumber } = key
    const copy = await house.send('POST', '/api/v1/status/export', { json: { caseNumber, accessCode } })
    expect(copy.text).toContain('我找到工作了')
    expect((await view(await apply())).requests).toEqual([])
  })

  it("is nobody else's to report", async () => {
    const key = await apply()
    const refused = await say('requests', { ...key, accessCode: 'AAAA-BBBB-CCCC' }, { kind: 'change', text: 'x' })
    expect(refused.status).toBe(404)
    expect(await countOf(house.db, 'case_requests WHERE application_id = ?', key.caseNumber)).toBe(0)
  })
})

describe('an application that is withdrawn', () => {
  it('goes no further, stops the aid on its way, and can be followed by another one', async () => {
    const key = await apply()
    await urgentAid(key, 'sent')
    const [done, again] = [await say('withdrawals', key), await say('withdrawals', key)]
    expect([done.status, again.status]).toEqual([200, 200])
    expect(done.text).toContain('申请已撤回')
    await urgentAid(key, 'cancelled')
    const now = await view(key)
    // Of aid that no office has answered the page says nothing, neither that it came nor that it stopped.
    expect(now).toMatchObject({ state: 'withdrawn', mayAsk: [], dueOn: null, measures: [] })
    expect(await problemOf(desk.reviewer.claimApplication({ params: key.params, ifMatch: any }))).toMatchObject({
      status: 409,
    })
    expect(
      await countOf(house.db, "messages WHERE application_id = ? AND template = 'withdrawn'", key.caseNumber),
    ).toBe(1)
    const next = newApplication(workedHousehold('H12').household, people)
    expect((await house.send('POST', '/api/v1/applications', { json: next })).status).toBe(201)
  })

  it('is not one that is decided', async () => {
    const key = await apply()
    await desk.approve(key.caseNumber)
    await say('withdrawals', key)
    expect((await view(key)).state).toBe('approved')
  })
})

describe('a consent', () => {
  const withdraw = (key: Key, purpose: string, gives: 'yes' | 'no') => say('consents', key, { purpose, gives })
  const given = async (key: Key) =>
    (await view(key)).consents
      .filter(({ withdrawnAt }) => withdrawnAt === undefined)
      .map(({ purpose }) => purpose)
      .toSorted()

  it('is taken back and given again, and every one stays with when', async () => {
    const key = await apply()
    // Not every applicant consents to the notice at once.
    await withdraw(key, 'public_notice', 'yes')
    const before = await given(key)
    expect(before).toContain('public_notice')
    expect((await withdraw(key, 'public_notice', 'no')).text).toContain('已撤回同意')
    expect((await withdraw(key, 'public_notice', 'no')).status).toBe(200)
    expect(await given(key)).toEqual(before.filter((purpose) => purpose !== 'public_notice'))
    await withdraw(key, 'public_notice', 'yes')
    expect(await given(key)).toEqual(before)
    const all = (await view(key)).consents.filter(({ purpose }) => purpose === 'public_notice')
    expect(all.map(({ withdrawnAt }) => withdrawnAt === undefined)).toEqual([false, true])
    expect((await view(key)).timeline.map(({ type }) => type).slice(-2)).toEqual([
      'consent.withdrawn.public_notice',
      'consent.given.public_notice',
    ])
    // What the case rests on is taken back with the application alone, and by its holder.
    await withdraw(key, 'registration', 'no')
    await withdraw({ ...key, accessCode: 'AAAA-BBBB-CCCC' }, 'public_notice', 'no')
    expect(await given(key)).toEqual(before)
  })

  it('to share with departments, once taken back, keeps the particulars from them', async () => {
    const key = await apply()
    await desk.approve(key.caseNumber)
    const referral = await eventually(async () =>
      (await view(key)).measures.find(({ officeId, measure }) => officeId === '1508-MZT-150802' && measure !== 'M603'),
    )
    const clerk = await house.client('office_clerk', '150802')
    const read = () => clerk.readParticulars({ params: { id: referral.referralId } })
    expect((await read()).body.basis).toBe('consent')
    await withdraw(key, 'department_sharing', 'no')
    expect(await problemOf(read())).toMatchObject({ status: 403 })
    await withdraw(key, 'department_sharing', 'yes')
    expect((await read()).body.basis).toBe('consent')
  })

  it('to share with one kind of department is taken back and given again by itself', async () => {
    const key = await apply()
    await desk.approve(key.caseNumber)
    const civil = await eventually(async () =>
      (await view(key)).measures.find(({ officeId, measure }) => officeId.includes('-MZT-') && measure !== 'M603'),
    )
    const params = { id: civil.referralId }
    const clerk = await house.client('office_clerk', '150802')
    const change = (gives: 'yes' | 'no', department = 'MZT') =>
      say('consents', key, { purpose: 'department_sharing', department, gives })
    const sharing = async () =>
      (await view(key)).consents
        .filter(({ purpose }) => purpose === 'department_sharing')
        .map(({ department, withdrawnAt }) => [department, withdrawnAt !== undefined])
    expect((await change('no')).text).toContain('起不转给它')
    expect(await problemOf(clerk.readParticulars({ params }))).toMatchObject({ status: 403 })
    // Said twice it is so already; what is no department takes nothing back from all of them instead.
    await change('no')
    await change('no', 'XYZ')
    expect(await sharing()).toEqual([
      [undefined, false],
      ['MZT', true],
    ])
    await change('yes')
    expect((await clerk.readParticulars({ params })).body.basis).toBe('consent')
    expect((await view(key)).timeline.map(({ type }) => type).slice(-2)).toEqual([
      'consent.withdrawn.department',
      'consent.given.department',
    ])
    // Where nobody is told anything, nobody is told again by the way.
    await withdraw(key, 'department_sharing', 'no')
    await change('yes')
    expect(await problemOf(clerk.readParticulars({ params }))).toMatchObject({ status: 403 })
  })
})
