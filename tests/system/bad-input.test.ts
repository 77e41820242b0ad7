import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { receiptSchema } from '@jiekun/schema'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { localSecret } from '../../infra/seed/offices.ts'
import { inventIdNumber, newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse, type SendOptions } from './house.ts'
import { openReviewDesk } from './review.ts'

const { household } = workedHousehold('H01')

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

let sequence = 100
const application = () => newApplication(household, sequence++)
const submit = (options: SendOptions) => house.send('POST', '/api/v1/applications', options)
const type = (name: string) => ({ type: `https://jiekun.example/problems/${name}` })

describe('an application that is not right', () => {
  const [applicant, ...others] = household.members
  it.each<[what: string, change: (good: ReturnType<typeof application>) => unknown, path: string]>([
    ['an unknown field', (good) => ({ ...good, colour: 'red' }), ''],
    ['a missing field', ({ facts: _facts, ...good }) => good, 'facts'],
    ['a wrong enum', (good) => ({ ...good, facts: { ...good.facts, hukouType: 'lunar' } }), 'facts.hukouType'],
    ['a negative amount', (good) => ({ ...good, facts: { ...good.facts, rentMonthFen: -1 } }), 'facts.rentMonthFen'],
    ['a fraction of a fen', (good) => ({ ...good, facts: { ...good.facts, rentMonthFen: 0.5 } }), 'facts.rentMonthFen'],
    [
      '40 members',
      (good) => ({ ...good, members: Array.from({ length: 40 }, (_m, at) => ({ ...applicant, memberId: `m${at}` })) }),
      'members',
    ],
    [
      'a birth date in the future',
      (good) => ({ ...good, members: [applicant, { ...others[0], birthDate: '2099-01-01' }] }),
      'members.1.birthDate',
    ],
    [
      'an ID number with a bad check character',
      (good) => ({ ...good, identity: { ...good.identity, idNumber: '150203197701010010' } }),
      'identity.idNumber',
    ],
    [
      'a birth date that the ID number contradicts',
      (good) => ({ ...good, identity: { ...good.identity, idNumber: inventIdNumber('1980-02-03', '1', 1) } }),
      'members.0.birthDate',
    ],
    [
      'a sex that the ID number contradicts',
      (good) => ({ ...good, identity: { ...good.identity, idNumber: inventIdNumber('1977-01-01', '2', 1) } }),
      'members.0.sex',
    ],
    ['a county outside the region', (good) => ({ ...good, countyCode: '110101' }), 'countyCode'],
    ['a missing consent', (good) => ({ ...good, consents: good.consents.slice(1) }), 'consents'],
  ])('is refused for %s, with the field named and nothing stored', async (_what, change, path) => {
    const before = await house.db.prepare('SELECT count(*) AS n FROM applications').first<{ n: number }>()
    const answer = await submit({ json: change(application()) })
    expect(answer).toMatchObject({ status: 422, json: type('invalid-input') })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    const { errors } = z.object({ errors: z.array(z.object({ path: z.string() })) }).parse(answer.json)
    expect(errors.map((error) => error.path)).toContain(path)
    expect(await house.db.prepare('SELECT count(*) AS n FROM applications').first()).toEqual(before)
  })

  it.each<[what: string, options: SendOptions, status: number, problem: string]>([
    ['malformed JSON', { body: '{', headers: { 'content-type': 'application/json' } }, 400, 'malformed-json'],
    ['another content type', { body: 'a=1', headers: { 'content-type': 'text/plain' } }, 415, 'wrong-content-type'],
    [
      'a body over 256 KB',
      { body: `"${'x'.repeat(270_000)}"`, headers: { 'content-type': 'application/json' } },
      413,
      'too-large',
    ],
  ])('is refused for %s', async (_what, options, status, problem) => {
    expect(await submit(options)).toMatchObject({ status, json: type(problem) })
  })

  it('is taken in pieces that declare no length, and refused where they come to more than 256 KB', async () => {
    const send = async (pieces: string[]) => {
      const headers = { 'content-type': 'application/json' }
      const sending = request(`${house.url}/api/v1/applications`, { method: 'POST', headers })
      const answered = once(sending, 'response')
      for (const piece of pieces) sending.write(piece)
      sending.end()
      const [answer] = await answered
      return { status: answer.statusCode, json: JSON.parse(await text(answer)) }
    }
    const good = JSON.stringify(application())
    expect(await send([good.slice(0, 700), good.slice(700)])).toMatchObject({ status: 201 })
    const tooMuch = Array.from({ length: 6 }, () => 'x'.repeat(50_000))
    expect(await send(tooMuch)).toMatchObject({ status: 413, json: type('too-large') })
  })
})

describe('a path that leads nowhere', () => {
  it.each([
    '/api/v2/anything',
    '/api/v1/applications/a/b/c',
    '/api/v1/determinations/a/b/c',
    '/api/v1/referrals/a/b/c',
    '/api/v1/notifications/a/b',
    '/hooks/departments',
  ])('is told to programs as a problem: %s', async (path) => {
    const answer = await house.send('GET', path)
    expect(answer).toMatchObject({ status: 404, json: type('not-found') })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it.each(['/nowhere', '/apply/nowhere', '/apply/members/a/b/c', '/status/a'])(
    'is told to people as a page with ways on: %s',
    async (path) => {
      const answer = await house.send('GET', path)
      expect(answer.status).toBe(404)
      expect(answer.text).toContain('这个页面打不开')
      expect(answer.text).toContain('href="/status"')
    },
  )

  it('is a method that a path does not take', async () => {
    const answer = await house.send('DELETE', '/api/v1/applications')
    expect(answer).toMatchObject({ status: 405, json: type('method-not-allowed') })
    expect(answer.headers.get('allow')).toBe('GET, POST')
    // Its last part is no case number.
    const search = await house.send('GET', '/api/v1/applications/search')
    expect(search).toMatchObject({ status: 405, json: type('method-not-allowed') })
    expect(search.headers.get('allow')).toBe('POST')
  })
})

describe('a repeated application', () => {
  it('is refused while the first is open to the holder of its access code, and taken like any other from everybody else', async () => {
    const good = application()
    const first = await submit({ json: good })
    const receipt = receiptSchema.parse(first.json)
    const some: Record<string, string>[] = [{}, { 'access-code': '' }, { 'access-code': 'AAAA-BBBB-CCCC' }]
    for (const headers of some) {
      const stranger = await submit({ json: good, headers })
      const own = receiptSchema.parse(stranger.json)
      expect(own.caseNumber).not.toBe(receipt.caseNumber)
      expect([stranger.status, Object.keys(own), stranger.text.length]).toEqual([
        201,
        Object.keys(receipt),
        first.text.length,
      ])
      expect([...stranger.headers.keys()]).toEqual([...first.headers.keys()])
    }
    expect(await submit({ json: good, headers: { 'access-code': receipt.accessCode } })).toMatchObject({
      status: 409,
      json: { ...type('already-open'), caseNumber: receipt.caseNumber },
    })
  })

  it('gets the first answer again under the same Idempotency-Key, and 422 with another body', async () => {
    const good = application()
    const headers = { 'idempotency-key': 'one-and-the-same' }
    const receipt = await submit({ json: good, headers })
    expect(receipt.status).toBe(201)
    expect(await submit({ json: good, headers })).toMatchObject({ status: 201, text: receipt.text })
    expect(await submit({ json: application(), headers })).toMatchObject({
      status: 422,
      json: type('idempotency-key-reused'),
    })
  })

  it('waits while one goes forward, however many arrive at once', async () => {
    const good = application()
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit({ json: good })))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
    const numbers = answers.map(({ json }) => receiptSchema.parse(json).caseNumber)
    const { results } = await house.db
      .prepare(
        'SELECT turn, twin_of AS twinOf FROM applications WHERE id IN (SELECT value FROM json_each(?)) ORDER BY turn',
      )
      .bind(JSON.stringify(numbers))
      .all<{ turn: number; twinOf: string | null }>()
    expect(results.map(({ turn }) => turn)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(new Set(results.slice(1).map(({ twinOf }) => twinOf)).size).toBe(1)
  })
})

describe('a stranger', () => {
  it('cannot tell a wrong access code from an unknown case', async () => {
    const receipt = receiptSchema.parse((await submit({ json: application() })).json)
    const look = (caseNumber: string, accessCode: string) =>
      house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
    const wrong = await look(receipt.caseNumber, '0000-0000-0000')
    const unknown = await look('1502-261123-00000000', '0000-0000-0000')
    const withoutId = (answer: { json: unknown }) => ({ ...z.looseObject({}).parse(answer.json), requestId: '' })
    expect(wrong.status).toBe(404)
    expect(unknown.status).toBe(404)
    expect(withoutId(wrong)).toEqual(withoutId(unknown))
  })

  it('is not let in without a key, with a wrong key, or with a forged identity', async () => {
    const list = (headers: Record<string, string>) => house.send('GET', '/api/v1/applications', { headers })
    expect(await list({})).toMatchObject({ status: 401, json: type('sign-in-needed') })
    expect(await list({ authorization: `Bearer jk_abcdefgh_${'x'.repeat(32)}` })).toMatchObject({ status: 401 })
    const forged = Buffer.from(
      JSON.stringify({ actor: { kind: 'staff', id: 'x', role: 'county_reviewer', area: '150000' } }),
    ).toString('base64url')
    expect(await list({ 'x-jiekun-identity': `eyJhbGciOiJub25lIn0.${forged}.` })).toMatchObject({ status: 401 })
  })
})

describe('staff', () => {
  it('may do what the role allows, in their own area alone', async () => {
    const { caseNumber } = receiptSchema.parse((await submit({ json: application() })).json)
    const auditor = await house.key('auditor', '150000')
    const elsewhere = await house.key('county_reviewer', '150100')
    const decline = `/api/v1/applications/${caseNumber}/decline`
    const decide = { json: { reason: '不行' }, headers: { 'if-match': '*' } }
    expect(await house.send('POST', decline, { as: auditor, ...decide })).toMatchObject({
      status: 403,
      json: type('not-allowed'),
    })
    expect(await house.send('GET', `/api/v1/applications/${caseNumber}`, { as: elsewhere })).toMatchObject({
      status: 404,
    })
    expect(await house.send('POST', decline, { as: elsewhere, ...decide })).toMatchObject({ status: 404 })
    expect(await house.send('GET', '/api/v1/applications', { as: elsewhere })).toMatchObject({
      status: 200,
      json: { items: [] },
    })
  })

  it('see personal data only through a reveal, which the audit keeps with its reason', async () => {
    const good = application()
    const { caseNumber } = receiptSchema.parse((await submit({ json: good })).json)
    const reviewer = await house.key('county_reviewer', '150203')
    const read = await house.send('GET', `/api/v1/applications/${caseNumber}`, { as: reviewer })
    for (const secret of [good.identity.idNumber, good.identity.phone, good.identity.address])
      expect(read.text).not.toContain(secret)
    const dump = JSON.stringify((await house.db.prepare('SELECT * FROM applications').all()).results)
    expect(dump).not.toContain(good.identity.idNumber)
    const reveal = { as: reviewer, json: { fields: ['idNumber'], reason: '核对身份证原件' } }
    expect(await house.send('POST', `/api/v1/applications/${caseNumber}/identity/reveal`, reveal)).toMatchObject({
      status: 200,
      json: { idNumber: good.identity.idNumber },
    })
    const audit = await house.db
      .prepare("SELECT reason FROM audit WHERE subject = ? AND action = 'identity.revealed:idNumber'")
      .bind(caseNumber)
      .all()
    expect(audit.results).toEqual([{ reason: '核对身份证原件' }])
  })
})

describe('a webhook of a department', () => {
  const office = '1502-MZT-150203'
  const body = JSON.stringify({
    type: 'referral.accepted',
    timestamp: '2026-11-23T00:00:00Z',
    data: { referralId: 'none' },
  })
  const send = (
    officeId: string,
    content: string,
    at: Date,
    secret = localSecret(house.secrets.departmentMaster, officeId),
    id = 'msg_1',
  ) =>
    house.send('POST', `/hooks/departments/${officeId}`, {
      body: content,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        // The published library signs here, so that it is the oracle of ours.
        'webhook-signature': new Webhook(secret).sign(id, at, content),
      },
    })

  it('is refused with a bad signature, a stale one, and for an unknown office', async () => {
    const now = new Date()
    expect(await send(office, body, now, localSecret('another', office))).toMatchObject({
      status: 401,
      json: type('signature-invalid'),
    })
    expect(await send(office, body, new Date(now.getTime() - 301_000))).toMatchObject({
      status: 401,
      json: type('signature-invalid'),
    })
    expect(await send(office, body, new Date(Date.now() + 330_000))).toMatchObject({ status: 401 })
    expect(await send('1502-XXX-150203', body, now)).toMatchObject({ status: 404 })
    expect(await send(office, body, now)).toMatchObject({ status: 404 })
    expect(await send(office, '{', now)).toMatchObject({ status: 400 })
  })

  it('takes effect once however often it is replayed', async () => {
    house.department.setMode('down')
    const { caseNumber } = receiptSchema.parse((await submit({ json: application() })).json)
    const desk = await openReviewDesk(house, '150200')
    await desk.approveSoon(caseNumber)
    const referral = await eventually(async () => {
      const row = await house.db
        .prepare("SELECT id, office_id FROM referrals WHERE plan_id = ? AND measure = 'M601'")
        .bind(caseNumber)
        .first<{ id: string; office_id: string }>()
      return row ?? undefined
    })
    const accepted = JSON.stringify({
      type: 'referral.accepted',
      timestamp: new Date().toISOString(),
      data: { referralId: referral.id },
    })
    for (let time = 0; time < 3; time++)
      expect(await send(referral.office_id, accepted, new Date(), undefined, 'msg_replayed')).toMatchObject({
        status: 200,
      })
    const transitions = await house.db
      .prepare("SELECT count(*) AS n FROM referral_transitions WHERE referral_id = ? AND state = 'accepted'")
      .bind(referral.id)
      .first()
    expect(transitions).toEqual({ n: 1 })
    house.department.setMode('ok')
  })
})
