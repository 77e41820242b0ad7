import { type Client, createClient } from '@jiekun/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'

let house: House
let administrator: Client
beforeAll(async () => {
  house = await openHouse()
  administrator = await house.client('administrator', '150200')
})
afterAll(() => house.close())

const dayMs = 24 * 3_600_000
const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString()
const reviewer = { label: '系统对接', role: 'county_reviewer', area: '150203' } as const
const make = async (more: object = {}) =>
  (await administrator.createKey({ body: { ...reviewer, expiresAt: inDays(30), ...more } })).body
const refusal = (status: number, type?: string) => ({
  problem: { status, ...(type === undefined ? {} : { type: expect.stringMatching(new RegExp(`/${type}$`)) }) },
})
const me = (key: string) => house.send('GET', '/api/v1/me', { as: `Bearer ${key}` })

describe('a key', () => {
  it('is shown once, and kept as a hash', async () => {
    const { key, ...made } = await make()
    expect(key).toMatch(/^jk_[a-z0-9]{8}_[A-Za-z0-9]{32}$/)
    expect(made).toMatchObject({ ...reviewer, state: 'active', lastUsedAt: null, predecessor: null })
    const { body } = await administrator.readKey({ params: { id: made.id } })
    expect(body).toEqual(made)
    const secret = key.split('_').at(-1) ?? ''
    for (const table of ['staff_keys', 'audit', 'outbox', 'idempotent_answers']) {
      const { results } = await house.db.prepare(`SELECT * FROM ${table}`).all()
      expect(JSON.stringify(results)).not.toContain(secret)
    }
    expect((await me(key)).json).toMatchObject({ kind: 'key', id: made.id, name: '系统对接', role: 'county_reviewer' })
  })

  it('is shown again to a request that is repeated under the same Idempotency-Key, and made once', async () => {
    const input = { body: { ...reviewer, label: 'repeated', expiresAt: inDays(3) }, idempotencyKey: 'once-only-please' }
    const [first, second] = [await administrator.createKey(input), await administrator.createKey(input)]
    expect(second.body).toEqual(first.body)
    expect(await countOf(house.db, "staff_keys WHERE label = 'repeated'")).toBe(1)
  })

  it('may do no more than the scopes it was given, be they what its role holds', async () => {
    const { key } = await make({ scopes: ['referrals:read'] })
    const machine = createClient({ url: house.url, key })
    expect((await machine.listReferrals()).status).toBe(200)
    await expect(machine.listNotifications()).rejects.toMatchObject(refusal(403, 'not-allowed'))
    expect((await machine.readMe()).body.scopes).toEqual(['referrals:read'])
  })

  it('cannot be given a scope that its role lacks', async () => {
    await expect(make({ scopes: ['users:manage'] })).rejects.toMatchObject(refusal(422, 'invalid-input'))
  })

  it.each([
    ['a year and two days ahead', 368],
    ['already over', -1],
  ])('must expire: not %s', async (_, days) => {
    await expect(make({ expiresAt: inDays(days) })).rejects.toMatchObject(refusal(422))
  })

  it('must say when it expires', async () => {
    const answer = await house.send('POST', '/api/v1/keys', {
      as: await house.key('administrator', '150200'),
      json: reviewer,
    })
    expect(answer.status).toBe(422)
  })

  it('is made by a city administrator for its own city alone', async () => {
    await expect(make({ area: '150100' })).rejects.toMatchObject(refusal(403, 'not-allowed'))
    await expect(make({ area: '150000' })).rejects.toMatchObject(refusal(403, 'not-allowed'))
    const elsewhere = await house.client('administrator', '150100')
    const { id } = await make()
    await expect(elsewhere.readKey({ params: { id } })).rejects.toMatchObject(refusal(404))
    await expect(elsewhere.revokeKey({ params: { id } })).rejects.toMatchObject(refusal(404))
    await expect(
      elsewhere.rotateKey({ params: { id }, body: { overlapHours: 1, expiresAt: inDays(1) } }),
    ).rejects.toMatchObject(refusal(404))
    const { body } = await elsewhere.listKeys({ query: { limit: 100 } })
    expect(body.items.every(({ area }) => area.startsWith('1501'))).toBe(true)
  })

  it.each(['county_reviewer', 'city_approver', 'region_supervisor', 'auditor', 'helper'] as const)(
    'is not made by a %s',
    async (role) => {
      const client = await house.client(role, '150000')
      await expect(client.createKey({ body: { ...reviewer, expiresAt: inDays(1) } })).rejects.toMatchObject(
        refusal(403),
      )
    },
  )

  it('of few scopes cannot make an administrator of more', async () => {
    const { key } = await make({ role: 'administrator', area: '150200', scopes: ['keys:manage', 'users:manage'] })
    const narrow = createClient({ url: house.url, key })
    const wide = { label: 'wide', role: 'administrator', area: '150200', expiresAt: inDays(1) } as const
    await expect(narrow.createKey({ body: wide })).rejects.toMatchObject(refusal(403))
    await expect(
      narrow.createUser({ body: { login: 'wide-one', displayName: 'x', role: 'administrator', area: '150200' } }),
    ).rejects.toMatchObject(refusal(403))
    expect((await narrow.createKey({ body: { ...wide, scopes: ['keys:manage'] } })).status).toBe(201)
  })

  it('of a clerk needs an office of its area, and no other role takes one', async () => {
    const clerk = { role: 'office_clerk' }
    await expect(make(clerk)).rejects.toMatchObject(refusal(422))
    await expect(make({ ...clerk, officeId: '1502-MZT-150204' })).rejects.toMatchObject(refusal(422))
    await expect(make({ ...clerk, officeId: 'no-such-office' })).rejects.toMatchObject(refusal(422))
    await expect(make({ officeId: '1502-MZT-150203' })).rejects.toMatchObject(refusal(422))
    const { key } = await make({ ...clerk, officeId: '1502-MZT-150203' })
    expect((await me(key)).json).toMatchObject({ officeId: '1502-MZT-150203', reach: 'office' })
  })

  it('holds no more once it has expired', async () => {
    const { id, key } = await make()
    await house.db
      .prepare('UPDATE staff_keys SET expires_at = ? WHERE id = ?')
      .bind(Date.now() - 1, id)
      .run()
    expect((await me(key)).status).toBe(401)
    expect((await administrator.readKey({ params: { id } })).body.state).toBe('expired')
  })

  it('is trusted for no moment beyond its end, though it was just seen to hold', async () => {
    const { id, key } = await make()
    await house.db
      .prepare('UPDATE staff_keys SET expires_at = ? WHERE id = ?')
      .bind(Date.now() + 5000, id)
      .run()
    expect((await me(key)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 5100))
    expect((await me(key)).status).toBe(401)
  })

  it('is revoked at once where that is done, and a second time to no effect', async () => {
    const { id, key } = await make()
    expect((await me(key)).status).toBe(200)
    await administrator.revokeKey({ params: { id } })
    expect((await me(key)).status).toBe(401)
    await administrator.revokeKey({ params: { id } })
    expect(await countOf(house.db, "audit WHERE action = 'key.revoked' AND subject = ?", id)).toBe(1)
    expect((await administrator.readKey({ params: { id } })).body).toMatchObject({ state: 'revoked' })
  })

  it('revoked elsewhere holds for ten more seconds in an isolate that has just seen it, and no longer', async () => {
    const { id, key } = await make()
    expect((await me(key)).status).toBe(200)
    const start = Date.now()
    await house.db.prepare('UPDATE staff_keys SET revoked_at = ? WHERE id = ?').bind(start, id).run()
    expect((await me(key)).status).toBe(200)
    await expect.poll(async () => (await me(key)).status, { timeout: 20_000, interval: 250 }).toBe(401)
    expect(Date.now() - start).toBeLessThan(14_000)
  })

  it('has its last use written down after the answer, once an hour at most', async () => {
    const { id, key } = await make()
    const used = async () => (await administrator.readKey({ params: { id } })).body.lastUsedAt
    await me(key)
    await expect.poll(used).not.toBeNull()
    const anHourAgo = Date.now() - 50 * 60_000
    await house.db.prepare('UPDATE staff_keys SET last_used_at = ? WHERE id = ?').bind(anHourAgo, id).run()
    const copy = await make()
    await house.db
      .prepare('UPDATE staff_keys SET last_used_at = ? WHERE id = ?')
      .bind(anHourAgo - 20 * 60_000, copy.id)
      .run()
    await Promise.all([me(key), me(copy.key)])
    await expect
      .poll(async () => (await administrator.readKey({ params: { id: copy.id } })).body.lastUsedAt)
      .not.toBe(new Date(anHourAgo - 20 * 60_000).toISOString())
    expect(await used()).toBe(new Date(anHourAgo).toISOString())
  })

  it('never changes itself', async () => {
    const own = newKey('administrator', '150200', 'own')
    await seedStaffKeys(house.db, [own])
    const client = createClient({ url: house.url, key: bearer(own) })
    await expect(client.revokeKey({ params: { id: own.id } })).rejects.toMatchObject(refusal(403))
    await expect(
      client.rotateKey({ params: { id: own.id }, body: { overlapHours: 1, expiresAt: inDays(1) } }),
    ).rejects.toMatchObject(refusal(403))
  })

  it('is listed page by page', async () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const { body } = await administrator.listKeys({ query: { limit: 3, ...(after === undefined ? {} : { after }) } })
      seen.push(...body.items.map(({ id }) => id))
      after = body.next ?? undefined
    } while (after !== undefined)
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen.length).toBe(await countOf(house.db, "staff_keys WHERE area BETWEEN '150200' AND '150299'"))
  })
})

describe('a rotated key', () => {
  it('holds beside its successor for the overlap, and expires then', async () => {
    const old = await make({ scopes: ['referrals:read'] })
    const { body: next } = await administrator.rotateKey({
      params: { id: old.id },
      body: { overlapHours: 24, expiresAt: inDays(90) },
    })
    expect(next).toMatchObject({ ...reviewer, scopes: ['referrals:read'], predecessor: old.id, state: 'active' })
    expect([(await me(old.key)).status, (await me(next.key)).status]).toEqual([200, 200])
    const { expiresAt } = (await administrator.readKey({ params: { id: old.id } })).body
    expect(Math.abs(Date.parse(expiresAt ?? '') - Date.parse(inDays(1)))).toBeLessThan(60_000)
  })

  it('without overlap ends at once, also where it was just used', async () => {
    const old = await make()
    expect((await me(old.key)).status).toBe(200)
    await administrator.rotateKey({ params: { id: old.id }, body: { overlapHours: 0, expiresAt: inDays(90) } })
    expect((await me(old.key)).status).toBe(401)
  })

  it('does not outlive its own end through the overlap', async () => {
    const old = await make({ expiresAt: inDays(1) })
    await administrator.rotateKey({ params: { id: old.id }, body: { overlapHours: 168, expiresAt: inDays(90) } })
    const { expiresAt } = (await administrator.readKey({ params: { id: old.id } })).body
    expect(Date.parse(expiresAt ?? '')).toBe(Date.parse(old.expiresAt ?? ''))
  })

  it('overlaps by a week at most', async () => {
    const { id } = await make()
    await expect(
      administrator.rotateKey({ params: { id }, body: { overlapHours: 169, expiresAt: inDays(90) } }),
    ).rejects.toMatchObject(refusal(422))
  })

  it('has one successor, also where two are asked for at once', async () => {
    const { id } = await make()
    const rotate = () => administrator.rotateKey({ params: { id }, body: { overlapHours: 1, expiresAt: inDays(9) } })
    const outcomes = await Promise.allSettled([rotate(), rotate(), rotate()])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(await countOf(house.db, 'staff_keys WHERE predecessor = ?', id)).toBe(1)
    await expect(rotate()).rejects.toMatchObject(refusal(409, 'wrong-state'))
  })

  it('that was revoked has no successor', async () => {
    const { id } = await make()
    await administrator.revokeKey({ params: { id } })
    await expect(
      administrator.rotateKey({ params: { id }, body: { overlapHours: 1, expiresAt: inDays(9) } }),
    ).rejects.toMatchObject(refusal(409, 'wrong-state'))
  })
})

describe('a key in the address', () => {
  it.each(['key', 'api_key', 'apikey', 'access_token', 'token', 'Authorization', 'q'])(
    'is refused as ?%s=, with a good header and without, and is not repeated',
    async (name) => {
      const { key } = await make()
      for (const as of [undefined, `Bearer ${key}`]) {
        const path = `/api/v1/referrals?${name}=${key}`
        const answer = await house.send('GET', path, as === undefined ? {} : { as })
        expect([path, answer.status]).toEqual([path, 422])
        expect(answer.text).not.toContain(key)
        expect(answer.text).toContain('does not belong in the address')
      }
    },
  )
})

describe('what an administrator does', () => {
  it('stands in the audit, without a secret', async () => {
    const { id, key } = await make()
    const { body: next } = await administrator.rotateKey({
      params: { id },
      body: { overlapHours: 1, expiresAt: inDays(9) },
    })
    await administrator.revokeKey({ params: { id: next.id } })
    const { results } = await house.db
      .prepare('SELECT action, subject, area, role FROM audit WHERE subject IN (?, ?) ORDER BY at, id')
      .bind(id, next.id)
      .all()
    expect(results).toEqual([
      { action: 'key.created', subject: id, area: '150203', role: 'administrator' },
      { action: 'key.rotated', subject: id, area: '150203', role: 'administrator' },
      { action: 'key.revoked', subject: next.id, area: '150203', role: 'administrator' },
    ])
    expect(JSON.stringify(results)).not.toContain(key)
  })
})
