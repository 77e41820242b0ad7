import type { Client } from '@jiekun/client'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localSecret } from '../../infra/seed/offices.ts'
import { workedIds } from '../generators/worked-households.ts'
import { type House, openHouse } from './house.ts'
import { problemOf, refusalOf } from './refusals.ts'
import { eventOf, silenceOffices, storeUntold, type UntoldCase } from './untold-case.ts'

let house: House
let administrator: Client
let reader: Client
let reviewer: Client
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  administrator = await house.client('administrator')
  reader = await house.client('region_supervisor')
  reviewer = await house.client('county_reviewer')
})
afterAll(() => house.close())

const chinaDay = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
const dayFromNow = (days: number): string => chinaDay(Date.now() + days * 86_400_000)

/** Opens the file of a stored case and gives what its plan holds. */
async function openFile(told: UntoldCase) {
  const { determinationId, caseNumber } = told
  const fileNumber = `F-${caseNumber}`
  await house.deliver('referral', [eventOf(told, 'file.opened', { determinationId, fileNumber })])
  return (await reader.readPlan({ params: { caseNumber } })).body
}
type Plan = Awaited<ReturnType<typeof openFile>>
const referralOf = (plan: Plan, measure: string) => plan.referrals.find((each) => each.measure === measure)

/** Says where the household of a stored case is registered. */
const registerAt = (told: UntoldCase, code: string) =>
  house.db
    .prepare('UPDATE determinations SET input = ?2 WHERE id = ?1')
    .bind(told.determinationId, JSON.stringify({ facts: { hukouCountyCode: code } }))
    .run()

/** A stored case of a worked household that is due a measure and will have a file. */
const caseWith = async (measure: string): Promise<UntoldCase> => {
  for (const id of workedIds) {
    const told = await storeUntold(house.db, id)
    const row = await house.db
      .prepare(
        `SELECT 1 FROM determinations, json_each(determination, '$.measures') AS due
         WHERE determinations.id = ? AND due.value ->> 'code' = ?`,
      )
      .bind(told.determinationId, measure)
      .first()
    if (row) return told
  }
  throw new Error(`no worked household is due ${measure}`)
}

describe('the question where a measure would go', () => {
  it('is answered with office, reasons in two languages, and the day by which it is due', async () => {
    const body = { measures: ['M204', 'M601'], countyCode: '150203', registeredCode: '150102', day: '2026-11-25' }
    const { body: answer } = await reader.routeMeasures({ body })
    expect(answer.routes).toMatchObject([
      {
        measure: 'M204',
        name: '医疗救助',
        clause: '五.(二).2',
        lead: { officeId: '1502-ZGH-150203', department: 'ZGH', level: 'county' },
        rule: 'policy',
        dueOn: '2026-11-30',
        dueKnown: true,
      },
      { measure: 'M601', lead: { officeId: '1501-MZT-150102' } },
    ])
    expect(answer.routes[0]?.cooperating.map(({ department }) => department)).toEqual([
      'RST',
      'MZT',
      'CZT',
      'WJW',
      'SWJ',
    ])
    expect(answer.routes[1]?.reasons).toContainEqual({
      code: 'county:registration',
      zh: '由户籍所在地办理',
      en: 'Where the household is registered decides',
    })
  })
  it('says of a day beyond the announced holidays that it is not sure of the day it is due', async () => {
    const { body } = await reader.routeMeasures({
      body: { measures: ['M204'], countyCode: '150203', day: '2031-03-03' },
    })
    expect(body.routes[0]).toMatchObject({ dueOn: '2031-03-06', dueKnown: false })
  })
  it('leaves nothing behind and refuses what the policy does not know', async () => {
    const rows = () => house.db.prepare('SELECT count(*) AS n FROM referrals').first()
    const before = await rows()
    const asked = reader.routeMeasures({ body: { measures: ['M204', 'M999'], countyCode: '150203', clause: '九' } })
    expect((await problemOf(asked)).errors?.map(({ path }) => path)).toEqual(['measures.1', 'clause'])
    expect(await rows()).toEqual(before)
  })
})

describe('dibao', () => {
  it('goes by where the household is registered, in the region, and else by where it lives; nothing else does', async () => {
    for (const [code, officeId, reason] of [
      ['150102', '1501-MZT-150102', 'county:registration'],
      ['110101', undefined, 'county:residence-because-registered-elsewhere'],
    ] as const) {
      const told = await caseWith('M601')
      const here = `${told.countyCode.slice(0, 4)}-MZT-${told.countyCode}`
      await registerAt(told, code)
      const plan = await openFile(told)
      const dibao = referralOf(plan, 'M601')
      expect(dibao?.officeId).toBe(officeId ?? here)
      expect(dibao?.routedBecause).toEqual(['rule:policy', reason])
      const others = plan.referrals.filter(({ measure }) => measure !== 'M601')
      expect(others.every((each) => each.officeId.endsWith(told.countyCode))).toBe(true)
    }
  })
})

describe('an office that is full', () => {
  it('is passed over, also within one batch of cases', async () => {
    const first = await caseWith('M901')
    const full = `${first.countyCode.slice(0, 4)}-ZGH-${first.countyCode}`
    await house.db
      .prepare('UPDATE offices SET capacity = (SELECT count(*) FROM referrals WHERE office_id = ?1) + 1 WHERE id = ?1')
      .bind(full)
      .run()
    const second = await caseWith('M901')
    const events = [first, second].map((told) =>
      eventOf(told, 'file.opened', { determinationId: told.determinationId, fileNumber: `F-${told.caseNumber}` }),
    )
    await house.deliver('referral', events)
    const row = await house.db
      .prepare(
        `SELECT sum(office_id = ?3) AS kept, sum(office_id <> ?3 AND routed_because LIKE '%level:city-because-full%') AS risen,
           count(*) AS total FROM referrals WHERE plan_id IN (?1, ?2) AND office_id LIKE '%-ZGH-%'`,
      )
      .bind(first.caseNumber, second.caseNumber, full)
      .first<{ kept: number; risen: number; total: number }>()
    await house.db.prepare('UPDATE offices SET capacity = NULL').run()
    expect(row?.kept).toBe(1)
    expect(row?.total).toBeGreaterThan(2)
    expect(row?.risen).toBe((row?.total ?? 0) - 1)
  })
})

describe('a reorganisation', () => {
  const rule = (more: object) => ({
    area: '150000' as const,
    measure: 'M204',
    lead: 'YBJ',
    cooperating: ['MZT', 'ZGH'],
    effectiveFrom: dayFromNow(30),
    source: '机构改革方案',
    ...more,
  })
  it('is a rule with a day: before it plans go as the policy says, from it on to the new department', async () => {
    expect((await problemOf(administrator.createRoutingRule({ body: rule({}) }))).errors).toEqual([
      { path: 'lead', message: 'has no office in the directory' },
    ])
    await house.db
      .prepare(
        `INSERT INTO offices (id, department, area_code, name)
         SELECT replace(id, '-ZGH-', '-YBJ-'), 'YBJ', area_code, '医疗保障局' FROM offices WHERE department = 'ZGH'`,
      )
      .run()
    const made = []
    for (const measure of ['M204', 'M205'])
      made.push((await administrator.createRoutingRule({ body: rule({ measure }) })).body)
    const routeOn = async (day: string) => {
      const body = { measures: ['M204', 'M205'], countyCode: '150203', day }
      return (await reader.routeMeasures({ body })).body.routes.map(({ lead }) => lead?.department)
    }
    expect(await routeOn(dayFromNow(29))).toEqual(['ZGH', 'ZGH'])
    expect(await routeOn(dayFromNow(30))).toEqual(['YBJ', 'YBJ'])
    const inForce = async (days: number) =>
      (await reader.listRulesInForce({ query: { day: dayFromNow(days) } })).body.rules.map(({ id }) => id)
    expect(await inForce(29)).not.toContain(made[0]?.id)
    expect(await inForce(30)).toEqual(expect.arrayContaining(made.map(({ id }) => id)))

    const told = await caseWith('M204')
    const before = await openFile(told)
    expect(referralOf(before, 'M204')?.officeId).toContain('-ZGH-')
    // The day comes.
    await house.db.prepare('UPDATE routing_rules SET effective_from = ?').bind(dayFromNow(0)).run()
    const after = await openFile(await caseWith('M204'))
    expect(referralOf(after, 'M204')).toMatchObject({
      officeId: `${told.countyCode.slice(0, 4)}-YBJ-${told.countyCode}`,
      isDefault: false,
      routedBecause: [`rule:${made[0]?.id}`, 'county:residence'],
    })
    // What was referred before stays.
    const kept = (await reader.readPlan({ params: { caseNumber: told.caseNumber } })).body
    expect(referralOf(kept, 'M204')?.officeId).toContain('-ZGH-')

    const withdrawn = await administrator.withdrawRoutingRule({
      params: { id: made[0]?.id ?? '' },
      ifMatch: '"1"',
      body: { reason: '文号有误' },
    })
    expect(withdrawn.body).toMatchObject({ version: 2, withdrawnBy: expect.stringMatching(/^staff:/) })
    expect(await routeOn(dayFromNow(0))).toEqual(['ZGH', 'YBJ'])
    expect((await reader.listRoutingRules()).body.items.map(({ id }) => id)).toEqual(made.map(({ id }) => id))
    const again = administrator.withdrawRoutingRule({
      params: { id: made[0]?.id ?? '' },
      ifMatch: '*',
      body: { reason: '重复' },
    })
    expect(await refusalOf(again)).toEqual([409, 'wrong-state'])
  })
  it('is refused for a day that is over without a reason, for what is unknown, and by whom the region is not', async () => {
    const pathsOf = async (more: object) =>
      (await problemOf(administrator.createRoutingRule({ body: rule(more) }))).errors?.map(({ path }) => path)
    expect(await pathsOf({ effectiveFrom: dayFromNow(-1) })).toEqual(['effectiveFrom'])
    expect(await pathsOf({ measure: 'M999', clause: '九' })).toEqual(['measure', 'clause'])
    expect(await pathsOf({ measure: undefined })).toEqual(['measure'])
    expect(await pathsOf({ lead: 'MZT' })).toEqual(['cooperating'])
    const ofCity = await house.client('administrator', '150200')
    expect(await refusalOf(ofCity.createRoutingRule({ body: rule({}) }))).toEqual([403, 'not-allowed'])
    const late = rule({ measure: 'M403', effectiveFrom: dayFromNow(-1), lateBecause: '文件迟到' })
    const { body } = await administrator.createRoutingRule({ body: late })
    const audited = await house.db
      .prepare("SELECT reason FROM audit WHERE subject = ? AND action = 'routing.rule-made'")
      .bind(body.id)
      .first()
    expect(audited).toEqual({ reason: '文件迟到' })
  })
})

describe('an office that cooperates', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await openFile(await caseWith('M601'))
  })
  const send = (officeId: string, type: string, data: object, id: string) => {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data })
    const at = new Date()
    const signature = new Webhook(localSecret(house.secrets.departmentMaster, officeId)).sign(id, at, body)
    return house.send('POST', `/hooks/departments/${officeId}`, {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      },
    })
  }
  const readTask = async (id: string) => (await reader.readCooperationTask({ params: { id } })).body

  it('has one task for each clause, which its notice names', async () => {
    const places = plan.tasks.map(({ officeId, clause }) => `${officeId} ${clause}`)
    expect(new Set(places).size).toBe(places.length)
    expect(plan.tasks.length).toBeGreaterThan(5)
    const { results } = await house.db
      .prepare("SELECT task_id AS id FROM deliveries WHERE plan_id = ? AND type = 'referral.informed' ORDER BY task_id")
      .bind(plan.caseNumber)
      .all<{ id: string }>()
    expect(results.map(({ id }) => id)).toEqual(plan.tasks.map(({ id }) => id))
  })
  it('says by its signed webhook that it has done its part: once, and of its own tasks only', async () => {
    const [task, other] = plan.tasks.filter((each, index, all) => each.officeId !== all[index - 1]?.officeId)
    if (!task || !other) throw new Error('the plan has no tasks')
    const foreign = await send(other.officeId, 'cooperation.done', { taskId: task.id }, 'msg-foreign')
    expect(foreign.status).toBe(404)
    const said = { taskId: task.id, note: '已核实' }
    const first = await send(task.officeId, 'cooperation.done', said, 'msg-1')
    expect(first).toMatchObject({ status: 200, json: { result: 'recorded', state: 'done', version: 2 } })
    for (const id of ['msg-1', 'msg-2']) {
      const again = await send(task.officeId, 'cooperation.done', said, id)
      expect(again).toMatchObject({ status: 200, json: { result: 'known', state: 'done', version: 2 } })
    }
    expect(await readTask(task.id)).toMatchObject({ state: 'done', note: '已核实', version: 2 })
  })
  it('or staff say it, of the version that they have read; others do not see it', async () => {
    const { caseNumber, countyCode } = plan
    const listed = await reviewer.listCooperationTasks({ query: { caseNumber, state: 'open' } })
    const [task] = listed.body.items
    if (!task) throw new Error('no task is open')
    const params = { id: task.id }
    expect(await refusalOf(reviewer.completeCooperationTask({ params, ifMatch: '"7"', body: {} }))).toEqual([
      412,
      'version-stale',
    ])
    const elsewhere = await house.client('county_reviewer', countyCode === '150102' ? '150203' : '150102')
    expect(await refusalOf(elsewhere.completeCooperationTask({ params, ifMatch: '*', body: {} }))).toEqual([
      404,
      'not-found',
    ])
    expect((await elsewhere.listCooperationTasks({ query: { caseNumber } })).body.items).toEqual([])
    const done = await reviewer.completeCooperationTask({
      params,
      ifMatch: `"${task.version}"`,
      body: { note: '已上门' },
    })
    expect(done.body).toEqual({ result: 'recorded', state: 'done', version: 2 })
    const ofOffice = await reviewer.listCooperationTasks({ query: { officeId: task.officeId, state: 'done' } })
    expect(ofOffice.body.items.map(({ id }) => id)).toContain(task.id)
  })
  it('has nothing more to do once the last of its referrals is settled', async () => {
    const task = (await reader.readPlan({ params: { caseNumber: plan.caseNumber } })).body.tasks.find(
      ({ state }) => state === 'open',
    )
    if (!task) throw new Error('no task is open')
    const [last, ...before] = task.referralIds.toReversed()
    const deliver = (id: string) =>
      reviewer.answerReferral({ params: { id }, ifMatch: '*', body: { type: 'referral.delivered' } })
    for (const id of before) await deliver(id)
    expect((await readTask(task.id)).state).toBe('open')
    await deliver(last ?? '')
    expect(await readTask(task.id)).toMatchObject({ state: 'lapsed', version: 2 })
    const late = await send(task.officeId, 'cooperation.done', { taskId: task.id }, 'msg-late')
    expect(late).toMatchObject({ status: 409, json: { state: 'lapsed' } })
  })
})
