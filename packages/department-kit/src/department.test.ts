import { describe, expect, it } from 'vitest'
import { createDepartment, type DepartmentOptions } from './department.ts'
import { handleRequest } from './handle-request.ts'
import { signMessage, verifyMessage } from './signature.ts'

const secret = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`
const problem = (name: string, more = {}) => ({ type: `https://jiekun.example/problems/${name}`, title: name, ...more })

/** An office whose house answers one thing after the other. */
function officeWith(answers: (Response | Error)[], options: Partial<DepartmentOptions> = {}) {
  const asked: Request[] = []
  const department = createDepartment({
    origin: 'https://jiekun.example/somewhere',
    officeId: '1502-MZT-150203',
    secrets: [secret],
    retry: { firstMs: 1 },
    fetch: async (input, init) => {
      asked.push(new Request(input, init))
      const answer = answers.shift() ?? new Error('nothing left to answer')
      if (answer instanceof Error) throw answer
      return answer
    },
    ...options,
  })
  return { department, asked }
}
const recorded = () => Response.json({ result: 'recorded', state: 'accepted', version: 4 })

describe('an answer', () => {
  it('is signed over what is sent, and says what became of it', async () => {
    const { department, asked } = officeWith([recorded()])
    const answered = await department.answer('referral.accepted', { referralId: 'r1', documentNumber: '救〔2026〕1号' })
    expect(answered).toMatchObject({ outcome: 'recorded', state: 'accepted', version: 4 })
    const [request] = asked
    const body = (await request?.text()) ?? ''
    expect(request?.url).toBe('https://jiekun.example/hooks/departments/1502-MZT-150203')
    expect(JSON.parse(body)).toMatchObject({ type: 'referral.accepted', data: { referralId: 'r1' } })
    const verified = await verifyMessage({ secrets: [secret] }, request?.headers ?? {}, body)
    expect(verified).toMatchObject({ ok: true, id: answered.webhookId })
  })

  it('is tried again under the same id after a network error, a 5xx, a 429 and a lost race', async () => {
    const passing = [new TypeError('no net'), Response.json({}, { status: 503 }), Response.json({}, { status: 429 })]
    const race = Response.json(problem('changed-meanwhile'), { status: 409 })
    const { department, asked } = officeWith([...passing, race, recorded()])
    const answered = await department.answer('referral.accepted', { referralId: 'r1' })
    expect(answered).toMatchObject({ outcome: 'recorded' })
    expect(asked.map(({ headers }) => headers.get('webhook-id'))).toEqual(Array(5).fill(answered.webhookId))
    expect(new Set(await Promise.all(asked.map((each) => each.text()))).size).toBe(1)
  })

  it('that comes late is no error: it says where the referral is', async () => {
    const late = Response.json(problem('wrong-state', { state: 'delivered', version: 6 }), { status: 409 })
    const { department, asked } = officeWith([late])
    const answered = await department.answer('referral.returned', { referralId: 'r1', reason: '缺材料' })
    expect(answered).toMatchObject({ outcome: 'late', state: 'delivered', version: 6 })
    expect(asked).toHaveLength(1)
  })

  it('that is refused is not tried again', async () => {
    const errors = [{ path: 'data.reason', message: 'too short' }]
    const { department, asked } = officeWith([
      Response.json(problem('invalid-input', { errors, requestId: 'q' }), { status: 422 }),
    ])
    const answered = await department.answer('referral.declined', { referralId: 'r1', reasonCode: 'other', reason: '' })
    expect(answered).toMatchObject({ outcome: 'refused', status: 422, problem: { errors, requestId: 'q' } })
    expect(asked).toHaveLength(1)
  })

  it('waits as long as it is told to, and gives up where that is too long', async () => {
    const later = (seconds: string) => Response.json({}, { status: 503, headers: { 'retry-after': seconds } })
    const { department } = officeWith([later('1'), recorded()])
    const begin = performance.now()
    expect(await department.answer('referral.started', { referralId: 'r1' })).toMatchObject({ outcome: 'recorded' })
    expect(performance.now() - begin).toBeGreaterThan(990)
    const hour = officeWith([later('3600')]).department
    const gaveUp = { outcome: 'unreachable', attempts: 1, status: 503, retryAfterMs: 3_600_000 }
    expect(await hour.answer('referral.started', { referralId: 'r1' })).toMatchObject(gaveUp)
  })

  it('that never gets through can be sent again under its id', async () => {
    const { department, asked } = officeWith([new TypeError('down'), new TypeError('down'), recorded()], {
      retry: { firstMs: 1, attempts: 2 },
    })
    const first = await department.answer('referral.started', { referralId: 'r1' })
    expect(first).toMatchObject({ outcome: 'unreachable', attempts: 2, status: undefined })
    const { webhookId } = first
    const again = await department.answer('referral.started', { referralId: 'r1' }, { webhookId })
    expect(again).toMatchObject({ outcome: 'recorded', webhookId })
    expect(asked).toHaveLength(3)
  })

  it('ends early where its signal says so', async () => {
    const { department, asked } = officeWith([new TypeError('down')], { retry: { firstMs: 60_000 } })
    const signal = AbortSignal.timeout(30)
    const answered = await department.answer('referral.started', { referralId: 'r1' }, { signal })
    expect(answered).toMatchObject({ outcome: 'unreachable' })
    expect(asked.length).toBeLessThanOrEqual(2)
  })
})

describe('particulars', () => {
  const link = 'https://jiekun.example/api/v1/referrals/r1/particulars'

  it('are read with a token that was asked for by a signed request', async () => {
    const grant = { token: 't', expiresAt: '2026-11-25T02:15:00Z', referralIds: ['r1'] }
    const { department, asked } = officeWith([Response.json(grant), Response.json({ measure: 'M601' })])
    const granted = await department.requestToken(['r1', 'r2'])
    expect(granted).toEqual({ outcome: 'granted', ...grant })
    const read = await department.readParticulars(link, 't')
    expect(read).toEqual({ outcome: 'read', particulars: { measure: 'M601' } })
    expect(asked[0]?.url).toBe('https://jiekun.example/hooks/departments/1502-MZT-150203/tokens')
    expect(await asked[0]?.json()).toMatchObject({ type: 'token.request', data: { referralIds: ['r1', 'r2'] } })
    expect(asked[1]?.headers.get('authorization')).toBe('Bearer t')
  })

  it('are asked of the house alone, whatever a link says', async () => {
    const { department, asked } = officeWith([])
    await expect(department.readParticulars('https://elsewhere.example/x', 't')).rejects.toThrow('not of the house')
    expect(asked).toEqual([])
  })
})

describe('the endpoint', () => {
  const notice = {
    type: 'referral.created',
    timestamp: '2026-11-25T02:00:00Z',
    data: {
      caseNumber: '1502-20261125-7K3M9QXA',
      areaCode: '150203',
      clause: '五.(二).6',
      referrals: [{ referralId: 'r1', measure: 'M601', version: 1, link: 'https://jiekun.example/x', later: 1 }],
      dueOn: null,
      later: true,
    },
  }
  const requestOf = async (body: object, by = secret, id = 'msg_1') => {
    const text = JSON.stringify(body)
    const headers = await signMessage({ secret: by }, { id, body: text })
    return new Request('https://office.example/hook', { method: 'POST', headers, body: text })
  }
  const receiving = () => {
    const taken: string[] = []
    const { department } = officeWith([])
    const handlers = {
      referral: ({ type }: { type: string }) => taken.push(type),
      test: () => taken.push('test'),
      other: ({ type }: { type: string }) => taken.push(`other ${type}`),
    }
    return { department, taken, handle: (request: Request) => handleRequest(department, request, handlers) }
  }

  it('takes a notice once, and a repetition of it without effect', async () => {
    const { taken, handle } = receiving()
    const statuses = [await handle(await requestOf(notice)), await handle(await requestOf(notice))]
    expect(statuses.map(({ status }) => status)).toEqual([204, 204])
    expect(taken).toEqual(['referral.created'])
  })

  it('takes samples, and kinds of notices and fields that it does not know', async () => {
    const { taken, handle } = receiving()
    await handle(await requestOf({ ...notice, type: 'endpoint.test', data: {} }, secret, 'a'))
    await handle(await requestOf({ ...notice, type: 'referral.celebrated', data: 7 }, secret, 'b'))
    expect(taken).toEqual(['test', 'other referral.celebrated'])
  })

  it('refuses what is not signed by the house, and what is malformed', async () => {
    const { taken, handle } = receiving()
    expect((await handle(await requestOf(notice, `whsec_${btoa('another')}`))).status).toBe(401)
    const malformed = await handle(await requestOf({ ...notice, data: { ...notice.data, referrals: [] } }))
    expect([malformed.status, await malformed.text()]).toEqual([422, 'data.referrals'])
    expect(taken).toEqual([])
  })

  it('brings a notice again that could not be worked off', async () => {
    const { department } = officeWith([])
    let calls = 0
    const handlers = {
      referral: () => {
        if (++calls === 1) throw new Error('the database is down')
      },
    }
    const statuses: number[] = []
    for (let time = 0; time < 3; time++)
      statuses.push((await handleRequest(department, await requestOf(notice), handlers)).status)
    expect([statuses, calls]).toEqual([[500, 204, 204], 2])
  })
})

it('a department without keys is refused when it is made', () => {
  const office = { origin: 'https://jiekun.example', officeId: 'x' }
  expect(() => createDepartment(office)).toThrow('verify')
  expect(() => createDepartment({ ...office, housePublicKeys: ['whpk_AA=='] })).toThrow('sign')
})
