import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk } from './review.ts'
import { countOf } from './rows.ts'

const { household } = workedHousehold('H01')

let house: House
let staff: string
beforeAll(async () => {
  house = await openHouse()
  staff = await house.key('county_reviewer', '150000')
})
afterAll(() => house.close())

let sequence = 300
const application = () => newApplication(household, sequence++)
const submit = (json: unknown, headers: Record<string, string> = {}) =>
  house.send('POST', '/api/v1/applications', { json, headers })

describe('fields=', () => {
  it('cuts the items of a page down to what was asked for', async () => {
    await submit(application())
    const answer = await house.send('GET', '/api/v1/applications?fields=caseNumber,state', { as: staff })
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ items: [{ caseNumber: expect.any(String), state: expect.any(String) }] })
    expect(answer.text).not.toContain('countyCode')
  })

  it('names what it may be where it asks for something else', async () => {
    const answer = await house.send('GET', '/api/v1/applications?fields=caseNumber,identitySealed', { as: staff })
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ path: 'fields' }] } })
    expect(answer.text).toContain('countyCode')
  })

  it('is refused where an answer cannot be cut down', async () => {
    const answer = await house.send('POST', '/api/v1/status?fields=state', {
      json: { caseNumber: '1502-261123-AAAAAAAA', accessCode: 'x' },
    })
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ path: 'fields' }] } })
  })
})

describe('an Idempotency-Key', () => {
  it('makes one application of many requests at once, and answers all of them alike', async () => {
    const good = application()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => submit(good, { 'idempotency-key': 'eight-at-once' })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(await countOf(house.db, "idempotent_answers WHERE service = 'registration'")).toBeGreaterThan(0)
  })

  it('keeps no answer that can be read without the keys', async () => {
    const receipt = await submit(application(), { 'idempotency-key': 'sealed-please' })
    const { results } = await house.db.prepare('SELECT * FROM idempotent_answers').all()
    expect(JSON.stringify(results)).not.toContain(JSON.parse(receipt.text).accessCode)
    expect(JSON.stringify(results)).not.toContain('sealed-please')
  })

  it('is forgotten after a week, and not before', async () => {
    await submit(application(), { 'idempotency-key': 'one-week' })
    const before = await countOf(house.db, 'idempotent_answers')
    await house.tick(new Date(Date.now() + 6 * 24 * 3_600_000))
    expect(await countOf(house.db, 'idempotent_answers')).toBe(before)
    await house.tick(new Date(Date.now() + 8 * 24 * 3_600_000))
    expect(await countOf(house.db, 'idempotent_answers')).toBe(0)
  })

  it('must have 1 to 200 characters', async () => {
    expect(await submit(application(), { 'idempotency-key': 'x'.repeat(201) })).toMatchObject({ status: 422 })
  })
})

describe('If-Match', () => {
  it('is needed to change what was read, and must name the version that is there', async () => {
    const { caseNumber } = receiptSchema.parse(
      (await submit(newApplication(workedHousehold('H03').household, 290))).json,
    )
    const desk = await openReviewDesk(house)
    await desk.approveSoon(caseNumber)
    const [referral] = await eventually(async () => {
      const { items } = (await desk.reviewer.listReferrals({ query: { caseNumber } })).body
      return items.length > 0 && items.every(({ state }) => state === 'delivered') ? items : undefined
    })
    const path = `/api/v1/referrals/${referral?.id}/answers`
    const answer = (headers: Record<string, string>) =>
      house.send('POST', path, { as: staff, headers, json: { type: 'referral.accepted' } })
    expect(await answer({})).toMatchObject({ status: 428, json: { type: expect.stringContaining('version-needed') } })
    for (const stale of ['"1"', 'W/"9"', 'nonsense']) {
      expect(await answer({ 'if-match': stale }), stale).toMatchObject({ status: 412 })
    }
    const current = `"${referral?.version}"`
    expect(await answer({ 'if-match': current })).toMatchObject({ status: 409, json: { state: 'delivered' } })
  })
})

describe('the typed client', () => {
  it('gives parsed answers, and throws problems as they are', async () => {
    const client = await house.client('county_reviewer')
    const { body, status, requestId } = await client.listApplications({ query: { limit: 1 } })
    expect({ status, items: body.items.length }).toEqual({ status: 200, items: 1 })
    expect(requestId).not.toBe('')
    await expect(client.readApplication({ params: { caseNumber: '1502-261123-AAAAAAAA' } })).rejects.toMatchObject({
      problem: { status: 404, type: 'https://jiekun.example/problems/not-found' },
    })
    const nobody = await house.client()
    await expect(nobody.listApplications()).rejects.toMatchObject({ problem: { status: 401 } })
  })

  it('is told apart by the reach of its role: the administrator sees no cases', async () => {
    const administrator = await house.client('administrator')
    await expect(administrator.listApplications()).rejects.toMatchObject({ problem: { status: 403 } })
    const helper = await house.client('helper')
    expect((await helper.listApplications()).body.items).toEqual([])
    const elsewhere = await house.client('county_reviewer', '150400')
    expect((await elsewhere.listApplications()).body.items).toEqual([])
  })
})
