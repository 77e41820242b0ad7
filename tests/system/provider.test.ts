import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { Events, OAuth2Server } from 'oauth2-mock-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newKeyring } from '../../infra/local/secrets.ts'
import { type House, openHouse } from './house.ts'
import { type Visitor, visit } from './visitor.ts'

const clientId = 'jiekun'
const clientSecret = 'a secret that the provider and the house share'
const subject = 'staff-4711'

const provider = new OAuth2Server()
let issuer = ''
let house: House
let userId = ''
let administrator: Awaited<ReturnType<House['client']>>
/** What the token endpoint was sent. */
let asked: { authorization: string | undefined; body: Record<string, unknown> }[] = []
/** What the next ID tokens say otherwise, and what is sent in their place. */
let claims: Record<string, unknown> = {}
let forged: string | undefined

beforeAll(async () => {
  await provider.issuer.keys.generate('RS256')
  await provider.start(0, '127.0.0.1')
  issuer = `http://127.0.0.1:${provider.address().port}`
  provider.issuer.url = issuer
  provider.service.on(Events.BeforeTokenSigning, (token) => {
    Object.assign(token.payload, { sub: subject, ...claims })
  })
  provider.service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => {
    Object.assign(body ?? {}, { token_endpoint_auth_methods_supported: ['client_secret_basic'] })
  })
  provider.service.on(Events.BeforeResponse, (answer, req) => {
    asked.push({ authorization: req.headers.authorization, body: { ...req.body } })
    if (forged !== undefined) Object.assign(answer.body ?? {}, { id_token: forged })
  })
  house = await openHouse({
    vars: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_NAME: '统一认证' },
    secrets: { OIDC_CLIENT_SECRET: clientSecret },
  })
  administrator = await house.client('administrator')
  const { body } = await administrator.createUser({
    body: {
      login: 'by-provider',
      displayName: '其木格',
      role: 'city_approver',
      area: '150200',
      provider: { issuer, subject },
    },
  })
  userId = body.id
  expect(body).toMatchObject({ firstPassword: null, signInReady: true })
})
afterAll(async () => {
  await house.close()
  await provider.stop()
})
afterEach(() => {
  asked = []
  claims = {}
  forged = undefined
})

/** Goes to the provider and comes back to the callback, which is not opened yet. */
async function goThere(visitor: Visitor, returnTo = '/account'): Promise<{ there: URL; back: URL }> {
  const left = await visitor.get(`/sign-in/provider?return=${encodeURIComponent(returnTo)}`)
  expect(left.status, left.text).toBe(303)
  const there = new URL(left.location ?? '')
  const answered = await fetch(there, { redirect: 'manual' })
  return { there, back: new URL(answered.headers.get('location') ?? '') }
}
const open = (visitor: Visitor, back: URL) => visitor.get(back.pathname + back.search)
const me = (visitor: Visitor) => visitor.get('/api/v1/me')

describe('signing in through a provider', () => {
  it('is offered on the page, by a code flow with PKCE, state and nonce', async () => {
    const visitor = visit(house)
    expect((await visitor.get('/sign-in')).text).toContain('用 统一认证 登录')
    const { there, back } = await goThere(visitor)
    expect(there.origin).toBe(issuer)
    expect(Object.fromEntries(there.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: `${house.url}/sign-in/callback`,
      scope: 'openid',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    })
    const entered = await open(visitor, back)
    expect([entered.status, entered.location]).toEqual([303, '/account'])
    expect(JSON.parse((await me(visitor)).text)).toMatchObject({ id: userId, role: 'city_approver', area: '150200' })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.authorization).toMatch(/^Basic /)
    expect(asked[0]?.body.code_verifier).toEqual(expect.stringMatching(/^[\w-]{43}$/))
    const log = await administrator.listSignIns({ query: { userId } })
    expect(log.body.items[0]).toMatchObject({ method: 'provider', outcome: 'signed-in' })
  })

  it('registers nobody: who has no account is told so', async () => {
    claims = { sub: 'a stranger' }
    const visitor = visit(house)
    const { back } = await goThere(visitor)
    const refused = await open(visitor, back)
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('还没有在本系统开通账号')
    expect(visitor.cookies.has('jiekun')).toBe(false)
    const { results } = await house.db.prepare('SELECT count(*) AS n FROM users').all()
    expect(results).toEqual([{ n: 1 }])
  })

  it('is refused to a disabled user', async () => {
    const { etag = '' } = await administrator.readUser({ params: { id: userId } })
    const off = await administrator.updateUser({ params: { id: userId }, body: { state: 'disabled' }, ifMatch: etag })
    const visitor = visit(house)
    const { back } = await goThere(visitor)
    expect((await open(visitor, back)).status).toBe(403)
    await administrator.updateUser({ params: { id: userId }, body: { state: 'active' }, ifMatch: off.etag ?? '' })
  })

  it('leaves no way in by password', async () => {
    const answer = await visit(house).post('/sign-in', { login: 'by-provider', password: '' })
    expect(answer.status).toBe(401)
  })
})

describe('a callback', () => {
  it('is good once, also for somebody who kept the cookie and has the provider send the same state again', async () => {
    const visitor = visit(house)
    const { there, back } = await goThere(visitor)
    const cookie = visitor.cookies.get('jiekun-provider') ?? ''
    expect((await open(visitor, back)).status).toBe(303)
    const { body: before } = await administrator.listSessions({ query: { userId } })
    const again = await open(visitor, back)
    expect(again.status).toBe(403)
    const replay = visit(house)
    replay.cookies.set('jiekun-provider', cookie)
    const second = await fetch(there, { redirect: 'manual' })
    expect((await open(replay, new URL(second.headers.get('location') ?? ''))).status).toBe(403)
    expect(replay.cookies.has('jiekun')).toBe(false)
    // The provider vouched a second time; the state alone stood in the way.
    expect(asked).toHaveLength(2)
    const { body: after } = await administrator.listSessions({ query: { userId } })
    expect(after.items).toHaveLength(before.items.length)
  })

  it('is worth nothing in another browser: nobody is signed in as somebody else by following a link', async () => {
    const [attacker, victim] = [visit(house), visit(house)]
    const { back } = await goThere(attacker)
    expect((await open(victim, back)).status).toBe(403)
    await goThere(victim)
    expect((await open(victim, back)).status).toBe(403)
    expect(victim.cookies.has('jiekun')).toBe(false)
    expect(asked).toEqual([])
  })

  it.each([
    ['another state', (back: URL) => back.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (back: URL) => back.searchParams.delete('state')],
    ['no code', (back: URL) => back.searchParams.delete('code')],
    ['an error', (back: URL) => back.searchParams.set('error', 'access_denied')],
  ])('is refused with %s', async (_, change) => {
    const visitor = visit(house)
    const { back } = await goThere(visitor)
    change(back)
    const refused = await open(visitor, back)
    expect([refused.status, visitor.cookies.has('jiekun')]).toEqual([403, false])
  })

  it('leads back into this house alone', async () => {
    const visitor = visit(house)
    const { back } = await goThere(visitor, '//evil.example/')
    expect((await open(visitor, back)).location).toBe('/account')
  })

  it('is refused with a cookie that this house has not sealed', async () => {
    const visitor = visit(house)
    const { back } = await goThere(visitor)
    visitor.cookies.set('jiekun-provider', 'k1.AAAA.AAAA')
    expect((await open(visitor, back)).status).toBe(403)
  })
})

describe('an ID token', () => {
  const encoder = new TextEncoder()
  const unsigned = (claims: Record<string, unknown>): string => new UnsecuredJWT(claims).encode()
  const shared = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(encoder.encode(clientSecret))
  const foreign = async (claims: Record<string, unknown>) => {
    const { privateKey } = await generateKeyPair('RS256')
    const [key] = provider.issuer.keys.toJSON()
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key?.kid ?? '' }).sign(privateKey)
  }

  it.each([
    ['without a signature', unsigned],
    ['under the secret that we share', shared],
    ['under the key of somebody else', foreign],
  ])('is refused %s', async (_, make) => {
    const visitor = visit(house)
    const { there, back } = await goThere(visitor)
    const now = Math.floor(Date.now() / 1000)
    forged = await make({
      iss: issuer,
      aud: clientId,
      sub: subject,
      nonce: there.searchParams.get('nonce'),
      iat: now,
      exp: now + 60,
    })
    const refused = await open(visitor, back)
    expect([refused.status, visitor.cookies.has('jiekun')]).toEqual([403, false])
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['for somebody else', { aud: 'another' }],
    ['of another issuer', { iss: 'http://127.0.0.1:1' }],
    ['of another sign-in', { nonce: 'another' }],
    ['that is over', { exp: 1 }],
  ])('is refused %s', async (_, otherwise) => {
    const visitor = visit(house)
    const { back } = await goThere(visitor)
    claims = otherwise
    const refused = await open(visitor, back)
    expect([refused.status, visitor.cookies.has('jiekun')]).toEqual([403, false])
  })
})

describe('linking an account', () => {
  it('to a subject that another account has is refused', async () => {
    const { body } = await administrator.createUser({
      body: { login: 'second', displayName: '第二人', role: 'auditor', area: '150200' },
    })
    await expect(
      administrator.updateUser({ params: { id: body.id }, body: { provider: { issuer, subject } }, ifMatch: '"1"' }),
    ).rejects.toMatchObject({ problem: { status: 409 } })
  })

  it('by issuer and subject lets the person in there, and no longer by password', async () => {
    const { body } = await administrator.createUser({
      body: { login: 'third', displayName: '第三人', role: 'auditor', area: '150200' },
    })
    const linked = await administrator.updateUser({
      params: { id: body.id },
      body: { provider: { issuer, subject: 'third' } },
      ifMatch: '"1"',
    })
    expect(linked.body).toMatchObject({ signInReady: true, provider: { issuer, subject: 'third' } })
    const byPassword = await visit(house).post('/sign-in', { login: 'third', password: body.firstPassword ?? '' })
    expect(byPassword.status).toBe(401)
    claims = { sub: 'third' }
    const visitor = visit(house)
    const { back } = await goThere(visitor)
    expect((await open(visitor, back)).status).toBe(303)
    expect(JSON.parse((await me(visitor)).text)).toMatchObject({ id: body.id })
  })
})

describe('a provider over http', () => {
  it('is spoken to by a local house alone', async () => {
    const { local: _mark, ...ring } = JSON.parse(newKeyring())
    const deployment = await openHouse({
      keyring: JSON.stringify(ring),
      vars: { LOCAL_HOUSE: 'false', OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId },
    })
    const answer = await visit(deployment).get('/sign-in/provider')
    expect(answer.status).toBe(502)
    expect(asked).toEqual([])
    await deployment.close()
  })
})
