import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Client } from '@jiekun/client'
import { deliveries, offices } from '@jiekun/schema/tables/referral'
import { queries, verifyWebhook } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localSecret } from '../../infra/seed/offices.ts'
import { postWebhook } from '../../services/referral/src/deliveries/post-webhook.ts'
import { checkHost } from '../../services/referral/src/deliveries/resolve-host.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf } from './refusals.ts'
import { countOf } from './rows.ts'
import { storeDelivery, storeUntold } from './untold-case.ts'

const office = '1502-MZT-150203'
const hour = 3_600_000
let house: House
let administrator: Client
let reviewer: Client

/** The system of an office, which answers as it is told to. */
const taken: { headers: Headers; body: string }[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
  void response.writeHead(204).end()
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  taken.push({
    headers: new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString(),
  })
  answer(request, response)
})
const answering = (status: number, headers: Record<string, string> = {}, body = '') => {
  answer = (_, response) => void response.writeHead(status, headers).end(body)
}

beforeAll(async () => {
  house = await openHouse()
  administrator = await house.client('administrator', '150000')
  reviewer = await house.client('county_reviewer', '150203')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  await administrator.setEndpoint({
    params: { id: office },
    ifMatch: '*',
    body: { url: `http://127.0.0.1:${address.port}/hook` },
  })
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await house.close()
})

const rowOf = async (id: string) => {
  const [row] = await queries(house.db).select().from(deliveries).where(eq(deliveries.id, id))
  if (!row) throw new Error('no such delivery')
  return row
}
const officeNow = async () => {
  const [row] = await queries(house.db).select().from(offices).where(eq(offices.id, office))
  if (!row) throw new Error('no such office')
  return row
}
async function waiting() {
  const told = await storeUntold(house.db, 'H01')
  return storeDelivery(house.db, told, { officeId: office })
}
/** Stores a webhook and lets the consumer try it once. */
async function tried() {
  const { deliveryId, due } = await waiting()
  expect(await house.deliver('referral-delivery', [due])).toEqual(['acknowledged'])
  return deliveryId
}
const becomes = (id: string, state: string) =>
  eventually(async () => ((await rowOf(id)).state === state ? true : undefined))

describe('a webhook', () => {
  it('says nothing personal, where the office reads more, and is signed by secret and key as the office wants it', async () => {
    answering(204)
    const endpoint = (await administrator.readEndpoint({ params: { id: office } })).body
    await administrator.setEndpoint({
      params: { id: office },
      ifMatch: '*',
      body: { url: endpoint.url ?? '', signature: 'both' },
    })
    taken.length = 0
    const id = await tried()
    const [sent] = taken
    if (!sent) throw new Error('nothing was sent')
    const keys = (await (await house.client()).listWebhookKeys()).body.items
    const secret = localSecret(house.secrets.departmentMaster, office)
    expect(() => new Webhook(secret).verify(sent.body, Object.fromEntries(sent.headers))).not.toThrow()
    const publicKeys = keys.map(({ publicKey }) => publicKey)
    expect(await verifyWebhook(publicKeys, sent.headers, sent.body, new Date())).toEqual({ ok: true, id })
    const said = JSON.parse(sent.body)
    expect(said.data.referrals).toEqual([
      expect.objectContaining({
        measure: 'M601',
        version: 1,
        link: expect.stringMatching(/\/api\/v1\/referrals\/.*\/particulars$/),
      }),
    ])
    expect(said.data.dueOn).toBe('2026-11-30')
    await administrator.setEndpoint({
      params: { id: office },
      ifMatch: '*',
      body: { url: endpoint.url ?? '', signature: 'hmac' },
    })
  })
  it('is tried again under the same id, each try in the log with what came back, and is given up after three days', async () => {
    answering(500, {}, `{"error":"${'长'.repeat(2000)}"}`)
    taken.length = 0
    const id = await tried()
    const first = await rowOf(id)
    expect(first).toMatchObject({ state: 'pending', attempts: 1, tries: 1, lastStatus: 500, lastError: 'status' })
    expect((first.nextAttemptAt ?? 0) - Date.now()).toBeLessThan(6_000)
    const due = {
      specversion: '1.0',
      source: 'referral',
      subject: first.planId,
      time: new Date().toISOString(),
      area: '150203',
    }
    for (let n = 2; n <= 10; n++) {
      await house.deliver('referral-delivery', [
        { ...due, id: `${id}-${n}`, type: 'delivery.due', data: { deliveryId: id } },
      ])
    }
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: 10, tries: 10, nextAttemptAt: null })
    expect(new Set(taken.map(({ headers }) => headers.get('webhook-id')))).toEqual(new Set([id]))
    const { body } = await reviewer.readDelivery({ params: { id } })
    expect(body.log).toHaveLength(10)
    expect(body.log[0]).toMatchObject({ attempt: 1, status: 500, error: 'status' })
    expect(new TextEncoder().encode(body.log[0]?.answer).byteLength).toBeLessThan(1030)
    expect(await countOf(house.db, "delivery_attempts WHERE answer_sealed LIKE '%error%'")).toBe(0)
    const engineer = (await administrator.listOfficeDeliveries({ params: { id: office }, query: { state: 'failed' } }))
      .body
    expect(engineer.items.map((item) => item.id)).toContain(id)
    expect(JSON.stringify(engineer)).not.toContain(first.planId)

    answering(204)
    expect((await administrator.replayDelivery({ params: { id } })).body).toEqual({ replayed: 1 })
    await house.tick(new Date(Date.now() + 60_000))
    await becomes(id, 'delivered')
    expect((await officeNow()).failingSince).toBeNull()
  })
  it('of a period is sent once more, and none that is on its way', async () => {
    const ids = [await tried(), await tried()]
    const { deliveryId: underWay } = await waiting()
    const period = {
      from: new Date(Date.now() - 60_000).toISOString(),
      to: new Date(Date.now() + 1000).toISOString(),
    }
    taken.length = 0
    const { body } = await administrator.replayDeliveries({
      params: { id: office },
      body: { ...period, states: ['delivered', 'pending'] },
    })
    expect(body.replayed).toBeGreaterThanOrEqual(2)
    expect((await rowOf(underWay)).nextAttemptAt).toBeNull()
    await house.tick(new Date(Date.now() + 60_000))
    await eventually(async () =>
      ids.every((id) => taken.some(({ headers }) => headers.get('webhook-id') === id)) ? true : undefined,
    )
    const elsewhere = await house.client('administrator', '150100')
    expect(await problemOf(elsewhere.replayDeliveries({ params: { id: office }, body: period }))).toMatchObject({
      status: 404,
    })
  })
  it('follows no redirect, and a slow office is waited for no longer than agreed', async () => {
    const { url } = (await administrator.readEndpoint({ params: { id: office } })).body
    const options = { allowLoopback: true, origin: house.url, resolver: '', timeoutMs: 200 }
    const post = () => postWebhook(url ?? '', { headers: {}, body: '{}' }, options)
    answering(302, { location: 'http://127.0.0.1:1/' })
    expect(await post()).toMatchObject({ status: 302, error: 'redirect' })
    answer = () => undefined
    expect(await post()).toMatchObject({ status: null, error: 'timeout' })
    expect(await postWebhook('https://10.0.0.1/', { headers: {}, body: '' }, options)).toMatchObject({
      error: 'endpoint-local-address',
    })
  })
})

describe('an office that asks to be left alone', () => {
  it('is left alone until then with everything, and that is no failure', async () => {
    answering(429, { 'retry-after': '600' })
    const first = await tried()
    expect(await rowOf(first)).toMatchObject({ state: 'pending', attempts: 1, tries: 0, lastStatus: 429 })
    expect(await officeNow()).toMatchObject({ failingSince: null })
    answering(204)
    taken.length = 0
    const second = await tried()
    expect(await rowOf(second)).toMatchObject({ state: 'pending', attempts: 0, lastError: 'paused' })
    expect(taken).toEqual([])
    await house.db.prepare('UPDATE offices SET paused_until = 0 WHERE id = ?').bind(office).run()
    await house.tick(new Date(Date.now() + hour))
    await becomes(first, 'delivered')
    await becomes(second, 'delivered')
  })
})

describe('an endpoint', () => {
  it('that is gone is stopped once, tells so, holds what waits, and sends all of it when it is enabled again', async () => {
    answering(410)
    const [one, other] = [await waiting(), await waiting()]
    await house.deliver('referral-delivery', [one.due, other.due])
    expect(await officeNow()).toMatchObject({ disabledBecause: 'gone' })
    expect([(await rowOf(one.deliveryId)).state, (await rowOf(other.deliveryId)).state]).toEqual(['held', 'held'])
    expect(await countOf(house.db, "event_log WHERE type = 'endpoint.disabled'")).toBe(1)
    expect(await countOf(house.db, "office_changes WHERE office_id = ? AND change = 'endpoint-disabled'", office)).toBe(
      1,
    )
    taken.length = 0
    const later = await tried()
    expect([(await rowOf(later)).state, taken.length]).toEqual(['held', 0])
    expect(await problemOf(administrator.replayDelivery({ params: { id: later } }))).toMatchObject({ status: 409 })
    answering(204)
    const enabled = await administrator.enableEndpoint({ params: { id: office }, ifMatch: '*' })
    expect(enabled.body).toMatchObject({ disabledAt: null, failingSince: null })
    await house.tick(new Date(Date.now() + 60_000))
    for (const id of [one.deliveryId, other.deliveryId, later]) await becomes(id, 'delivered')
  })
  it('to which nothing gets through for five days is stopped', async () => {
    answering(503)
    await tried()
    await house.db
      .prepare('UPDATE offices SET failing_since = ? WHERE id = ?')
      .bind(Date.now() - 121 * hour, office)
      .run()
    const id = await tried()
    expect(await officeNow()).toMatchObject({ disabledBecause: 'failing' })
    expect((await rowOf(id)).state).toBe('held')
    await administrator.enableEndpoint({ params: { id: office }, ifMatch: '*' })
  })
  it('is tried out with a sample event, and tells what came back', async () => {
    answering(422, {}, '缺少字段')
    taken.length = 0
    const { body } = await administrator.testEndpoint({ params: { id: office } })
    expect(body).toMatchObject({ status: 422, error: 'status', answer: '缺少字段' })
    expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ type: 'endpoint.test', data: { officeId: office } })
    expect(body.sent.headers['webhook-signature']).toMatch(/^v1,/)
    const clerk = await house.client('office_clerk', '150203')
    expect((await clerk.testEndpoint({ params: { id: office } })).body.status).toBe(422)
    expect(await problemOf(clerk.testEndpoint({ params: { id: '1502-JYT-150203' } }))).toMatchObject({ status: 404 })
  })
})

describe('a name that leads elsewhere', () => {
  it('gets nothing unless it leads to public addresses at that moment', async () => {
    const records: Record<string, string[]> = {
      'good.example.cn': ['93.184.216.34'],
      '127.0.0.1.nip.io': ['127.0.0.1'],
    }
    const resolver = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://resolver')
      const addresses = searchParams.get('type') === 'A' ? (records[searchParams.get('name') ?? ''] ?? []) : []
      response.end(JSON.stringify({ Status: 0, Answer: addresses.map((data) => ({ type: 1, data })) }))
    })
    await new Promise<void>((resolve) => resolver.listen(0, '127.0.0.1', resolve))
    const address = resolver.address()
    const at = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/dns-query`
    expect(await checkHost('good.example.cn', at)).toEqual({ ok: true, value: 'public' })
    expect(await checkHost('127.0.0.1.nip.io', at)).toEqual({ ok: false, refusal: { reason: 'local-address' } })
    expect(await checkHost('nowhere.example.cn', at)).toEqual({ ok: false, refusal: { reason: 'unresolved' } })
    expect(await checkHost('other.example.cn', '')).toEqual({ ok: false, refusal: { reason: 'unresolved' } })
    resolver.close()
  })
})
