import { addDays, workingCalendar } from '@jiekun/calendar'
import { type Client, createClient } from '@jiekun/client'
import { eventSchema } from '@jiekun/schema'
import { referrals } from '@jiekun/schema/tables/referral'
import { dayInChina, newId, queries } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { deadlines } from '../../services/registration/src/review/deadlines.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf, refusalOf } from './refusals.ts'
import { countOf } from './rows.ts'
import { eventOf, leaveUnsent, silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** Nine in the morning in China. */
const morning = (day: string): Date => new Date(`${day}T09:00:00+08:00`)

async function referralOf(id: string) {
  const [row] = await queries(house.db).select().from(referrals).where(eq(referrals.id, id))
  if (!row) throw new Error('no such referral')
  return row
}

async function historyOf(id: string) {
  const { results } = await house.db
    .prepare(
      `SELECT sequence, kind, to_office_id AS office, to_area AS area FROM referral_escalations
       WHERE referral_id = ? ORDER BY sequence`,
    )
    .bind(id)
    .all<{ sequence: number; kind: string; office: string | null; area: string }>()
  return results.map(({ sequence, kind, office, area }) => [sequence, kind, office, area])
}

const noticesTo = (referralId: string, type: string, officeId: string) =>
  countOf(
    house.db,
    'deliveries WHERE referral_ids = ? AND type = ? AND office_id = ?',
    JSON.stringify([referralId]),
    type,
    officeId,
  )

describe('a referral that an office ignores', () => {
  it('is warned of, then rises a level at a time on working days, and stays at the region', async () => {
    // Due on Monday 30 November, to be warned of on the Friday before.
    const { referralId } = await storeDelivery(house.db, await storeUntold(house.db, 'H01'))
    await house.tick(morning('2026-11-26'))
    expect(await historyOf(referralId)).toEqual([])
    await house.tick(morning('2026-11-27'))
    expect(await historyOf(referralId)).toEqual([[1, 'warning', null, '150203']])
    expect(await noticesTo(referralId, 'referral.due', '1502-MZT-150203')).toBe(1)
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) await house.tick(morning(day))
    expect(await historyOf(referralId)).toHaveLength(1)
    await house.tick(morning('2026-12-01'))
    await house.tick(morning('2026-12-01'))
    expect((await historyOf(referralId)).slice(1)).toEqual([[2, 'escalation', '1502-MZT-150200', '150200']])
    expect(await noticesTo(referralId, 'referral.escalated', '1502-MZT-150200')).toBe(1)
    expect(await referralOf(referralId)).toMatchObject({ escalatedTo: '1502-MZT-150200', escalations: 1, version: 1 })
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-04']) await house.tick(morning(day))
    expect((await historyOf(referralId)).slice(2)).toEqual([[3, 'escalation', '1500-MZT-150000', '150000']])
    await house.tick(morning('2026-12-09'))
    expect((await historyOf(referralId)).slice(3)).toEqual([[4, 'escalation', '1500-MZT-150000', '150000']])
  })
})

/** A referral with a clock of the test's own. */
async function storeClock(set: Partial<typeof referrals.$inferInsert>) {
  const told = await storeUntold(house.db, 'H01')
  const { referralId } = await storeDelivery(house.db, told)
  await queries(house.db).update(referrals).set(set).where(eq(referrals.id, referralId))
  return { id: referralId, told }
}
const sentOnWednesday = {
  state: 'sent',
  duty: 'office',
  clockFrom: '2026-11-25',
  clockDays: 3,
  dueOn: '2026-11-30',
  attendOn: '2026-12-01',
  warned: true,
} as const

describe('the clock of a referral', () => {
  it('stands while the union finds out what the office asked for, and goes on with the days that were left', async () => {
    const reviewer = await house.client('county_reviewer', '150203')
    const calendar = workingCalendar()
    const from = addDays(new Date().toISOString().slice(0, 10), -1)
    const dueOn = calendar.after(from, 40).day
    const { id } = await storeClock({ ...sentOnWednesday, clockFrom: from, clockDays: 40, dueOn, attendOn: dueOn })
    const params = { id }
    const returned = { type: 'referral.returned' as const, reason: '请补充收入证明' }
    await reviewer.answerReferral({ params, ifMatch: '*', body: returned })
    const standing = await referralOf(id)
    const left = calendar.between(standing.clockFrom ?? '', dueOn)
    expect(standing).toMatchObject({ duty: 'union', suspendedDays: left })
    // The day of the office comes and goes; what rises is the union's own delay, through the unions.
    await house.tick(morning(calendar.after(dueOn, 3).day))
    expect(await historyOf(id)).toEqual([[1, 'escalation', null, '150200']])
    await reviewer.decideReferral({ params, ifMatch: '*', body: { decision: 'resume', reason: '收入证明已补' } })
    const resumed = await referralOf(id)
    expect(resumed).toMatchObject({
      state: 'sent',
      duty: 'office',
      suspendedDays: null,
      escalations: 0,
      clockDays: left,
    })
    expect(resumed.dueOn).toBe(calendar.after(resumed.clockFrom ?? '', left).day)
  })

  it('asks an applicant once more, then closes as unconfirmed; what they confirmed before is not touched', async () => {
    const delivered = {
      state: 'delivered',
      duty: 'applicant',
      clockFrom: '2026-11-25',
      clockDays: 10,
      dueOn: '2026-12-09',
      attendOn: '2026-12-07',
    }
    const [silent, spoken] = [await storeClock(delivered), await storeClock(delivered)]
    await house.tick(morning('2026-12-07'))
    expect(await historyOf(silent.id)).toEqual([[1, 'warning', null, '150203']])
    await house.deliver('referral', [
      eventOf(spoken.told, 'help.confirmed', { referralId: spoken.id, version: 1, arrived: true }),
    ])
    await house.tick(morning('2026-12-09'))
    expect(await referralOf(silent.id)).toMatchObject({ state: 'delivered', version: 1 })
    for (const day of ['2026-12-10', '2026-12-11']) await house.tick(morning(day))
    const ended = { state: 'closed', duty: null, dueOn: null, attendOn: null, version: 2 }
    expect(await referralOf(silent.id)).toMatchObject({ ...ended, outcome: 'unconfirmed' })
    expect(await referralOf(spoken.id)).toMatchObject({ ...ended, outcome: 'confirmed' })
  })

  it('is escalated once by two crons that run at the same time, and never after its office has answered', async () => {
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push((await storeClock(sentOnWednesday)).id)
    const [answered = '', ...ignored] = ids
    const reviewer = await house.client('county_reviewer', '150203')
    const accept = { params: { id: answered }, ifMatch: '*', body: { type: 'referral.accepted' as const } }
    await Promise.all([
      ...Array.from({ length: 3 }, () => house.tick(morning('2026-12-01'))),
      reviewer.answerReferral(accept),
    ])
    await house.tick(morning('2026-12-01'))
    for (const id of ignored) {
      expect(await historyOf(id)).toEqual([[1, 'escalation', '1502-MZT-150200', '150200']])
      expect(await noticesTo(id, 'referral.escalated', '1502-MZT-150200')).toBe(1)
      expect(await referralOf(id)).toMatchObject({ escalations: 1, attendOn: '2026-12-04' })
    }
    const { results } = await house.db
      .prepare('SELECT version FROM referral_escalations WHERE referral_id = ?')
      .bind(answered)
      .all()
    expect(results.filter(({ version }) => version !== 1)).toEqual([])
    expect(await referralOf(answered)).toMatchObject({ state: 'accepted', escalations: 0, escalatedTo: null })
  })
})

/** A client of a clerk of an office. */
async function clerkOf(officeId: string): Promise<Client> {
  const key = newKey('office_clerk', officeId.slice(-6), 'test')
  await seedStaffKeys(house.db, [key])
  await house.db.prepare('UPDATE staff_keys SET office_id = ? WHERE id = ?').bind(officeId, key.id).run()
  return createClient({ url: house.url, key: bearer(key) })
}

describe('the list of what stalls', () => {
  const [office, above] = ['1502-ZJT-150203', '1502-ZJT-150200']
  let reader: Client
  beforeAll(async () => {
    reader = await house.client('county_reviewer', '150203')
  })

  /** A referral of the office that no cron looks at, with its first webhook at some state. */
  async function store(set: Partial<typeof referrals.$inferInsert>, delivery = 'inbox', notice = 'referral.created') {
    const told = await storeUntold(house.db, 'H01')
    const { referralId, deliveryId } = await storeDelivery(house.db, told, { officeId: office })
    const db = queries(house.db)
    await db
      .update(referrals)
      .set({ attendOn: null, ...set })
      .where(eq(referrals.id, referralId))
    await house.db
      .prepare('UPDATE deliveries SET state = ?, type = ? WHERE id = ?')
      .bind(delivery, notice, deliveryId)
      .run()
    return referralId
  }
  const [past, ahead] = ['2020-01-02', '2099-01-02']
  /** What the list of somebody says of the office, by referral. */
  const listed = async (by: Client) => {
    const { body } = await by.listStalled({ query: { officeId: office, limit: 100 } })
    return body.items.map(({ referralId, stalls }) => [referralId, ...stalls.map(({ why }) => why)])
  }

  it('names who must act on what is overdue, waits for the union, or never reached its office, and nothing else', async () => {
    expect(await listed(reader)).toEqual([])
    const unanswered = await store({ state: 'sent', dueOn: past })
    const escalated = await store({ state: 'accepted', dueOn: '2020-01-03', escalations: 1, escalatedTo: above })
    await house.db
      .prepare(
        `INSERT INTO referral_escalations (referral_id, sequence, plan_id, county_code, kind, at, state, version, due_on,
           office_id, to_office_id, to_area)
         SELECT id, 1, plan_id, county_code, 'escalation', 1577836800000, state, version, due_on, office_id, ?2, '150200'
         FROM referrals WHERE id = ?1`,
      )
      .bind(escalated, above)
      .run()
    const declined = await store({ state: 'declined', duty: 'union', dueOn: ahead })
    const undelivered = await store({ state: 'created', dueOn: ahead }, 'failed')
    const held = await store({ state: 'created', dueOn: ahead }, 'held')
    const resumed = await store({ state: 'sent', dueOn: ahead }, 'failed', 'referral.resumed')
    const disputed = await store({ state: 'in_progress', dueOn: ahead }, 'held', 'referral.disputed')
    await store({ state: 'sent', dueOn: ahead }, 'delivered', 'referral.resumed')
    await store({ state: 'accepted', dueOn: ahead }, 'failed', 'referral.due')
    await store({ state: 'created', dueOn: ahead }, 'pending')
    await store({ state: 'accepted', dueOn: ahead }, 'failed')
    await store({ state: 'closed', duty: null, dueOn: null })
    const expected = [
      [unanswered, 'unanswered'],
      [escalated, 'overdue'],
      [declined, 'review'],
      [undelivered, 'not-delivered'],
      [held, 'endpoint-stopped'],
      [resumed, 'not-delivered'],
      [disputed, 'endpoint-stopped'],
    ]
    expect(await listed(reader)).toEqual(expected)
    const { body } = await reader.listStalled({ query: { officeId: office, areaCode: '150203', limit: 100 } })
    expect(body.items[1]).toMatchObject({
      stalls: [
        { since: '2020-01-03T16:00:00.000Z', mustAct: { officeId: above, role: 'office_clerk', level: 'city' } },
      ],
    })
    expect(body.items.map(({ stalls }) => stalls.some(({ overdueDays }) => overdueDays > 0))).toEqual([
      true,
      true,
      ...Array.from({ length: 5 }, () => false),
    ])
    expect(await listed(await house.client('county_reviewer', '150204'))).toEqual([])
    expect(await listed(await house.client('region_supervisor'))).toEqual(expected)
    expect(await listed(await clerkOf(office))).toEqual(expected)
    expect(await listed(await clerkOf(above))).toEqual([[escalated, 'overdue']])
  })

  it('goes on behind its pages, one at a time', async () => {
    const whole = (await listed(reader)).map(([id]) => id)
    const found: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const query = { officeId: office, limit: 1, ...(after === undefined ? {} : { after }) }
      const { body } = await reader.listStalled({ query })
      found.push(...body.items.map(({ referralId }) => referralId))
      after = body.next
    }
    expect(found).toEqual(whole)
    expect(whole).toHaveLength(7)
    expect(await refusalOf(reader.listStalled({ query: { after: 'nonsense' } }))).toEqual([422, 'invalid-input'])
  })

  it('leads the office above to what rose to it, which it reads and does not answer', async () => {
    const clerk = await clerkOf(above)
    const { body } = await clerk.listReferrals({ query: { escalatedTo: above } })
    const id = body.items[0]?.id ?? ''
    expect(body.items).toMatchObject([{ officeId: office, escalatedTo: above }])
    expect((await clerk.listReferrals()).body.items).toEqual([])
    expect((await clerk.readReferral({ params: { id } })).body.escalations).toEqual([
      {
        sequence: 1,
        kind: 'escalation',
        at: '2020-01-01T00:00:00.000Z',
        state: 'accepted',
        why: 'overdue',
        dueOn: '2020-01-03',
        officeId: office,
        toOfficeId: above,
        toArea: '150200',
        toLevel: 'city',
      },
    ])
    const accept = { params: { id }, ifMatch: '*', body: { type: 'referral.accepted' as const } }
    expect(await refusalOf(clerk.answerReferral(accept))).toEqual([404, 'not-found'])
    const elsewhere = await clerkOf('1502-JYT-150200')
    expect(await refusalOf(elsewhere.readReferral({ params: { id } }))).toEqual([404, 'not-found'])
  })
})

describe('the calendar', () => {
  const year = 2027
  const announcement = {
    area: '150000' as const,
    holidays: ['2027-01-01', '2027-01-04'],
    workdays: ['2027-01-09'],
    source: '国办发明电〔2026〕99号',
    // So that this holds also once the library knows the year.
    overrideBecause: '测试',
  }
  const put = (by: Client, body: object, ifMatch = '*') =>
    by.setCalendarYear({ params: { year }, ifMatch, body: { ...announcement, ...body } })
  let administrator: Client
  beforeAll(async () => {
    administrator = await house.client('administrator')
  })

  it('tells what it knows of a year, and that it does not know one', async () => {
    const known = (await administrator.readCalendarYear({ params: { year: 2026 } })).body
    expect(known).toMatchObject({ known: true, origin: 'library', version: 0, source: null, changes: [] })
    expect(known.holidays).toContain('2026-10-01')
    expect(known.workdays).toContain('2026-02-14')
    expect((await administrator.readCalendarYear({ params: { year: 2099 } })).body).toMatchObject({
      known: false,
      origin: 'none',
      holidays: [],
    })
  })

  it('is imported by an administrator of the region, and every open clock is counted anew', async () => {
    const unknown = { clockFrom: '2026-12-30', clockDays: 5, dueOn: '2027-01-06', attendOn: '2027-01-04' }
    const { id } = await storeClock({ ...sentOnWednesday, ...unknown, warned: false, dueKnown: false })
    const { id: near } = await storeClock({ ...sentOnWednesday, attendOn: '2099-01-01', escalations: 1 })
    const { body, etag } = await put(administrator, {}, '"0"')
    expect(etag).toBe('"1"')
    expect(body).toMatchObject({ known: true, origin: 'announced', version: 1, changes: [{ version: 1 }] })
    const recounted = await eventually(async () => {
      const row = await referralOf(id)
      return row.dueKnown ? row : undefined
    })
    expect(recounted).toMatchObject({ dueOn: '2027-01-08', attendOn: '2027-01-06', version: 1 })
    expect(await referralOf(near)).toMatchObject({ dueOn: '2026-11-30', attendOn: '2099-01-01' })
    expect(await countOf(house.db, "audit WHERE action = 'referral.recounted' AND subject = ?", id)).toBe(1)
    expect(
      await countOf(house.db, "audit WHERE action = 'calendar.changed' AND subject = '2027' AND reason = '测试'"),
    ).toBe(1)
    expect((await put(administrator, {})).etag).toBe('"1"')
    expect(await refusalOf(put(administrator, { workdays: [] }, '"0"'))).toEqual([412, 'version-stale'])
  })

  it('takes one of two imports that come at the same time, and keeps each version', async () => {
    const settled = await Promise.allSettled(['甲', '乙', '丙'].map((source) => put(administrator, { source }, '"1"')))
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { body } = await administrator.readCalendarYear({ params: { year } })
    expect(body.changes.map(({ version }) => version)).toEqual([1, 2])
    expect(body.source).toBe(body.changes[1]?.source)
  })

  it('takes no import that is not of the year, or of somebody else, or silently goes before the library', async () => {
    const refused = await problemOf(
      put(administrator, { holidays: ['2027-01-01', '2026-12-31'], workdays: ['2027-01-01'] }),
    )
    expect(refused.errors?.map(({ path }) => path)).toEqual(['holidays.1', 'workdays.0'])
    const silent = { ...announcement, holidays: ['2026-01-01'], workdays: [], overrideBecause: undefined }
    const ofLibrary = administrator.setCalendarYear({ params: { year: 2026 }, ifMatch: '*', body: silent })
    expect((await problemOf(ofLibrary)).errors).toMatchObject([{ path: 'overrideBecause' }])
    expect(await refusalOf(put(await house.client('administrator', '150200'), {}))).toEqual([403, 'not-allowed'])
    expect(await refusalOf(put(await house.client('region_supervisor'), {}))).toEqual([403, 'not-allowed'])
    expect(await refusalOf(administrator.readCalendarYear({ params: { year: 1999 } }))).toEqual([404, 'not-found'])
  })

  it('is counted by in pages that go on where they were after a crash, and repeated change nothing', async () => {
    const told = await storeUntold(house.db, 'H01')
    const count = 1_100
    await house.db
      .prepare(
        `INSERT INTO referrals (id, plan_id, county_code, measure, clause, member_ids, office_id, is_default, emergency,
           state, version, duty, clock_from, clock_days, due_on, due_known, attend_on, warned, escalations, created_at)
         SELECT '1502-paged-' || value, ?2, '150203', 'X' || value, '五.(二).6', '[]', '1502-MZT-150203', 0, 0,
           'accepted', 1, 'office', '2091-02-05', 5, '2091-02-12', 0, '2091-02-08', 0, 0, 0
         FROM json_each(?1)`,
      )
      .bind(JSON.stringify(Array.from({ length: count }, (_, n) => n)), told.caseNumber)
      .run()
    // The import was stored, and whoever stored it died before the event was sent.
    await house.db
      .prepare(
        `INSERT INTO calendar_years (year, holidays, workdays, source, version, at, actor)
         VALUES (2091, '["2091-02-12"]', '[]', '国办', 1, 0, 'staff:x')`,
      )
      .run()
    const changed = {
      ...eventOf(told, 'calendar.changed', { year: 2091, version: 1 }),
      subject: '2091',
      area: '150000',
    }
    await leaveUnsent(house.db, 'referral', changed)
    const moved = "referrals WHERE id GLOB '1502-paged-*' AND due_on = '2091-02-13' AND due_known = 1"
    expect(await countOf(house.db, moved)).toBe(0)
    await house.tick()
    await eventually(async () => ((await countOf(house.db, moved)) === count ? true : undefined))
    const audited = "audit WHERE action = 'referral.recounted' AND subject GLOB '1502-paged-*'"
    expect(await countOf(house.db, audited)).toBe(count)
    const steps = await house.db
      .prepare(
        "SELECT event FROM outbox WHERE json_extract(event, '$.type') = 'recount.due' AND json_extract(event, '$.subject') = '2091'",
      )
      .all<{ event: string }>()
    const again = steps.results.map(({ event }) => eventSchema.parse(JSON.parse(event)))
    expect(again.length).toBeGreaterThanOrEqual(2)
    await house.deliver('referral', [changed, ...again])
    await house.deliver('referral', [
      { ...changed, id: newId('150000') },
      ...again.map((event) => ({ ...event, id: newId('150000') })),
    ])
    expect(await countOf(house.db, audited)).toBe(count)
    expect(await countOf(house.db, moved)).toBe(count)
  })

  it('is what a review is counted by too', async () => {
    const from = dayInChina(new Date())
    const free = Array.from({ length: 14 }, (_, n) => addDays(from, n + 1)).filter((day) => !isWeekend(day))
    const years = [...Map.groupBy(free, (day) => Number(day.slice(0, 4)))].map(([each, holidays]) => ({
      year: each,
      holidays,
      workdays: [],
    }))
    for (const { year: each, holidays, workdays } of years) {
      const body = { ...announcement, holidays, workdays }
      await administrator.setCalendarYear({ params: { year: each }, ifMatch: '*', body })
    }
    const told = await storeUntold(house.db, 'H12')
    const made = { determinationId: told.determinationId, applicationVersion: 1 }
    await house.deliver('registration', [eventOf(told, 'determination.made', made)])
    const { caseNumber } = told
    const { application } = (await (await house.client('county_reviewer')).readApplication({ params: { caseNumber } }))
      .body
    const row = await house.db
      .prepare("SELECT at FROM application_transitions WHERE application_id = ? AND state = 'under_review'")
      .bind(caseNumber)
      .first<{ at: number }>()
    const begun = dayInChina(new Date(row?.at ?? 0))
    const { day, isKnown } = workingCalendar(years).after(begun, deadlines.review.days)
    expect(application).toMatchObject({ state: 'under_review', dueOn: day, dueKnown: isKnown })
    expect(day > workingCalendar().after(begun, deadlines.review.days).day).toBe(true)
  })
})
