import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Answer, eventually, type House, openHouse } from './house.ts'
import { answerOf, type SaidHow, sayAs } from './office-system.ts'
import { allHeard, allRows, countOf } from './rows.ts'
import { silenceOffices, storeDelivery, storeUntold, type UntoldCase } from './untold-case.ts'

const [office, other] = ['1502-MZT-150203', '1502-JYT-150203']
let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

async function referred(stored: Parameters<typeof storeDelivery>[2] = {}) {
  const told = await storeUntold(house.db, 'H01', { state: 'approved' })
  return { told, ...(await storeDelivery(house.db, told, { state: 'sent', version: 2, ...stored })) }
}
const say = (said: unknown, how?: SaidHow, by = office) => sayAs(house, by, said, how)
const problemSchema = z.looseObject({
  type: z.string(),
  detail: z.string().default(''),
  requestId: z.string(),
  errors: z.array(z.looseObject({ path: z.string(), message: z.string() })).default([]),
})
function problemIn(answer: Answer) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  const problem = problemSchema.parse(answer.json)
  return { ...problem, status: answer.status, type: problem.type.split('/').at(-1) }
}
const transitionsOf = (referralId: string) =>
  countOf(house.db, 'referral_transitions WHERE referral_id = ?', referralId)
const rowOf = (referralId: string) =>
  house.db.prepare('SELECT * FROM referrals WHERE id = ?').bind(referralId).first<Record<string, unknown>>()

describe('an answer of an office', () => {
  it.each([
    ['referral.received', {}, 'received', {}],
    [
      'referral.accepted',
      { documentNumber: '包民救〔2026〕12号' },
      'accepted',
      { document_number: '包民救〔2026〕12号' },
    ],
    ['referral.started', {}, 'in_progress', {}],
    ['referral.returned', { reason: '需要核实家庭收入' }, 'returned', {}],
    [
      'referral.declined',
      { reasonCode: 'not_our_duty', reason: '归医保局' },
      'declined',
      { decline_code: 'not_our_duty' },
    ],
    [
      'referral.delivered',
      {
        amountFen: 820_000,
        periodFrom: '2026-12-01',
        periodTo: '2027-11-30',
        documentNumber: '包民救〔2026〕31号',
        documents: [{ title: '审批决定', url: 'https://mzj.example.cn/d/31', sha256: 'a'.repeat(64) }],
      },
      'delivered',
      {
        amount_fen: 820_000,
        period_from: '2026-12-01',
        period_to: '2027-11-30',
        document_number: '包民救〔2026〕31号',
      },
    ],
  ])('%s is recorded with its data, and once more known', async (type, data, state, stored) => {
    const { referralId } = await referred()
    expect(await say(answerOf(type, referralId, { version: 2, ...data }))).toMatchObject({
      status: 200,
      json: { result: 'recorded', state, version: 3 },
    })
    expect(await rowOf(referralId)).toMatchObject({ state, version: 3, ...stored })
    const { results } = await house.db
      .prepare('SELECT state, actor, reason FROM referral_transitions WHERE referral_id = ?')
      .bind(referralId)
      .all()
    const reason = 'reason' in data ? data.reason : null
    expect(results).toEqual([{ state, actor: `office:${office}`, reason }])
    // Said anew under another id it changes nothing.
    expect(await say(answerOf(type, referralId, data))).toMatchObject({
      status: 200,
      json: { result: 'known', state, version: 3 },
    })
    expect(await transitionsOf(referralId)).toBe(1)
  })

  it('shows its documents by reference to staff who read the referral', async () => {
    const { referralId } = await referred()
    const documents = [{ title: '发放凭证', url: 'https://mzj.example.cn/p/7' }]
    await say(answerOf('referral.delivered', referralId, { documents }))
    const staff = await house.client('county_reviewer', '150203')
    expect((await staff.readReferral({ params: { id: referralId } })).body.documents).toEqual(documents)
  })

  it.each([
    ['over http', { documents: [{ title: 'x', url: 'http://mzj.example.cn/d' }] }, 'data.documents.0.url'],
    ['with a user name', { documents: [{ title: 'x', url: 'https://a:b@mzj.example.cn/d' }] }, 'data.documents.0.url'],
    ['as a script', { documents: [{ title: 'x', url: 'javascript:alert(1)' }] }, 'data.documents.0.url'],
    [
      'with a wrong digest',
      { documents: [{ title: 'x', url: 'https://a.example.cn', sha256: 'f' }] },
      'data.documents.0.sha256',
    ],
    ['for a period that ends first', { periodFrom: '2026-12-02', periodTo: '2026-12-01' }, 'data.periodTo'],
    ['of half a fen', { amountFen: 0.5 }, 'data.amountFen'],
    ['with more than is known', { bankAccount: '6222' }, 'data'],
  ])('is refused %s, field by field', async (_, data, path) => {
    const { referralId } = await referred()
    const problem = problemIn(await say(answerOf('referral.delivered', referralId, data)))
    expect(problem).toMatchObject({ status: 422, type: 'invalid-input' })
    expect(problem.errors.map((each) => each.path)).toContain(path)
    expect(await transitionsOf(referralId)).toBe(0)
  })

  it('of a type that is not known is told so in plain words, and which there are', async () => {
    const { referralId } = await referred()
    const unknown = problemIn(await say(answerOf('referral.finished', referralId)))
    expect(unknown).toMatchObject({
      status: 422,
      detail: 'This type of answer is not known here; nothing was done with it',
    })
    expect(unknown.errors).toEqual([{ path: 'type', message: expect.stringContaining('referral.delivered') }])
    expect(problemIn(await say(answerOf('token.request', referralId))).detail).toContain('/tokens')
    expect(problemIn(await say(answerOf('referral.declined', referralId, { reason: '不归我们' }))).errors).toHaveLength(
      1,
    )
  })

  it('that goes by an older version is answered 409 with state and version', async () => {
    const { referralId } = await referred({ state: 'accepted', version: 5 })
    const stale = await say(answerOf('referral.started', referralId, { version: 4 }))
    expect(stale).toMatchObject({ status: 409, json: { state: 'accepted', version: 5 } })
    const over = await referred({ state: 'closed', version: 9 })
    const late = await say(answerOf('referral.accepted', over.referralId))
    expect(problemIn(late)).toMatchObject({ status: 409, type: 'wrong-state', state: 'closed', version: 9 })
    expect(await transitionsOf(over.referralId)).toBe(0)
  })

  it('may come before our own bookkeeping says that the referral was sent', async () => {
    const { referralId, due } = await referred({ state: 'created', version: 1 })
    const answer = await say(answerOf('referral.accepted', referralId, { version: 1 }))
    expect(answer).toMatchObject({ status: 200, json: { result: 'recorded', state: 'accepted', version: 2 } })
    await house.deliver('referral-delivery', [due])
    expect(await rowOf(referralId)).toMatchObject({ state: 'accepted', version: 2 })
  })

  it('of a referral of another office is as if that were not there', async () => {
    const { referralId } = await referred()
    const before = await rowOf(referralId)
    const theirs = problemIn(await say(answerOf('referral.accepted', referralId), {}, other))
    const none = problemIn(await say(answerOf('referral.accepted', 'none'), {}, other))
    expect({ ...theirs, requestId: '' }).toEqual({ ...none, requestId: '' })
    expect(theirs).toMatchObject({ status: 404, type: 'not-found' })
    expect(await rowOf(referralId)).toEqual(before)
  })
})

describe('a webhook that comes again', () => {
  it('is answered 200 with the state, and has no second effect, also after the state has moved on', async () => {
    const { referralId } = await referred()
    const [accepted, how] = [answerOf('referral.accepted', referralId), { id: `again-${referralId}` }]
    expect(await say(accepted, how)).toMatchObject({ status: 200, json: { result: 'recorded', version: 3 } })
    await say(answerOf('referral.returned', referralId, { reason: '缺材料' }))
    for (let time = 0; time < 2; time++) {
      expect(await say(accepted, how)).toMatchObject({
        status: 200,
        json: { result: 'known', state: 'returned', version: 4 },
      })
    }
    expect(await transitionsOf(referralId)).toBe(2)
  })

  it('has no effect later either where it had nothing to change the first time', async () => {
    const { referralId } = await referred({ state: 'delivered', version: 6 })
    const [delivered, how] = [answerOf('referral.delivered', referralId), { id: `idle-${referralId}` }]
    expect(await say(delivered, how)).toMatchObject({ status: 200, json: { result: 'known', version: 6 } })
    // The applicant says that no help arrived.
    await house.db
      .prepare("UPDATE referrals SET state = 'in_progress', version = 7 WHERE id = ?")
      .bind(referralId)
      .run()
    expect(await say(delivered, how)).toMatchObject({ status: 200, json: { result: 'known', state: 'in_progress' } })
    expect(await transitionsOf(referralId)).toBe(0)
  })

  it('twice at one instant is recorded once, and both are told the state that it made', async () => {
    const { referralId } = await referred()
    const how = { id: `instant-${referralId}`, at: new Date() }
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => say(answerOf('referral.accepted', referralId), how)),
    )
    for (const each of answers) expect(each).toMatchObject({ status: 200, json: { state: 'accepted', version: 3 } })
    const recorded = answers.filter(
      ({ json }) => z.looseObject({ result: z.string() }).parse(json).result === 'recorded',
    )
    expect(recorded).toHaveLength(1)
    expect(await transitionsOf(referralId)).toBe(1)
  })

  it('is of its office alone: another may use the same id', async () => {
    const [mine, theirs] = [await referred(), await referred({ officeId: other })]
    const how = { id: `shared-${mine.referralId}` }
    expect(await say(answerOf('referral.accepted', mine.referralId), how)).toMatchObject({
      json: { result: 'recorded' },
    })
    const answer = await say(answerOf('referral.accepted', theirs.referralId), how, other)
    expect(answer).toMatchObject({ status: 200, json: { result: 'recorded' } })
  })

  it('is known for eight days, and then forgotten a page at a time', async () => {
    const day = 24 * 3_600_000
    const now = Date.now()
    const rows = [...Array.from({ length: 600 }, () => now - 9 * day), now - 7 * day]
    await house.db
      .prepare("INSERT INTO received_webhooks (office_id, webhook_id, at) SELECT 'aged', key, value FROM json_each(?)")
      .bind(JSON.stringify(rows))
      .run()
    const left = () => countOf(house.db, "received_webhooks WHERE office_id = 'aged'")
    await house.tick()
    expect(await left()).toBe(101)
    await house.tick()
    expect(await left()).toBe(1)
  })
})

it('two different answers at one instant: each is taken in turn or told the state, and none is lost half way', async () => {
  const { referralId } = await referred()
  const [accepted, declined] = await Promise.all([
    say(answerOf('referral.accepted', referralId)),
    say(answerOf('referral.declined', referralId, { reasonCode: 'no_quota', reason: '名额已满' })),
  ])
  expect(declined.status).toBe(200)
  expect([200, 409]).toContain(accepted.status)
  const row = await rowOf(referralId)
  expect(row?.state).toBe('declined')
  expect(await transitionsOf(referralId)).toBe(accepted.status === 200 ? 2 : 1)
  expect(row?.version).toBe(accepted.status === 200 ? 4 : 3)
})

describe('a task of an office that cooperates', () => {
  async function storeTask(told: UntoldCase, state = 'open') {
    const id = randomUUID()
    await house.db
      .prepare(
        `INSERT INTO cooperation_tasks (id, plan_id, county_code, office_id, clause, referral_ids, state, version, created_at)
         VALUES (?, ?, '150203', ?, '五.(二).6', '[]', ?, 1, 0)`,
      )
      .bind(id, told.caseNumber, other, state)
      .run()
    return id
  }
  const done = (taskId: string) => ({
    type: 'cooperation.done',
    timestamp: new Date().toISOString(),
    data: { taskId, note: '已核对学籍' },
  })
  const taskOf = (id: string) =>
    house.db.prepare('SELECT state, version, note FROM cooperation_tasks WHERE id = ?').bind(id).first()

  it('is done by it alone and once, with its note', async () => {
    const { told } = await referred()
    const id = await storeTask(told)
    expect(problemIn(await say(done(id)))).toMatchObject({ status: 404 })
    const answers = await Promise.all([1, 2, 3].map(() => say(done(id), {}, other)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const results = answers.map(({ json }) => z.strictObject({ result: z.string() }).parse(json).result)
    expect(results.toSorted()).toEqual(['known', 'known', 'recorded'])
    expect(await taskOf(id)).toEqual({ state: 'done', version: 2, note: '已核对学籍' })
  })

  it('that has lapsed is answered 409', async () => {
    const { told } = await referred()
    const id = await storeTask(told, 'lapsed')
    expect(await say(done(id), {}, other)).toMatchObject({ status: 409, json: { state: 'lapsed', version: 1 } })
    expect(await taskOf(id)).toMatchObject({ state: 'lapsed' })
  })
})

describe('an office that has registered a public key', () => {
  const [signing, hmacOnly] = ['1502-RST-150203', '1502-ZJT-150203']
  const pair = generateKeyPairSync('ed25519')
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  const publicKey = `whpk_${spki.subarray(-32).toString('base64')}`
  /** Signs by the runtime's own library. */
  function signed(said: unknown, { by = pair.privateKey, ago = 0, before = '' } = {}) {
    const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000) - ago)]
    const content = Buffer.from(`${id}.${timestamp}.${JSON.stringify(said)}`)
    const signature = `${before}v1a,${sign(null, content, by).toString('base64')}`
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  }

  beforeAll(() => house.db.prepare('UPDATE offices SET public_key = ? WHERE id = ?').bind(publicKey, signing).run())

  it('may sign with it, beside its secret, and asks for tokens so too', async () => {
    const { referralId } = await referred({ officeId: signing })
    const received = answerOf('referral.received', referralId)
    expect(await say(received, { headers: signed(received) }, signing)).toMatchObject({ json: { result: 'recorded' } })
    const accepted = answerOf('referral.accepted', referralId)
    const headers = signed(accepted, { before: 'v1,AAAA v1a,AAAA ' })
    expect(await say(accepted, { headers }, signing)).toMatchObject({ json: { state: 'accepted' } })
    expect(await say(answerOf('referral.started', referralId), {}, signing)).toMatchObject({ status: 200 })
    const asked = { type: 'token.request', timestamp: new Date().toISOString(), data: { referralIds: [referralId] } }
    const path = `/hooks/departments/${signing}/tokens`
    expect((await say(asked, { path, headers: signed(asked) }, signing)).status).toBe(200)
  })

  it('is refused what another key signed, what is stale, and what was altered', async () => {
    const { referralId } = await referred({ officeId: signing })
    const said = answerOf('referral.accepted', referralId)
    const another = generateKeyPairSync('ed25519').privateKey
    const refused = [
      await say(said, { headers: signed(said, { by: another }) }, signing),
      await say(said, { headers: signed(answerOf('referral.received', referralId)) }, signing),
      await say(said, { headers: signed(said) }, hmacOnly),
    ]
    for (const each of refused) expect(problemIn(each).detail).toContain('No signature fits')
    const stale = problemIn(await say(said, { headers: signed(said, { ago: 320 }) }, signing))
    expect(stale.detail).toContain('behind our clock')
    expect(await transitionsOf(referralId)).toBe(0)
  })
})

describe('a webhook is refused', () => {
  const fitting = () => answerOf('referral.accepted', 'none')

  it('beyond five minutes either way, and told by how much the clocks differ', async () => {
    const shifted = (seconds: number) => say(fitting(), { at: new Date(Date.now() + seconds * 1000) })
    const behind = problemIn(await shifted(-310))
    expect(behind).toMatchObject({ status: 401, type: 'signature-invalid' })
    expect(behind.detail).toMatch(/is 31\d s behind our clock \(20.*Z\); 300 s are allowed/)
    expect(problemIn(await shifted(310)).detail).toMatch(/is 3(09|10) s ahead of our clock/)
    // Inside the signature is taken, and the referral is not there.
    expect((await shifted(-290)).status).toBe(404)
    expect((await shifted(290)).status).toBe(404)
  })

  it.each<[string, Record<string, string>, string]>([
    ['without an id', { 'webhook-id': '' }, 'are needed'],
    ['with a timestamp that is none', { 'webhook-timestamp': '12x' }, 'are needed'],
    ['with another id than was signed', { 'webhook-id': 'another' }, 'No signature fits'],
    ['with another timestamp than was signed', { 'webhook-timestamp': '1764000000' }, 'No signature fits'],
    ['with a signature of another scheme', { 'webhook-signature': 'v9,AAAA' }, 'No signature fits'],
    ['with a list of nonsense', { 'webhook-signature': 'v1, v1,=,v1 ,,' }, 'No signature fits'],
  ])('%s', async (_, headers, detail) => {
    const problem = problemIn(await say(fitting(), { headers }))
    expect(problem).toMatchObject({ status: 401, type: 'signature-invalid' })
    expect(problem.detail).toContain(detail)
  })

  it('by the secret of another office, and by an office that has none', async () => {
    expect(problemIn(await sayAs(house, office, fitting(), { secret: `whsec_${btoa('x'.repeat(32))}` })).status).toBe(
      401,
    )
    await house.db.prepare("UPDATE offices SET secret_sealed = NULL WHERE id = '1502-NYJ-150203'").run()
    expect(problemIn(await say(fitting(), {}, '1502-NYJ-150203')).status).toBe(401)
  })

  it('where it is too large, by another method, or at another path', async () => {
    const large = await say(JSON.stringify({ ...fitting(), data: { referralId: 'none', x: 'x'.repeat(70_000) } }))
    expect(problemIn(large)).toMatchObject({ status: 413, type: 'too-large' })
    const read = await house.send('GET', `/hooks/departments/${office}`)
    expect(problemIn(read)).toMatchObject({ status: 405 })
    expect(read.headers.get('allow')).toBe('POST')
    expect(problemIn(await house.send('POST', `/hooks/departments/${office}/others`)).status).toBe(404)
  })

  it('by its bytes: a byte order mark is signed like the rest, and is no JSON', async () => {
    expect(problemIn(await say(`\uFEFF${JSON.stringify(fitting())}`))).toMatchObject({
      status: 400,
      type: 'malformed-json',
    })
  })

  it('whatever its body is: no body makes the house fail, change anything or repeat what it was sent', async () => {
    const { referralId } = await referred()
    const marks = ['乌云其木格', '150203197701019070']
    const fits = answerOf('referral.delivered', referralId)
    const odd: unknown[] = [
      null,
      0,
      '',
      'x',
      [],
      {},
      true,
      [fits],
      { ...fits, type: 7 },
      { ...fits, type: null },
      { ...fits, data: null },
      { ...fits, data: [] },
      { ...fits, data: { referralId: 7 } },
      { ...fits, data: { referralId: 'x'.repeat(65) } },
      { ...fits, timestamp: 'now' },
      { ...fits, timestamp: undefined },
      { ...fits, [marks[0] ?? '']: 1 },
      { ...fits, data: { ...fits.data, version: 0 } },
      { ...fits, data: { ...fits.data, version: 2 ** 60 } },
      { ...fits, data: { ...fits.data, documentNumber: { $ref: marks[1] } } },
      { ...fits, data: { ...fits.data, documents: Array(11).fill({ title: 'x', url: 'https://a.example.cn' }) } },
      { type: 'referral.returned', timestamp: fits.timestamp, data: { referralId, reason: ' ' } },
      { type: 'referral.returned', timestamp: fits.timestamp, data: { referralId, reason: 'x'.repeat(1001) } },
      { type: 'referral.declined', timestamp: fits.timestamp, data: { referralId, reason: 'x', reasonCode: marks[0] } },
      { type: 'cooperation.done', timestamp: fits.timestamp, data: {} },
      { type: '__proto__', timestamp: fits.timestamp, data: { referralId } },
    ]
    const raw = [
      '',
      '{',
      '\uFEFF{}',
      '{"type":',
      '\u0000',
      '[[[['.repeat(2000),
      '{"__proto__":{"type":"x"}}',
      `{"a":"${marks[1]}"`,
    ]
    await eventually(() => allHeard(house.db))
    const before = await allRows(house.db)
    for (const said of [...odd.map((each) => JSON.stringify(each)), ...raw]) {
      const answer = await say(said)
      expect([said.slice(0, 80), [400, 404, 422].includes(answer.status)]).toEqual([said.slice(0, 80), true])
      problemIn(answer)
      for (const mark of marks) expect(answer.text).not.toContain(mark)
    }
    expect(await allRows(house.db)).toEqual(before)
    expect(house.logs().filter((line) => line.includes('"error"'))).toEqual([])
  })
})
