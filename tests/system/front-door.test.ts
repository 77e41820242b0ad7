import { afterEach, describe, expect, it } from 'vitest'
import { newKeyring } from '../../infra/local/secrets.ts'
import { newUser, seedUsers } from '../../infra/seed/users.ts'
import { type House, type HouseOptions, openHouse } from './house.ts'
import { visit } from './visitor.ts'

let house: House
afterEach(() => house.close())

/** A key ring as a deployment has one. */
const ownKeyring = (): string => {
  const { local: _mark, ...ring } = JSON.parse(newKeyring())
  return JSON.stringify(ring)
}
const deploy = async (options: HouseOptions = {}) => {
  house = await openHouse({ keyring: ownKeyring(), ...options, vars: { LOCAL_HOUSE: 'false', ...options.vars } })
}
const paths = ['/', '/apply', '/sign-in', '/api/v1/me', '/openapi.json']

async function expectRefusal(...faults: unknown[]): Promise<void> {
  for (const path of paths) {
    const answer = await house.send('GET', path)
    expect([path, answer.status]).toEqual([path, 503])
    expect(answer.json).toMatchObject({ type: expect.stringMatching(/\/not-ready$/) })
    expect(answer.text).not.toMatch(/KEYRING|seeded|jk_/)
  }
  const health = await house.send('GET', '/healthz')
  expect(health.status).toBe(503)
  expect(health.json).toEqual({ ok: false, faults })
}

describe('a deployment', () => {
  it('with a key ring and credentials of its own serves', async () => {
    await deploy()
    expect((await house.send('GET', '/healthz')).json).toEqual({ ok: true })
    expect((await house.send('GET', '/')).status).toBe(200)
  })

  it('with a key that a local start has seeded refuses to serve, and says which', async () => {
    await deploy()
    const authorization = await house.key('administrator', '150000')
    const id = authorization.slice('Bearer jk_'.length, 'Bearer jk_'.length + 8)
    await expectRefusal(`key ${id} was seeded by a local start`)
    const secret = authorization.slice(-32)
    expect((await house.send('GET', '/healthz')).text).not.toContain(secret)
    expect((await house.send('GET', '/api/v1/me', { as: authorization })).status).toBe(503)
    await house.db.prepare('UPDATE staff_keys SET revoked_at = 1').run()
    expect((await house.send('GET', '/')).status).toBe(200)
  })

  it('with an account that a local start has seeded refuses to serve, and says which', async () => {
    await deploy()
    const user = newUser('auditor', '150203', 'seeded-one')
    await seedUsers(house.db, house.secrets.keyring, [user])
    await expectRefusal(`user ${user.id} was seeded by a local start`)
  })

  it('with the key ring of a local start refuses to serve, and says so', async () => {
    await deploy({ keyring: newKeyring() })
    await expectRefusal('KEYRING was made by a local start')
  })

  it('with a key of zeros refuses to serve, and says which', async () => {
    const ring = JSON.parse(ownKeyring())
    await deploy({ keyring: JSON.stringify({ ...ring, identity: btoa('\0'.repeat(32)) }) })
    await expectRefusal('KEYRING.identity is not random')
  })
})

describe('the limit of requests', () => {
  it('is told on every answer of the API, and kept for each key and each address', async () => {
    house = await openHouse({ vars: { STAFF_REQUESTS_PER_MINUTE: '5', PUBLIC_REQUESTS_PER_MINUTE: '3' } })
    // Not across the turn of a minute, where a new count begins.
    const left = 60_000 - (Date.now() % 60_000)
    if (left < 15_000) await new Promise((resolve) => setTimeout(resolve, left))
    const [as, other] = [await house.key('auditor', '150000'), await house.key('auditor', '150000')]
    const statuses: number[] = []
    for (let each = 0; each < 6; each++) {
      const answer = await house.send('GET', '/api/v1/me', { as })
      statuses.push(answer.status)
      expect(answer.headers.get('ratelimit-policy')).toBe('"staff";q=5;w=60')
      expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"staff";r=${Math.max(0, 4 - each)};t=\\d+$`))
      if (answer.status === 429) {
        expect(answer.json).toMatchObject({ type: expect.stringMatching(/\/too-many-requests$/) })
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      }
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect((await house.send('GET', '/api/v1/me', { as: other })).status).toBe(200)
    const from = (address: string) =>
      house.send('GET', '/api/v1/nowhere', { headers: { 'cf-connecting-ip': address } }).then(({ status }) => status)
    expect([await from('203.0.113.1'), await from('203.0.113.1'), await from('203.0.113.1')]).toEqual([404, 404, 404])
    expect([await from('203.0.113.1'), await from('203.0.113.2')]).toEqual([429, 404])
    // Anybody may begin a form: its pages are not counted, what is sent is.
    const sender = visit(house)
    const begun: number[] = []
    for (let each = 0; each < 3; each++) begun.push((await sender.post('/apply', {})).status)
    const wait = await sender.post('/status', { caseNumber: '1502-261126-00000000', accessCode: 'x' })
    expect([...begun, wait.status]).toEqual([303, 303, 303, 429])
    expect([wait.headers.get('content-type')?.split(';')[0], wait.text.includes('请等一分钟')]).toEqual([
      'text/html',
      true,
    ])
    expect((await visit(house).post('/apply', {})).status).toBe(303)
    const visitor = visit(house)
    const sent: number[] = []
    for (let each = 0; each < 4; each++) {
      sent.push((await visitor.upload('/apply/documents/files', {}, undefined)).status)
      expect((await visitor.get('/apply')).status).toBe(200)
    }
    expect(sent).toEqual([409, 409, 409, 429])
    const refused = await house.send('GET', '/api/v1/me', {
      as: 'Bearer jk_nosuchke_y',
      headers: { 'cf-connecting-ip': '203.0.113.3' },
    })
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([401, '"public";q=3;w=60'])
  })
})
