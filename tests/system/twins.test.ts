import { eventSchema, receiptSchema } from '@jiekun/schema'
import { caseViewSchema } from '@jiekun/schema/api'
import { newId } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openReviewDesk, openStaff, type ReviewDesk } from './review.ts'
import { countOf } from './rows.ts'
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
const reason = '核对身份证原件后决定'
interface Key {
  caseNumber: string
  accessCode: string
}
let people = 300

/** Applies for a household with urgent need under an ID number. */
async function apply(
  person: number,
  headers: Record<string, string> = {},
  household = workedHousehold('H12').household,
) {
  const json = newApplication(household, person)
  return house.send('POST', '/api/v1/applications', { json, headers })
}
const keyOf = ({ json }: { json: unknown }): Key => {
  const { caseNumber, accessCode } = receiptSchema.parse(json)
  return { caseNumber, accessCode }
}
const rowOf = async ({ caseNumber }: Key) =>
  house.db
    .prepare('SELECT state, turn, version, declined_as AS declinedAs FROM applications WHERE id = ?')
    .bind(caseNumber)
    .first<{ state: string; turn: number; version: number; declinedAs: string | null }>()
const aidOf = async ({ caseNumber }: Key): Promise<string[]> => {
  const { results } = await house.db
    .prepare("SELECT state FROM referrals WHERE plan_id = ? AND measure = 'M603'")
    .bind(caseNumber)
    .all<{ state: string }>()
  return results.map(({ state }) => state)
}
const until = (holds: () => Promise<boolean>) => eventually(async () => ((await holds()) ? true : undefined))

/** A first application whose emergency aid is with its office, and a second one of the same person, under review. */
async function twins(): Promise<{ person: number; first: Key; second: Key }> {
  const person = ++people
  const first = keyOf(await apply(person))
  const second = keyOf(await apply(person))
  await until(async () => (await rowOf(second))?.state === 'under_review' && (await aidOf(first))[0] === 'sent')
  return { person, first, second }
}

const form = ({ caseNumber, accessCode }: Key, more: Record<string, string> = {}) => ({
  body: new URLSearchParams({ caseNumber, accessCode, ...more }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})
const view = async (key: Key) => caseViewSchema.parse((await house.send('POST', '/api/v1/status', { json: key })).json)
const claim = ({ caseNumber }: Key) => desk.reviewer.claimApplication({ params: { caseNumber }, ifMatch: any })

/** What somebody reads, without what differs between any two applications: numbers, codes, ids and moments. */
const plain = (text: string, { caseNumber, accessCode }: Key): string =>
  text
    .replaceAll(caseNumber, 'NUMBER')
    .replaceAll(accessCode, 'CODE')
    .replaceAll(/\d{4}-[0-9A-HJKMNP-TV-Z]{26}/g, 'ID')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'MOMENT')
    .replaceAll(/\b[0-9a-f]{32}\b/g, 'UPLOAD')
    .replaceAll(/\d{1,2}:\d{2}/g, 'HOUR')

describe('a second application of a person', () => {
  it('is told apart from a first by nothing that its holder reads', async () => {
    const { first, second } = await twins()
    expect(await aidOf(second)).toEqual([])
    const read = async (key: Key) => {
      const answers = await Promise.all([
        house.send('POST', '/api/v1/status', { json: key }),
        house.send('POST', '/api/v1/status/export', { json: key }),
        house.send('POST', '/status', form(key)),
        house.send('POST', '/status/export', form(key)),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      return answers.map(({ text, headers }) => [plain(text, key), headers.get('etag'), [...headers.keys()]])
    }
    expect(await read(second)).toEqual(await read(first))
    const told = async ({ caseNumber }: Key) =>
      (await desk.reviewer.listNotifications({ query: { caseNumber } })).body.items.map(({ template }) => template)
    expect([await told(first), await told(second)]).toEqual([['received'], ['received']])
  })

  it('lets wrong codes that come with one lock both alike, and a locked one is told to nobody', async () => {
    const { person, first, second } = await twins()
    for (let tried = 0; tried < 10; tried++) {
      expect((await apply(person, { 'access-code': 'AAAA-BBBB-CCCC' })).status).toBe(201)
    }
    const locked = await Promise.all([first, second].map((key) => house.send('POST', '/api/v1/status', { json: key })))
    expect(locked.map(({ status }) => status)).toEqual([429, 429])
    expect((await apply(person, { 'access-code': first.accessCode })).status).toBe(201)
    // None is counted on what was made with it, whether there was something to guess at or not.
    const other = ++people
    for (let made = 0; made < 2; made++) {
      const { caseNumber } = keyOf(await apply(other, { 'access-code': 'AAAA-BBBB-CCCC' }))
      expect(await countOf(house.db, 'code_attempts WHERE id = ?', caseNumber)).toBe(0)
    }
  })

  it('is refused to the holder of the code of either, and to staff who reach it', async () => {
    const { person, first, second } = await twins()
    for (const key of [first, second]) {
      expect(await apply(person, { 'access-code': key.accessCode })).toMatchObject({
        status: 409,
        json: { caseNumber: key.caseNumber },
      })
    }
    const send = async (area: string) => apply(person, { authorization: await house.key('grassroots_intake', area) })
    const { household } = workedHousehold('H12')
    expect(await send(household.countyCode)).toMatchObject({ status: 409, json: { caseNumber: first.caseNumber } })
    expect((await send('150203')).status).toBe(201)
  })

  it('is told to those who came before, first or not, with the day and the union and nothing else', async () => {
    const { person, first, second } = await twins()
    await Promise.all([house.tick(), house.tick()])
    const third = keyOf(await apply(person))
    await house.tick()
    const told = ({ caseNumber }: Key) =>
      eventually(async () => {
        const { items } = (await desk.reviewer.listNotifications({ query: { caseNumber } })).body
        const found = items.filter(({ template }) => template === 'twinned')
        return found.length > 0 ? found : undefined
      })
    const [ofFirst, ofSecond] = [await told(first), await told(second)]
    expect([ofFirst.length, ofSecond.length]).toEqual([2, 1])
    for (const { body } of [...ofFirst, ...ofSecond]) {
      expect(body).toContain('总工会')
      expect(body).not.toContain(third.caseNumber)
    }
    const { timeline } = await view(first)
    expect(timeline.filter(({ type }) => type === 'application.twinned')).toHaveLength(2)
    expect(JSON.stringify(timeline)).not.toContain(second.caseNumber)
    expect((await view(third)).timeline.some(({ type }) => type === 'application.twinned')).toBe(false)
    for (let more = 0; more < 4; more++) await apply(person)
    await house.tick()
    expect(
      await countOf(
        house.db,
        "timeline WHERE type = 'application.twinned' AND application_id IN (?, ?)",
        first.caseNumber,
        second.caseNumber,
      ),
    ).toBe(6)
  })
})

describe('the staff', () => {
  it('see both from either side within their reach, and elsewhere that there is one and whom to ask', async () => {
    const person = ++people
    const household = { ...workedHousehold('H12').household, countyCode: '150203' }
    const first = keyOf(await apply(person))
    const second = keyOf(await apply(person, {}, household))
    await until(async () => (await rowOf(second))?.state === 'under_review')
    const twinsOf = async (api: ReviewDesk['reviewer'], { caseNumber }: Key) =>
      (await api.readApplication({ params: { caseNumber } })).body.twins
    expect(await twinsOf(desk.reviewer, first)).toMatchObject([{ caseNumber: second.caseNumber, turn: 1 }])
    expect(await twinsOf(desk.reviewer, second)).toMatchObject([{ caseNumber: first.caseNumber, turn: 0 }])
    const local = await openStaff(house, 'city_approver', '150200')
    const [outside] = await twinsOf(local.api, second)
    expect(outside).toMatchObject({ caseNumber: null, state: null, turn: null, submittedAt: null })
    expect(outside?.contact?.name).toContain('总工会')
    await claim(second)
    const put = local.api.putApplicationForward({
      params: { caseNumber: second.caseNumber },
      ifMatch: any,
      body: { reason },
    })
    expect(await refusalOf(put)).toEqual([409, 'twin-open'])
    const { items } = (await desk.reviewer.listReviewQueue({ query: { limit: '100' } })).body
    const queued = items.filter(({ caseNumber }) => [first.caseNumber, second.caseNumber].includes(caseNumber))
    expect(queued.map(({ hasTwin }) => hasTwin)).toEqual([true, true])
  })

  it('cannot endorse it, and decline it as a duplicate in words that fit any identity that was not proven', async () => {
    const { first, second } = await twins()
    const other = keyOf(await apply(++people))
    await until(async () => (await rowOf(other))?.state === 'under_review')
    const decline = async (key: Key, ground: 'duplicate' | 'identity_unproven') => {
      const params = { caseNumber: key.caseNumber }
      await claim(key)
      await desk.reviewer.declineApplication({
        params,
        ifMatch: any,
        body: { reason: `与 1508 重复 ${ground}`, ground },
      })
      const page = await house.send('POST', '/status', form(key))
      const held = await house.send('POST', '/api/v1/status/export', { json: key })
      expect(held.text).not.toMatch(/重复|twinOf|declinedAs/)
      const inPerson = await desk.reviewer.exportPerson({ params, body: { reason: '本人持身份证到场' } })
      expect(inPerson.body.cases.find(({ caseNumber }) => caseNumber === key.caseNumber)?.declinedAs).toBe(ground)
      return plain(page.text, key)
    }
    await claim(second)
    const endorse = desk.reviewer.endorseApplication({
      params: { caseNumber: second.caseNumber },
      ifMatch: any,
      body: { reason },
    })
    expect(await refusalOf(endorse)).toEqual([409, 'twin-open'])
    const [duplicate, unproven] = [await decline(second, 'duplicate'), await decline(other, 'identity_unproven')]
    expect(duplicate).toContain('请本人带身份证')
    const nameless = (text: string) => text.replaceAll(/138\d*\*+\d+/g, 'PHONE')
    expect(nameless(duplicate)).toBe(nameless(unproven))
    await claim(first)
    const one = desk.reviewer.declineApplication({
      params: { caseNumber: first.caseNumber },
      ifMatch: any,
      body: { reason, ground: 'duplicate' },
    })
    expect(await refusalOf(one)).toEqual([409, 'wrong-state'])
  })

  it('put it in the place of the first: its aid goes out at once, that of the first stops, and nobody is helped twice', async () => {
    const { first, second } = await twins()
    const params = { caseNumber: second.caseNumber }
    const put = (api: ReviewDesk['reviewer']) => api.putApplicationForward({ params, ifMatch: any, body: { reason } })
    expect(await refusalOf(put(desk.approver))).toEqual([409, 'wrong-state'])
    await claim(second)
    expect(await refusalOf(put(desk.reviewer))).toEqual([403, 'not-allowed'])
    // Once from each of two tabs, while the holder of the first withdraws it: one of them is right.
    const both = await Promise.allSettled([
      put(desk.approver),
      put(desk.approver),
      house.send('POST', '/status/withdrawals', form(first)),
    ])
    expect(both.slice(0, 2).filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
    if ((await rowOf(second))?.turn !== 0) await house.tick()
    await until(async () => (await aidOf(second))[0] === 'sent' && (await aidOf(first))[0] === 'cancelled')
    expect(await rowOf(second)).toMatchObject({ state: 'under_review', turn: 0 })
    const ended = await rowOf(first)
    expect([ended?.state, ended?.declinedAs]).toEqual(
      ended?.state === 'withdrawn' ? ['withdrawn', null] : ['declined', 'not_own'],
    )
    expect(await desk.approve(second.caseNumber)).toMatchObject({ state: 'approved' })
  })

  it('do not have help given again that the first has got, neither at once nor with the plan', async () => {
    const { first, second } = await twins()
    const referral = await house.db
      .prepare("SELECT id FROM referrals WHERE plan_id = ? AND measure = 'M603'")
      .bind(first.caseNumber)
      .first<{ id: string }>()
    await desk.reviewer.answerReferral({
      params: { id: referral?.id ?? '' },
      ifMatch: any,
      body: { type: 'referral.delivered' },
    })
    await claim(second)
    await desk.approver.putApplicationForward({
      params: { caseNumber: second.caseNumber },
      ifMatch: any,
      body: { reason },
    })
    expect(await rowOf(first)).toMatchObject({ state: 'declined', declinedAs: 'not_own' })
    expect(await desk.approve(second.caseNumber)).toMatchObject({ state: 'approved' })
    await until(async () => (await countOf(house.db, 'referrals WHERE plan_id = ?', second.caseNumber)) > 0)
    expect([await aidOf(first), await aidOf(second)]).toEqual([['delivered'], []])
    // What the applicant sees of it is whole now.
    expect((await view(second)).measures.length).toBeGreaterThan(0)
  })
})

describe('once the first has ended', () => {
  it('the next one goes forward by itself, one at a time, however many ticks there are', async () => {
    const { person, first, second } = await twins()
    const third = keyOf(await apply(person))
    await until(async () => (await rowOf(third))?.state === 'under_review')
    await house.send('POST', '/status/withdrawals', form(first))
    await Promise.all([house.tick(), house.tick()])
    await until(async () => (await aidOf(second))[0] === 'sent')
    expect([await rowOf(second), await rowOf(third)]).toMatchObject([{ turn: 0 }, { turn: 2 }])
    const steps = ['application_id = ? AND step = ?', second.caseNumber, 'take-turn'] as const
    expect(await countOf(house.db, `application_transitions WHERE ${steps[0]}`, ...steps.slice(1))).toBe(1)
    expect(await aidOf(third)).toEqual([])
    // Told again, late and under another id, it refers nothing once more, nor does what told of the twin say it again.
    const { results } = await house.db
      .prepare(
        "SELECT event FROM event_log WHERE type IN ('application.turned', 'application.twinned') AND event->>'subject' = ?",
      )
      .bind(second.caseNumber)
      .all<{ event: string }>()
    const told = results.map(({ event }) => eventSchema.parse(JSON.parse(event)))
    const turned = told.filter(({ type }) => type === 'application.turned')
    expect(turned).toHaveLength(1)
    await house.deliver('referral', turned)
    await house.deliver(
      'referral',
      turned.map((event) => ({ ...event, id: newId(event.area) })),
    )
    const twinned = told.filter(({ type }) => type === 'application.twinned')
    await house.deliver('notification', [...twinned, ...twinned])
    expect(await aidOf(second)).toEqual(['sent'])
    const messages = "messages WHERE application_id = ? AND template = 'twinned'"
    expect(await countOf(house.db, messages, second.caseNumber)).toBe(twinned.length)
    // Whoever comes now waits behind them.
    const last = keyOf(await apply(person))
    expect((await rowOf(last))?.turn).toBe(2)
  })

  it('one whose ID number was mistyped has nothing to do with the others any more', async () => {
    const { first, second } = await twins()
    const { household } = workedHousehold('H12')
    await desk.reviewer.correctApplication({
      params: { caseNumber: second.caseNumber },
      ifMatch: any,
      body: {
        identity: { idNumber: newApplication(household, ++people).identity.idNumber },
        reason: '身份证号录入有误',
      },
    })
    await house.tick()
    await until(async () => (await aidOf(second))[0] === 'sent')
    expect([await rowOf(first), await rowOf(second)]).toMatchObject([{ turn: 0 }, { turn: 0 }])
    expect(await aidOf(first)).toEqual(['sent'])
    expect((await desk.reviewer.readApplication({ params: first })).body.twins).toEqual([])
  })

  it('with a file, it waits for the staff, who may let it go on', async () => {
    const { first, second } = await twins()
    expect(await desk.approve(first.caseNumber)).toMatchObject({ state: 'approved' })
    await house.tick()
    expect(await rowOf(second)).toMatchObject({ turn: 1 })
    const { caseNumber } = second
    const { twins: seen } = (await desk.reviewer.readApplication({ params: { caseNumber } })).body
    expect(seen).toMatchObject([{ caseNumber: first.caseNumber, state: 'approved' }])
    await claim(second)
    await desk.approver.putApplicationForward({ params: { caseNumber }, ifMatch: any, body: { reason } })
    expect(await rowOf(first)).toMatchObject({ state: 'approved' })
    expect(await rowOf(second)).toMatchObject({ turn: 0 })
    await house.tick()
    expect(await aidOf(second)).toEqual([])
  })
})

it('those beyond three wait in no queue, look like any other, and end once their review is due', async () => {
  const person = ++people
  const keys: Key[] = []
  for (let each = 0; each < 6; each++) keys.push(keyOf(await apply(person)))
  await until(async () => {
    const rows = await Promise.all(keys.map(rowOf))
    return rows.every((row) => row?.state === 'under_review')
  })
  const { items } = (await desk.reviewer.listReviewQueue({ query: { limit: '100' } })).body
  const numbers = new Set(keys.map(({ caseNumber }) => caseNumber))
  expect(items.filter(({ caseNumber }) => numbers.has(caseNumber))).toHaveLength(4)
  const [shown, folded] = [keys[3], keys[4]]
  if (!shown || !folded) throw new Error('too few')
  expect(plain(JSON.stringify(await view(folded)), folded)).toBe(plain(JSON.stringify(await view(shown)), shown))
  await house.tick(new Date(Date.now() + 30 * 86_400_000))
  expect(await Promise.all(keys.map(async (key) => (await rowOf(key))?.state))).toEqual([
    ...Array.from({ length: 4 }, () => 'under_review'),
    'declined',
    'declined',
  ])
  expect((await house.send('POST', '/status', form(folded))).text).toContain('请本人带身份证')
})
