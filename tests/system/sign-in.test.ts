import type { StaffRole } from '@jiekun/schema'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { codeOf, type LocalUser, newUser, seedUsers } from '../../infra/seed/users.ts'
import { type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { newAddress, type Visitor, visit } from './visitor.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const hourMs = 3_600_000
const idle = 'UPDATE sessions SET used_at = ? WHERE user_id = ?'
const kept = 'UPDATE sessions SET expires_at = ? WHERE user_id = ?'

let made = 0
async function account(role: StaffRole = 'county_reviewer', area = '150203'): Promise<LocalUser> {
  made += 1
  const user = newUser(role, area, `${role.slice(0, 8)}-${made}`, '乌云')
  await seedUsers(house.db, house.secrets.keyring, [user])
  return user
}

/** Signs in by password and code. What was opened by a code before is said to have been by another, so that none has to be waited for. */
async function signIn(user: LocalUser, visitor = visit(house)): Promise<Visitor> {
  await house.db.prepare('UPDATE sessions SET proof = id WHERE user_id = ?').bind(user.id).run()
  await visitor.post('/sign-in', { login: user.login, password: user.password })
  const entered = await visitor.post('/sign-in/code', { code: codeOf(user) })
  expect(entered.status, entered.text).toBe(303)
  return visitor
}

const me = (visitor: Visitor) => visitor.get('/api/v1/me')
const problem = (text: string): string => String(JSON.parse(text).type).split('/').at(-1) ?? ''
const outcomes = async (user: LocalUser): Promise<unknown[]> =>
  (
    await house.db.prepare('SELECT outcome FROM sign_ins WHERE user_id = ? ORDER BY at, id').bind(user.id).all()
  ).results.map(({ outcome }) => outcome)

describe('signing in with password and code', () => {
  it('opens a session that acts as the user, with its role, area and office', async () => {
    const clerk = await account('office_clerk')
    const visitor = await signIn(clerk)
    const answer = await me(visitor)
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({
      kind: 'user',
      id: clerk.id,
      name: '乌云',
      role: 'office_clerk',
      area: '150203',
      areaName: '包头市昆都仑区',
      officeId: '1502-MZT-150203',
      reach: 'office',
    })
    expect((await visitor.get('/api/v1/referrals')).status).toBe(200)
    expect((await visitor.get('/api/v1/applications/1502-261123-K7QX9M2T')).status).toBe(403)
    expect(await outcomes(clerk)).toEqual(['signed-in'])
  })

  it('keeps no more of the token than its hash, and lets no script read it', async () => {
    const user = await account()
    const visitor = visit(house)
    await visitor.post('/sign-in', { login: user.login, password: user.password })
    const entered = await visitor.post('/sign-in/code', { code: codeOf(user) })
    const line = entered.headers.getSetCookie().find((each) => each.startsWith('jiekun='))
    expect(line).toMatch(/^jiekun=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const token = visitor.cookies.get('jiekun') ?? ''
    expect(await countOf(house.db, 'sessions WHERE token_hash = ?', token)).toBe(0)
    expect(await countOf(house.db, 'sessions WHERE user_id = ?', user.id)).toBe(1)
  })

  it('asks for the code first: the password alone opens nothing', async () => {
    const user = await account()
    const visitor = visit(house)
    const asked = await visitor.post('/sign-in', { login: user.login, password: user.password })
    expect([asked.status, asked.location]).toEqual([303, '/sign-in/code'])
    expect(visitor.cookies.has('jiekun')).toBe(false)
    expect((await visitor.get('/account')).location).toBe('/sign-in?return=/account')
    expect((await visitor.post('/sign-in/code', { code: '000000' })).status).toBe(401)
    expect(await outcomes(user)).toEqual(['wrong-code'])
  })

  it('takes a code once', async () => {
    const user = await account()
    const code = codeOf(user)
    const [one, other] = [visit(house), visit(house)]
    for (const visitor of [one, other]) await visitor.post('/sign-in', { login: user.login, password: user.password })
    const entered = await Promise.all([one, other].map((visitor) => visitor.post('/sign-in/code', { code })))
    expect(entered.map(({ status }) => status).sort()).toEqual([303, 401])
    expect(entered.find(({ status }) => status === 401)?.text).toContain('已经用过')
    expect(await countOf(house.db, 'sessions WHERE user_id = ?', user.id)).toBe(1)
    expect((await outcomes(user)).sort()).toEqual(['code-used', 'signed-in'])
  })

  it('says the same of an unknown login, a wrong password and a disabled user, and takes as long', async () => {
    const [user, disabled] = [await account(), await account()]
    await house.db.prepare("UPDATE users SET state = 'disabled' WHERE id = ?").bind(disabled.id).run()
    const pages: { page: string; ms: number }[] = []
    for (const [login, password] of [
      ['nobody-here', 'wrong horse battery'],
      [user.login, 'wrong horse battery'],
      [disabled.login, disabled.password],
    ] as const) {
      const start = performance.now()
      const { status, text } = await visit(house).post('/sign-in', { login, password })
      pages.push({ page: `${status} ${text.replaceAll(login, 'LOGIN')}`, ms: performance.now() - start })
    }
    const [unknown, wrong, off] = pages
    expect(unknown?.page).toMatch(/^401 .*登录名或密码不对/)
    expect(wrong?.page).toBe(unknown?.page)
    expect(off?.page).toBe(unknown?.page)
    // A password takes tens of milliseconds to hash; an answer without it would be there in a few.
    for (const { ms } of pages) expect(ms).toBeGreaterThan(30)
    expect(await outcomes(disabled)).toEqual(['disabled'])
  })

  it('gives up the second step when the password was reset meanwhile', async () => {
    const user = await account()
    const visitor = visit(house)
    await visitor.post('/sign-in', { login: user.login, password: user.password })
    const administrator = await house.client('administrator')
    await administrator.resetUserSignIn({ params: { id: user.id } })
    const entered = await visitor.post('/sign-in/code', { code: codeOf(user) })
    expect(entered.location).toBe('/sign-in?done=over')
    expect(visitor.cookies.has('jiekun')).toBe(false)
  })
})

describe('a session', () => {
  it('has a token of its own, whatever token the browser brought along', async () => {
    const user = await account()
    const visitor = visit(house)
    const planted = 'A'.repeat(43)
    visitor.cookies.set('jiekun', planted)
    await signIn(user, visitor)
    expect(visitor.cookies.get('jiekun')).not.toBe(planted)
    const thief = visit(house)
    thief.cookies.set('jiekun', planted)
    expect((await me(thief)).status).toBe(401)
  })

  it('ends when its browser signs in anew', async () => {
    const [user, other] = [await account(), await account()]
    const visitor = await signIn(user)
    const thief = visit(house)
    thief.cookies.set('jiekun', visitor.cookies.get('jiekun') ?? '')
    expect((await me(thief)).status).toBe(200)
    await signIn(other, visitor)
    expect((await me(thief)).status).toBe(401)
    expect(JSON.parse((await me(visitor)).text)).toMatchObject({ id: other.id })
  })

  it.each([
    ['after twelve hours', kept, () => Date.now() - 1],
    ['after half an hour without use', idle, () => Date.now() - 31 * 60_000],
  ])('ends %s', async (_, statement, at) => {
    const user = await account()
    const visitor = await signIn(user)
    await house.db.prepare(statement).bind(at(), user.id).run()
    expect((await me(visitor)).status).toBe(401)
  })

  it('lasts twelve hours at most', async () => {
    const user = await account()
    await signIn(user)
    const row = await house.db
      .prepare('SELECT expires_at - created_at AS ms FROM sessions WHERE user_id = ?')
      .bind(user.id)
      .first<{ ms: number }>()
    expect(row?.ms).toBe(12 * hourMs)
  })

  it('has its use written down once a minute, not at every request', async () => {
    const user = await account()
    const visitor = await signIn(user)
    const used = async () =>
      (
        await house.db
          .prepare('SELECT used_at AS at FROM sessions WHERE user_id = ?')
          .bind(user.id)
          .first<{ at: number }>()
      )?.at
    const before = Date.now() - 50_000
    await house.db.prepare(idle).bind(before, user.id).run()
    await me(visitor)
    expect(await used()).toBe(before)
    const other = await account()
    const late = await signIn(other)
    await house.db
      .prepare(idle)
      .bind(Date.now() - 120_000, other.id)
      .run()
    await me(late)
    await expect
      .poll(() => countOf(house.db, 'sessions WHERE user_id = ? AND used_at > ?', other.id, Date.now() - 60_000))
      .toBe(1)
  })

  it('is ended by its user, one by one or all others, and at once where that is done', async () => {
    const user = await account()
    const [first, second, third] = [await signIn(user), await signIn(user), await signIn(user)]
    for (const visitor of [first, second, third]) expect((await me(visitor)).status).toBe(200)
    const { items } = JSON.parse((await first.get('/api/v1/sessions')).text)
    expect(items).toHaveLength(3)
    const page = await first.get('/account')
    const [, oldest] = [...page.text.matchAll(/name="session" value="([^"]+)"/g)].map(([, id]) => id)
    await first.post('/account/sessions/end', { session: oldest ?? '' })
    expect([(await me(second)).status, (await me(third)).status]).toEqual([401, 200])
    await first.post('/account/sessions/end-others', {})
    expect([(await me(first)).status, (await me(third)).status]).toEqual([200, 401])
  })

  it('cannot be ended by another user, who is not told of it either', async () => {
    const [user, other] = [await account(), await account('county_reviewer', '150100')]
    const [mine, theirs] = [await signIn(user), await signIn(other)]
    const [session] = JSON.parse((await theirs.get('/api/v1/sessions')).text).items
    const answer = await fetch(`${house.url}/api/v1/sessions/${session.id}`, {
      method: 'DELETE',
      headers: { cookie: `jiekun=${mine.cookies.get('jiekun')}`, origin: house.url },
    })
    expect(answer.status).toBe(404)
    expect((await me(theirs)).status).toBe(200)
  })

  it.each([
    ['role', { role: 'city_approver' }],
    ['area', { area: '150204' }],
    ['state', { state: 'disabled' }],
  ] as const)('ends when the %s of its user changes', async (_, body) => {
    const user = await account()
    const visitor = await signIn(user)
    expect((await me(visitor)).status).toBe(200)
    const administrator = await house.client('administrator')
    const { etag = '' } = await administrator.readUser({ params: { id: user.id } })
    await administrator.updateUser({ params: { id: user.id }, body, ifMatch: etag })
    expect((await me(visitor)).status).toBe(401)
  })

  it('goes on when only the name of its user changes', async () => {
    const user = await account()
    const visitor = await signIn(user)
    const administrator = await house.client('administrator')
    const { etag = '' } = await administrator.readUser({ params: { id: user.id } })
    await administrator.updateUser({ params: { id: user.id }, body: { displayName: '其木格' }, ifMatch: etag })
    expect(JSON.parse((await me(visitor)).text)).toMatchObject({ name: '其木格' })
  })

  it('is replaced by another when its user changes the password, and every other one ends', async () => {
    const user = await account()
    const [visitor, elsewhere] = [await signIn(user), await signIn(user)]
    const former = visitor.cookies.get('jiekun')
    const changed = await visitor.post('/account/password', {
      current: user.password,
      password: 'a longer battery horse',
      again: 'a longer battery horse',
    })
    expect(changed.location).toBe('/account?done=password')
    expect(visitor.cookies.get('jiekun')).not.toBe(former)
    expect([(await me(visitor)).status, (await me(elsewhere)).status]).toEqual([200, 401])
    const again = await visit(house).post('/sign-in', { login: user.login, password: user.password })
    expect(again.status).toBe(401)
  })

  it('ends by signing out', async () => {
    const visitor = await signIn(await account())
    const copy = visit(house)
    copy.cookies.set('jiekun', visitor.cookies.get('jiekun') ?? '')
    expect((await me(copy)).status).toBe(200)
    const out = await visitor.post('/sign-out', {})
    expect([out.location, visitor.cookies.has('jiekun')]).toEqual(['/sign-in?done=out', false])
    expect((await me(copy)).status).toBe(401)
  })

  it('that was ended in the database alone holds for ten more seconds in an isolate that has just seen it, and no longer', async () => {
    const user = await account()
    const visitor = await signIn(user)
    expect((await me(visitor)).status).toBe(200)
    const start = Date.now()
    await house.db.prepare('UPDATE sessions SET ended_at = ? WHERE user_id = ?').bind(start, user.id).run()
    await expect.poll(async () => (await me(visitor)).status, { timeout: 20_000, interval: 250 }).toBe(401)
    expect(Date.now() - start).toBeLessThan(14_000)
  })
})

describe('a first sign-in', () => {
  const setUp = async () => {
    const administrator = await house.client('administrator')
    made += 1
    const { body } = await administrator.createUser({
      body: { login: `fresh-${made}`, displayName: '新人', role: 'grassroots_intake', area: '150203' },
    })
    const visitor = visit(house)
    const first = await visitor.post('/sign-in', { login: body.login, password: body.firstPassword ?? '' })
    expect([first.status, first.location]).toEqual([303, '/sign-in/set-up'])
    const { text } = await visitor.get('/sign-in/set-up')
    const codeSecret = /id="secret">([^<]+)</.exec(text)?.[1]?.replaceAll(' ', '') ?? ''
    expect(text).toContain(`secret=${codeSecret}`)
    expect(text).toContain('<svg')
    return { administrator, body, visitor, codeSecret }
  }
  const password = 'three unrelated words'

  it('sets password and code generator; the first password is worth nothing afterwards', async () => {
    const { administrator, body, visitor, codeSecret } = await setUp()
    const done = await visitor.post('/sign-in/set-up', { code: codeOf({ codeSecret }), password, again: password })
    expect([done.status, done.location]).toEqual([303, '/account'])
    expect((await me(visitor)).status).toBe(200)
    const user = await administrator.readUser({ params: { id: body.id } })
    expect(user.body).toMatchObject({ signInReady: true, version: 2 })
    const old = await visit(house).post('/sign-in', { login: body.login, password: body.firstPassword ?? '' })
    expect(old.status).toBe(401)
    const own = { ...newUser('grassroots_intake', '150203', body.login), id: body.id, password, codeSecret }
    await signIn(own)
  })

  it.each([
    ['short', 'short', '太短'],
    ['the login in it', 'my fresh-LOGIN is this', '登录名'],
    ['aaaaaaaaaaaaaa', 'aaaaaaaaaaaaaa', '太简单'],
  ])('takes no password that is %s', async (_, given, said) => {
    const { body, visitor, codeSecret } = await setUp()
    const text = given.replace('fresh-LOGIN', body.login)
    const refused = await visitor.post('/sign-in/set-up', { code: codeOf({ codeSecret }), password: text, again: text })
    expect([refused.status, visitor.cookies.has('jiekun')]).toEqual([422, false])
    expect(refused.text).toContain(said)
  })

  it('is not possible a week later', async () => {
    const administrator = await house.client('administrator')
    const { body } = await administrator.createUser({
      body: { login: 'late-one', displayName: '迟到', role: 'auditor', area: '150203' },
    })
    await house.db
      .prepare('UPDATE users SET first_password_until = ? WHERE id = ?')
      .bind(Date.now() - 1, body.id)
      .run()
    const refused = await visit(house).post('/sign-in', { login: 'late-one', password: body.firstPassword ?? '' })
    expect(refused.status).toBe(401)
    expect(refused.text).toContain('已过期')
  })

  it('begun twice at once sets one password', async () => {
    const { visitor, codeSecret } = await setUp()
    const form = { code: codeOf({ codeSecret }), password, again: password }
    const answers = await Promise.all([visitor.post('/sign-in/set-up', form), visitor.post('/sign-in/set-up', form)])
    expect(answers.filter(({ location }) => location === '/account')).toHaveLength(1)
    for (const { status } of answers) expect(status).toBeLessThan(500)
  })
})

describe('lock-out', () => {
  const wrong = (login: string, address: string) =>
    visit(house, address).post('/sign-in', { login, password: 'wrong wrong wrong' })

  it('lets an account wait after five failures, also with the right password, from wherever', async () => {
    const user = await account()
    for (let each = 0; each < 5; each++) expect((await wrong(user.login, newAddress())).status).toBe(401)
    const right = await visit(house).post('/sign-in', { login: user.login, password: user.password })
    const again = await wrong(user.login, newAddress())
    expect([right.status, right.text]).toEqual([429, again.text])
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(right.text).toContain('请等待 1 分钟')
    expect((await outcomes(user)).at(-1)).toBe('waiting')
  })

  it('lets a login that nobody has wait just so', async () => {
    for (let each = 0; each < 5; each++) expect((await wrong('nobody-at-all', newAddress())).status).toBe(401)
    expect((await wrong('nobody-at-all', newAddress())).status).toBe(429)
  })

  it('answers programs with problem details', async () => {
    for (let each = 0; each < 5; each++) await wrong('nobody-machine', newAddress())
    const answer = await visit(house).post('/sign-in', { login: 'nobody-machine', password: 'x' }, { accept: '*/*' })
    expect([answer.status, problem(answer.text)]).toEqual([429, 'too-many-attempts'])
  })

  it('doubles the wait with each further failure, up to an hour, and begins anew after a quiet quarter of an hour', async () => {
    const user = await account()
    const waits: number[] = []
    const past = (ms: number) =>
      house.db
        .prepare(
          "UPDATE sign_in_attempts SET wait_until = wait_until - ?1, last_at = last_at - ?1 WHERE subject LIKE 'account:%'",
        )
        .bind(ms)
        .run()
    for (let each = 0; each < 4; each++) await wrong(user.login, newAddress())
    for (let each = 0; each < 8; each++) {
      await wrong(user.login, newAddress())
      const refused = await wrong(user.login, newAddress())
      const seconds = Number(refused.headers.get('retry-after'))
      waits.push(Math.round(seconds / 60))
      await past(seconds * 1000 + 1000)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    await past(16 * 60_000)
    for (let each = 0; each < 4; each++) expect((await wrong(user.login, newAddress())).status).toBe(401)
    await signIn(user)
  })

  it('counts a hundred guesses at once as a hundred', async () => {
    const user = await account()
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrong(user.login, newAddress())))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  })

  it('counts wrong codes like wrong passwords, so that a known password does not open the way to guess them', async () => {
    const user = await account()
    for (let each = 0; each < 5; each++) {
      const visitor = visit(house)
      const asked = await visitor.post('/sign-in', { login: user.login, password: user.password })
      expect(asked.status).toBe(303)
      expect((await visitor.post('/sign-in/code', { code: '000000' })).status).toBe(401)
    }
    const refused = await visit(house).post('/sign-in', { login: user.login, password: user.password })
    expect(refused.status).toBe(429)
  })

  it('lets an address wait after twenty failures, whatever the accounts, and locks none of those', async () => {
    const [user, address] = [await account(), newAddress()]
    for (let each = 0; each < 20; each++) expect((await wrong(`spray-${each}-${made}`, address)).status).toBe(401)
    const right = await visit(house, address).post('/sign-in', { login: user.login, password: user.password })
    expect(right.status).toBe(429)
    for (let each = 0; each < 6; each++) expect((await wrong(user.login, address)).status).toBe(429)
    await signIn(user)
  })

  it('takes addresses of one network of IPv6 for one', async () => {
    for (let each = 0; each < 20; each++) await wrong(`net-${each}-${made}`, `2001:db8:ffff:1::${each + 1}`)
    expect((await wrong('net-other', '2001:db8:ffff:1:9:9:9:9')).status).toBe(429)
    expect((await wrong('net-other', '2001:db8:ffff:2::1')).status).toBe(401)
  })

  it('forgets an account once its holder has signed in', async () => {
    const user = await account()
    for (let each = 0; each < 4; each++) await wrong(user.login, newAddress())
    await signIn(user)
    for (let each = 0; each < 4; each++) expect((await wrong(user.login, newAddress())).status).toBe(401)
    await signIn(user)
  })

  it('is lifted by an administrator who resets the account', async () => {
    const user = await account()
    for (let each = 0; each < 5; each++) await wrong(user.login, newAddress())
    const administrator = await house.client('administrator')
    const { body } = await administrator.resetUserSignIn({ params: { id: user.id } })
    const first = await visit(house).post('/sign-in', { login: user.login, password: body.firstPassword ?? '' })
    expect(first.location).toBe('/sign-in/set-up')
  })

  it('holds for the present password on the account page', async () => {
    const user = await account()
    const visitor = await signIn(user)
    const guess = { current: 'a wrong guess here', password: 'another fine password', again: 'another fine password' }
    for (let each = 0; each < 5; each++) expect((await visitor.post('/account/password', guess)).status).toBe(422)
    expect((await visitor.post('/account/password', { ...guess, current: user.password })).status).toBe(429)
  })
})

describe('a request that a stranger makes a browser send', () => {
  const json = { 'content-type': 'application/json' }

  it.each([
    ['with the origin of another site', { origin: 'https://evil.example' }],
    ['from a sandbox without origin', { origin: 'null' }],
    ['from another site as the browser tells', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring host', { 'sec-fetch-site': 'same-site' }],
    ['that tells nothing of where it comes from', {}],
  ])('is refused with the cookie of a session: %s', async (_, headers) => {
    const visitor = await signIn(await account('administrator', '150200'))
    const cookie = `jiekun=${visitor.cookies.get('jiekun')}`
    const body = JSON.stringify({
      label: 'x',
      role: 'auditor',
      area: '150203',
      expiresAt: new Date(Date.now() + hourMs),
    })
    const post = (more: Record<string, string>) =>
      fetch(`${house.url}/api/v1/keys`, { method: 'POST', headers: { cookie, ...json, ...more }, body })
    const answer = await post(headers)
    expect([answer.status, problem(await answer.text())]).toEqual([403, 'other-site'])
    expect((await post({ origin: house.url })).status).toBe(201)
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  })

  it('is refused by every page of signing in, with a session and without', async () => {
    const user = await account()
    for (const path of ['/sign-in', '/sign-in/code', '/sign-in/set-up', '/sign-out', '/account/password']) {
      const answer = await visit(house).post(path, { login: user.login }, { origin: 'https://evil.example' })
      expect([path, answer.status]).toEqual([path, 403])
    }
  })

  it('is refused also where it is a form of the public pages', async () => {
    const visitor = await signIn(await account())
    const answer = await visitor.post('/apply', {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })
    expect(answer.status).toBe(403)
  })

  it('may read nothing new by reading: no GET changes anything for it', async () => {
    const visitor = await signIn(await account())
    expect((await visitor.get('/sign-out')).status).toBe(404)
    expect((await me(visitor)).status).toBe(200)
  })
})

describe('an identity that comes from outside', () => {
  const actor = { kind: 'staff', id: 'forged', role: 'administrator', area: '150000' }
  const headers = async (): Promise<Record<string, string>[]> => [
    { 'x-jiekun-identity': new UnsecuredJWT({ actor }).setIssuer('jiekun-gateway').setExpirationTime('1m').encode() },
    {
      'x-jiekun-identity': await new SignJWT({ actor })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('jiekun-gateway')
        .setExpirationTime('1m')
        .sign(new Uint8Array(32)),
    },
    { authorization: `Bearer ${new UnsecuredJWT({ actor }).setIssuer('jiekun-gateway').encode()}` },
    { authorization: `Basic ${btoa('admin:admin')}` },
    { cookie: 'jiekun=' },
    { cookie: `jiekun=${'A'.repeat(43)}` },
    { cookie: `jiekun=${new UnsecuredJWT({ actor }).encode()}` },
  ]

  it('is worth nothing, be it a header, a token without signature, one under another key, or a made-up cookie', async () => {
    for (const each of await headers()) {
      for (const path of ['/api/v1/users', '/api/v1/referrals', '/api/v1/me']) {
        const answer = await house.send('GET', path, { headers: each })
        expect([path, each, answer.status]).toEqual([path, each, 401])
      }
    }
  })

  it('takes nothing from a good key either', async () => {
    const key = newKey('auditor', '150203', 'test')
    await seedStaffKeys(house.db, [key])
    for (const each of (await headers()).slice(0, 2)) {
      const answer = await house.send('GET', '/api/v1/me', { as: `Bearer ${bearer(key)}`, headers: each })
      expect(answer.json).toMatchObject({ id: key.id, role: 'auditor' })
      const list = await house.send('GET', '/api/v1/dead-letters/referral', {
        as: `Bearer ${bearer(key)}`,
        headers: each,
      })
      expect(list.status).toBe(403)
    }
  })
})

describe('the way back after signing in', () => {
  it.each([
    ['/account?lang=en', '/account?lang=en'],
    ['https://evil.example/', '/account'],
    ['//evil.example/', '/account'],
    ['/\\evil.example/', '/account'],
  ])('from %s leads to %s', async (wanted, reached) => {
    const user = await account()
    const visitor = visit(house)
    const page = await visitor.get(`/sign-in?return=${encodeURIComponent(wanted)}`)
    const hidden = /name="return" value="([^"]*)"/.exec(page.text)?.[1]
    expect(hidden).toBe(reached)
    await visitor.post('/sign-in', { login: user.login, password: user.password, return: wanted })
    expect((await visitor.post('/sign-in/code', { code: codeOf(user) })).location).toBe(reached)
  })
})

describe('the sign-in log', () => {
  it('is read by auditors and administrators of the area, newest first, and knows addresses as indexes only', async () => {
    const user = await account('grassroots_intake', '150204')
    const address = newAddress()
    await visit(house, address).post('/sign-in', { login: user.login, password: 'wrong wrong wrong' })
    await signIn(user, visit(house, address))
    const auditor = await house.client('auditor', '150204')
    const { body } = await auditor.listSignIns({ query: { userId: user.id } })
    expect(body.items.map(({ outcome }) => outcome)).toEqual(['signed-in', 'wrong-password'])
    expect(new Set(body.items.map((each) => each.address)).size).toBe(1)
    expect(body.items[0]).toMatchObject({ login: user.login, area: '150204', method: 'password' })
    expect(JSON.stringify(body)).not.toContain('2001:db8')
    const page = await auditor.listSignIns({ query: { userId: user.id, limit: 1 } })
    const next = await auditor.listSignIns({ query: { userId: user.id, limit: 1, after: page.body.next ?? '' } })
    expect([page, next].flatMap(({ body: { items } }) => items.map(({ outcome }) => outcome))).toEqual([
      'signed-in',
      'wrong-password',
    ])
    const elsewhere = await house.client('auditor', '150203')
    expect((await elsewhere.listSignIns({ query: { userId: user.id } })).body.items).toEqual([])
    const reviewer = await house.client('county_reviewer', '150204')
    await expect(reviewer.listSignIns()).rejects.toMatchObject({ problem: { status: 403 } })
  })

  it('forgets after half a year what nobody may ask for any more, and closed sessions after a month', async () => {
    const user = await account()
    await signIn(user)
    const count = () =>
      Promise.all([
        countOf(house.db, 'sign_ins WHERE user_id = ?', user.id),
        countOf(house.db, 'sessions WHERE user_id = ?', user.id),
      ])
    await house.tick(new Date(Date.now() + 29 * 24 * hourMs))
    expect(await count()).toEqual([1, 1])
    await house.tick(new Date(Date.now() + 32 * 24 * hourMs))
    expect(await count()).toEqual([1, 0])
    await house.tick(new Date(Date.now() + 191 * 24 * hourMs))
    expect(await count()).toEqual([0, 0])
    expect(await countOf(house.db, 'sign_in_attempts')).toBe(0)
  })
})
