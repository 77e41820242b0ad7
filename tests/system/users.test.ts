import { type Client, createClient } from '@jiekun/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { codeOf, newUser, seedUsers } from '../../infra/seed/users.ts'
import { type House, openHouse } from './house.ts'
import { allRows, countOf } from './rows.ts'
import { visit } from './visitor.ts'

let house: House
let administrator: Client
beforeAll(async () => {
  house = await openHouse()
  administrator = await house.client('administrator', '150200')
})
afterAll(() => house.close())

let made = 0
const fresh = (more: object = {}) => {
  made += 1
  return { login: `user-${made}`, displayName: '乌云', role: 'county_reviewer', area: '150203', ...more } as const
}
const make = async (more: object = {}) => (await administrator.createUser({ body: fresh(more) })).body
const refusal = (status: number, type?: string) => ({
  problem: { status, ...(type === undefined ? {} : { type: expect.stringMatching(new RegExp(`/${type}$`)) }) },
})

describe('a user', () => {
  it('is made, read and listed by an administrator of its area', async () => {
    const { firstPassword, ...user } = await make()
    expect(firstPassword).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/)
    expect(user).toMatchObject({
      role: 'county_reviewer',
      area: '150203',
      state: 'active',
      signInReady: false,
      version: 1,
    })
    const read = await administrator.readUser({ params: { id: user.id } })
    expect([read.body, read.etag]).toEqual([user, '"1"'])
    const { body } = await administrator.listUsers({ query: { login: user.login } })
    expect(body.items).toEqual([user])
    const { body: sparse } = await administrator.listUsers({ query: { login: user.login }, fields: ['login'] })
    expect(sparse.items).toEqual([{ login: user.login }])
  })

  it('is answered once under an Idempotency-Key, first password and all', async () => {
    const input = { body: fresh(), idempotencyKey: 'make-a-user-once' }
    const [first, second] = [await administrator.createUser(input), await administrator.createUser(input)]
    expect(second.body).toEqual(first.body)
    expect(second.etag).toBe('"1"')
  })

  it('has a login of its own, also in other letters', async () => {
    const { login } = await make()
    await expect(make({ login: login.toUpperCase() })).rejects.toMatchObject(refusal(409, 'already-there'))
  })

  it('is not there for an administrator of another area, nor made for one', async () => {
    const { id, login } = await make()
    const elsewhere = await house.client('administrator', '150100')
    for (const call of [
      () => elsewhere.readUser({ params: { id } }),
      () => elsewhere.updateUser({ params: { id }, body: { state: 'disabled' }, ifMatch: '"1"' }),
      () => elsewhere.resetUserSignIn({ params: { id } }),
      () => elsewhere.listSessions({ query: { userId: id } }),
    ]) {
      await expect(call()).rejects.toMatchObject(refusal(404, 'not-found'))
    }
    expect((await elsewhere.listUsers({ query: { login } })).body.items).toEqual([])
    for (const area of ['150100', '150000']) {
      await expect(make({ area })).rejects.toMatchObject(refusal(403, 'not-allowed'))
    }
  })

  it('cannot be moved out of the area of its administrator', async () => {
    const { id } = await make()
    await expect(
      administrator.updateUser({ params: { id }, body: { area: '150100' }, ifMatch: '"1"' }),
    ).rejects.toMatchObject(refusal(403))
  })

  it('is changed by whoever has read it last: of two at once one is told so, and nothing of it is done', async () => {
    const { id } = await make()
    const change = (area: string) => administrator.updateUser({ params: { id }, body: { area }, ifMatch: '"1"' })
    const outcomes = await Promise.allSettled([change('150204'), change('150205')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.find(({ status }) => status === 'rejected')
    expect(lost).toMatchObject({ reason: refusal(412, 'version-stale') })
    expect(await countOf(house.db, "audit WHERE action = 'user.changed' AND subject = ?", id)).toBe(1)
    expect((await administrator.readUser({ params: { id } })).body.version).toBe(2)
  })

  it('is not changed without a version, nor by one that is old', async () => {
    const { id } = await make()
    const as = await house.key('administrator', '150200')
    const path = `/api/v1/users/${id}`
    const json = { displayName: '其木格' }
    expect((await house.send('PATCH', path, { as, json })).status).toBe(428)
    expect((await house.send('PATCH', path, { as, json, headers: { 'if-match': '"7"' } })).status).toBe(412)
  })

  it('as a clerk has an office of its area, and as nobody else', async () => {
    const clerk = { role: 'office_clerk', officeId: '1502-MZT-150203' }
    await expect(make({ role: 'office_clerk' })).rejects.toMatchObject(refusal(422))
    await expect(make({ officeId: '1502-MZT-150203' })).rejects.toMatchObject(refusal(422))
    await expect(make({ ...clerk, officeId: '1502-MZT-150204' })).rejects.toMatchObject(refusal(422))
    const { id } = await make(clerk)
    const change = (body: object) => administrator.updateUser({ params: { id }, body, ifMatch: '*' })
    await expect(change({ role: 'auditor' })).rejects.toMatchObject(refusal(422))
    await expect(change({ area: '150204' })).rejects.toMatchObject(refusal(422))
    expect((await change({ role: 'auditor', officeId: null })).body).toMatchObject({ role: 'auditor', officeId: null })
  })

  it.each(['grassroots_intake', 'county_reviewer', 'city_approver', 'region_supervisor', 'helper', 'auditor'] as const)(
    'is neither listed nor made by a %s',
    async (role) => {
      const client = await house.client(role, '150000')
      await expect(client.listUsers()).rejects.toMatchObject(refusal(403))
      await expect(client.createUser({ body: fresh() })).rejects.toMatchObject(refusal(403))
    },
  )

  it('never changes itself, raises itself or disables itself', async () => {
    const user = newUser('administrator', '150200', 'self-made')
    await seedUsers(house.db, house.secrets.keyring, [user])
    const visitor = visit(house)
    await visitor.post('/sign-in', { login: user.login, password: user.password })
    await visitor.post('/sign-in/code', { code: codeOf(user) })
    const before = await allRows(house.db)
    for (const body of [{ area: '150000' }, { state: 'disabled' }, { displayName: 'x' }]) {
      const answer = await fetch(`${house.url}/api/v1/users/${user.id}`, {
        method: 'PATCH',
        headers: {
          cookie: `jiekun=${visitor.cookies.get('jiekun')}`,
          'content-type': 'application/json',
          'if-match': '"1"',
          origin: house.url,
        },
        body: JSON.stringify(body),
      })
      expect(answer.status).toBe(403)
    }
    expect((await allRows(house.db)).users).toEqual(before.users)
  })

  it('who is an administrator is not reset by a key of few scopes', async () => {
    const target = await make({ role: 'administrator', area: '150200' })
    const { body } = await administrator.createKey({
      body: {
        label: 'narrow',
        role: 'administrator',
        area: '150200',
        scopes: ['users:manage'],
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
    })
    const narrow = createClient({ url: house.url, key: body.key })
    await expect(narrow.resetUserSignIn({ params: { id: target.id } })).rejects.toMatchObject(refusal(403))
  })
})

describe('the sessions of a user', () => {
  const open = async (area: string) => {
    made += 1
    const user = newUser('auditor', area, `open-${made}`)
    await seedUsers(house.db, house.secrets.keyring, [user])
    const visitor = visit(house)
    await visitor.post('/sign-in', { login: user.login, password: user.password })
    await visitor.post('/sign-in/code', { code: codeOf(user) })
    expect((await visitor.get('/api/v1/me')).status).toBe(200)
    return { user, visitor }
  }

  it('are seen and ended by an administrator of the area, one by one or all', async () => {
    const [one, other] = [await open('150203'), await open('150204')]
    const [session] = (await administrator.listSessions({ query: { userId: one.user.id } })).body.items
    expect(session).toMatchObject({ userId: one.user.id, method: 'password' })
    await administrator.revokeSession({ params: { id: session?.id ?? '' } })
    expect((await one.visitor.get('/api/v1/me')).status).toBe(401)
    await administrator.revokeSessions({ query: { userId: other.user.id } })
    expect((await other.visitor.get('/api/v1/me')).status).toBe(401)
    expect((await administrator.listSessions({ query: { userId: other.user.id } })).body.items).toEqual([])
  })

  it('are not there for one of another area, and not to be ended by whoever only reads', async () => {
    const { user, visitor } = await open('150203')
    const [session] = (await administrator.listSessions({ query: { userId: user.id } })).body.items
    const params = { id: session?.id ?? '' }
    const [elsewhere, reviewer] = [
      await house.client('administrator', '150100'),
      await house.client('county_reviewer', '150203'),
    ]
    await expect(elsewhere.revokeSession({ params })).rejects.toMatchObject(refusal(404))
    await expect(elsewhere.revokeSessions({ query: { userId: user.id } })).rejects.toMatchObject(refusal(404))
    await expect(reviewer.revokeSession({ params })).rejects.toMatchObject(refusal(404))
    await expect(reviewer.revokeSessions({ query: { userId: user.id } })).rejects.toMatchObject(refusal(403))
    await expect(reviewer.listSessions({ query: { userId: user.id } })).rejects.toMatchObject(refusal(403))
    expect((await visitor.get('/api/v1/me')).status).toBe(200)
  })
})

describe('a local account', () => {
  it('goes by the new file of secrets where that was made anew', async () => {
    const [old, anew] = [newUser('auditor', '150203', 'remade'), newUser('auditor', '150203', 'remade')]
    await seedUsers(house.db, house.secrets.keyring, [old])
    await seedUsers(house.db, house.secrets.keyring, [anew])
    const visitor = visit(house)
    await visitor.post('/sign-in', { login: 'remade', password: anew.password })
    expect((await visitor.post('/sign-in/code', { code: codeOf(anew) })).location).toBe('/account')
  })
})

describe('who am I', () => {
  it('is answered to every role, with the scopes of its key', async () => {
    const key = newKey('office_clerk', '150203', 'the machine of the office')
    await seedStaffKeys(house.db, [key])
    const client = createClient({ url: house.url, key: bearer(key) })
    expect((await client.readMe()).body).toEqual({
      kind: 'key',
      id: key.id,
      name: 'the machine of the office',
      role: 'office_clerk',
      area: '150203',
      areaName: '包头市昆都仑区',
      officeId: '1502-MZT-150203',
      scopes: [
        'referrals:read',
        'referrals:answer',
        'referrals:particulars',
        'offices:read',
        'offices:edit',
        'endpoints:test',
        'reference:read',
      ],
      reach: 'office',
    })
    expect((await client.listSessions()).body.items).toEqual([])
  })

  it('is not answered to nobody', async () => {
    const nobody = await house.client()
    await expect(nobody.readMe()).rejects.toMatchObject(refusal(401, 'sign-in-needed'))
  })
})
