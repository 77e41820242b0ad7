import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Client } from '@jiekun/client'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { localSecret, officeId } from '../../infra/seed/offices.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf } from './refusals.ts'
import { allRows, countOf } from './rows.ts'
import { eventOf, storeUntold } from './untold-case.ts'

let house: House
let administrator: Client
beforeAll(async () => {
  house = await openHouse()
  administrator = await house.client('administrator', '150200')
})
afterAll(() => house.close())

const params = (department = 'MZT', area = '150203') => ({ id: officeId(department, area) })
const etagOf = async (id: string) => (await administrator.readOffice({ params: { id } })).etag ?? ''

describe('the directory of offices', () => {
  it('lists those of an area and below, by department, page by page', async () => {
    const { body: first } = await administrator.listOffices({ query: { department: 'MZT', limit: 6 } })
    const { body: rest } = await administrator.listOffices({ query: { department: 'MZT', after: first.next ?? '' } })
    const areas = [...first.items, ...rest.items].map(({ areaCode }) => areaCode)
    expect(areas).toHaveLength(10)
    expect(areas).toEqual(areas.toSorted())
    expect(areas.every((area) => area.startsWith('1502'))).toBe(true)
    const { body } = await administrator.listOffices({ query: { areaCode: '150203', limit: 100 } })
    expect(new Set(body.items.map(({ areaCode }) => areaCode))).toEqual(new Set(['150203']))
    expect(body.items).toHaveLength(14)
  })

  it('shows nothing outside the area of who asks, whatever they may do', async () => {
    for (const role of ['administrator', 'county_reviewer', 'auditor'] as const) {
      const client = await house.client(role, '150203')
      const { body } = await client.listOffices({ query: { limit: 100 } })
      expect(new Set(body.items.map(({ areaCode }) => areaCode))).toEqual(new Set(['150203']))
      expect((await client.listOffices({ query: { areaCode: '150100' } })).body.items).toEqual([])
      expect((await client.readOffice({ params: params() })).body).toMatchObject({ name: '包头市昆都仑区民政局' })
      expect(await problemOf(client.readOffice({ params: params('MZT', '150202') }))).toMatchObject({ status: 404 })
    }
    const outside = await house.client('administrator', '150100')
    const changes = { params: params(), ifMatch: '*' }
    expect(await problemOf(outside.updateOffice({ ...changes, body: { name: 'x' } }))).toMatchObject({ status: 404 })
    expect(await problemOf(outside.removeEndpoint(changes))).toMatchObject({ status: 404 })
    expect(await problemOf(outside.rotateEndpointSecret({ ...changes, body: {} }))).toMatchObject({ status: 404 })
  })

  it('shows a clerk the own office alone, and lets nobody change what they only read', async () => {
    const clerk = await house.client('office_clerk', '150203')
    expect((await clerk.listOffices()).body.items.map(({ id }) => id)).toEqual([params().id])
    expect(await problemOf(clerk.readOffice({ params: params('JYT') }))).toMatchObject({ status: 404 })
    const auditor = await house.client('auditor', '150203')
    expect(await problemOf(auditor.readEndpoint({ params: params() }))).toMatchObject({ status: 403 })
    expect(
      await problemOf(auditor.updateOffice({ params: params(), body: { name: 'x' }, ifMatch: '*' })),
    ).toMatchObject({
      status: 403,
    })
  })

  it('takes a new name from whoever has read the present one, with its history and audit', async () => {
    const read = await administrator.readOffice({ params: params('JYT') })
    const { id } = read.body
    const changed = await administrator.updateOffice({
      params: { id },
      body: { name: ' 昆都仑区教育局 ' },
      ifMatch: read.etag ?? '',
    })
    expect(changed.body).toEqual({ ...read.body, name: '昆都仑区教育局', version: 2 })
    expect(changed.etag).toBe('"2"')
    const late = administrator.updateOffice({ params: { id }, body: { name: 'y' }, ifMatch: read.etag ?? '' })
    expect(await problemOf(late)).toMatchObject({ status: 412 })
    const as = await house.key('administrator', '150200')
    expect(await house.send('PATCH', `/api/v1/offices/${id}`, { as, json: { name: 'z' } })).toMatchObject({
      status: 428,
    })
    expect(await countOf(house.db, "office_changes WHERE office_id = ? AND change = 'edited'", id)).toBe(1)
    expect(await countOf(house.db, "audit WHERE subject = ? AND action = 'office.edited'", id)).toBe(1)
  })

  it('lets one of two through who change an office at once', async () => {
    const ifMatch = await etagOf(params('CZT').id)
    const both = await Promise.allSettled(
      ['一', '二'].map((name) => administrator.updateOffice({ params: params('CZT'), body: { name }, ifMatch })),
    )
    const lost = both.filter((each) => each.status === 'rejected').map(({ reason }) => reason.problem.status)
    expect(lost).toEqual([412])
    expect((await administrator.readOffice({ params: params('CZT') })).body.version).toBe(2)
  })
})

describe('what the directory says of an office', () => {
  it('is put right by a clerk as far as people find it, by staff of the area altogether, and stays to be read', async () => {
    const clerk = await house.client('office_clerk', '150203')
    const before = (await clerk.readOffice({ params: params() })).body
    expect(before).toMatchObject({
      telephone: '12345',
      measures: null,
      capacity: null,
      closedFrom: null,
      level: 'county',
    })
    expect(before.serves).toContain('M601')
    const telephone = { params: params(), body: { telephone: '0472-515 0000' }, ifMatch: `"${before.version}"` }
    expect((await clerk.updateOffice(telephone)).body).toMatchObject(telephone.body)
    for (const body of [{ name: 'x' }, { measures: ['M601'] }, { telephone: '1'.repeat(6), capacity: 3 }]) {
      expect(await problemOf(clerk.updateOffice({ params: params(), body, ifMatch: '*' }))).toMatchObject({
        status: 403,
      })
    }
    const reviewer = await house.client('county_reviewer', '150203')
    const body = { measures: ['M601'], capacity: 30, telephone: '0472-515 0000' }
    const edited = await reviewer.updateOffice({ params: params(), body, ifMatch: '*' })
    expect(edited.body).toMatchObject({ ...body, serves: ['M601'], version: before.version + 2 })
    // What changes nothing is no change.
    const same = await reviewer.updateOffice({ params: params(), body, ifMatch: edited.etag ?? '' })
    expect(same.body.version).toBe(edited.body.version)
    expect(
      await problemOf(reviewer.updateOffice({ params: params(), body: { measures: ['M999'] }, ifMatch: '*' })),
    ).toMatchObject({ status: 422, errors: [{ path: 'measures.0' }] })

    const { items } = (await clerk.listOfficeChanges({ params: params() })).body
    expect(items.slice(-2).map(({ fields }) => fields)).toEqual([
      { telephone: ['12345', '0472-515 0000'] },
      { measures: [null, ['M601']], capacity: [null, 30] },
    ])
    expect(items.map(({ version }) => version)).toEqual(items.map((_, index) => index + 2))
    const last = { params: params(), query: { after: items.length, limit: 1 } }
    expect((await clerk.listOfficeChanges(last)).body.items).toHaveLength(1)
    expect(await problemOf(clerk.listOfficeChanges({ params: params('JYT') }))).toMatchObject({ status: 404 })
  })

  it('decides where measures go: what a county does not serve goes above, and the coverage says so', async () => {
    const gaps = async () => (await administrator.readCoverage()).body.gaps
    expect((await gaps()).filter(({ counties }) => !counties.includes('150203'))).toEqual([])
    const close = { params: params('ZJT', '150204'), body: { closedFrom: '2026-01-01' }, ifMatch: '*' }
    await administrator.updateOffice(close)
    const found = (await gaps()).filter(({ counties }) => counties.includes('150204'))
    const { serves } = (await administrator.readOffice({ params: params('ZJT', '150204') })).body
    expect(found.map(({ measure }) => measure)).toEqual(serves)
    expect(found[0]).toMatchObject({ goesTo: { officeId: officeId('ZJT', '150200') }, lastResort: false })
    const [measure = ''] = serves
    const asked = await administrator.routeMeasures({ body: { measures: [measure], countyCode: '150204' } })
    expect(asked.body.routes[0]?.lead).toEqual(found[0]?.goesTo)
    const query = { measure, areaCode: '150204', level: 'county' } as const
    expect((await administrator.listOffices({ query })).body.items.map(({ id }) => id)).toEqual([close.params.id])
    expect((await administrator.readCoverage({ query: { areaCode: '150100' } })).body).toMatchObject({
      counties: 0,
      gaps: [],
    })
  })

  it('can be of a department that came later, one office for each area', async () => {
    const body = { department: 'YBJ', area: '150203', name: '昆都仑区医疗保障局' }
    const made = await administrator.createOffice({ body })
    expect(made).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { name: body.name, areaCode: '150203', id: '1502-YBJ-150203', hasEndpoint: false },
    })
    expect(await problemOf(administrator.createOffice({ body }))).toMatchObject({ status: 409 })
    expect(await problemOf(administrator.createOffice({ body: { ...body, area: '150102' } }))).toMatchObject({
      status: 403,
    })
    const { items } = (await administrator.listOfficeChanges({ params: { id: made.body.id } })).body
    expect(items).toMatchObject([{ change: 'created', fields: { name: [null, body.name] } }])
  })
})

describe('the directory as a file', () => {
  const query = { areaCode: '150205' }
  const versions = async () =>
    (await administrator.listOffices({ query: { ...query, limit: 100 } })).body.items.map(({ version }) => version)

  it('is a table that a spreadsheet takes, and comes back with what was put right there', async () => {
    const as = await house.key('administrator', '150200')
    const { headers, text } = await house.send('GET', '/api/v1/offices/csv?areaCode=150205', { as })
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="offices-\d{4}-\d\d-\d\d\.csv"$/)
    const csv = (await administrator.exportOfficesCsv({ query })).body
    expect(csv.split('\r\n')).toHaveLength(16)
    expect(csv).toBe(text.replace(/^\ufeff/, ''))

    const mended = csv.replace(/^(1502-JYT-150205,.*?),12345,/m, '$1,0472-7121234,')
    const tried = await administrator.importOffices({ body: { csv: mended, dryRun: true } })
    const wanted = { created: 0, changed: 1, unchanged: 13 }
    expect(tried.body).toMatchObject({
      ...wanted,
      offices: [{ officeId: officeId('JYT', '150205'), fields: ['telephone'] }],
    })
    expect(Math.max(...(await versions()))).toBe(1)
    const done = await administrator.importOffices({ body: { csv: mended } })
    expect(done.body).toMatchObject({ ...wanted, dryRun: false })
    const changed = (await administrator.readOffice({ params: params('JYT', '150205') })).body
    expect(changed).toMatchObject({ telephone: '0472-7121234', version: 2, hasEndpoint: true })
    const { items } = (await administrator.listOfficeChanges({ params: params('JYT', '150205') })).body
    expect(items).toMatchObject([{ change: 'imported', version: 2, fields: { telephone: ['12345', '0472-7121234'] } }])
    // The table was exported before this, so it does not overwrite what came since.
    expect(await problemOf(administrator.importOffices({ body: { csv: mended } }))).toMatchObject({
      status: 422,
      errors: [{ path: expect.stringContaining('version') }],
    })
  })

  it('brings in all of its rows or none, and names each that is wrong', async () => {
    const before = await versions()
    const csv = '部门,地区,名称,电话\nMZT,150205,石拐区民政局,12349\nRST,150205,,12333\nXYZ,150102,某局,1\n'
    const refused = await problemOf(administrator.importOffices({ body: { csv } }))
    expect(refused).toMatchObject({ status: 422 })
    expect(refused.errors?.map(({ path }) => path)).toEqual(['row 3: name', 'row 4: telephone'])
    expect(await versions()).toEqual(before)
    const clerk = await house.client('county_reviewer', '150205')
    expect(await problemOf(clerk.importOffices({ body: { csv } }))).toMatchObject({ status: 403 })
    const county = await house.client('administrator', '150203')
    const elsewhere = '部门,地区,电话\nMZT,150205,12349\n'
    expect(await problemOf(county.importOffices({ body: { csv: elsewhere } }))).toMatchObject({ status: 422 })
  })

  it('lets one of two imports through that change the same office at once', async () => {
    const both = ['0472-1', '0472-2'].map((telephone) =>
      administrator.importOffices({ body: { csv: `部门,地区,电话\nFGW,150205,${telephone}\n` } }),
    )
    const ended = await Promise.allSettled(both)
    const { version } = (await administrator.readOffice({ params: params('FGW', '150205') })).body
    const done = ended.filter(({ status }) => status === 'fulfilled').length
    expect(version).toBe(1 + done)
    expect(done).toBeGreaterThan(0)
  })

  it('is Open Referral HSDS page by page, of which the whole directory comes back unchanged', async () => {
    const whole = await house.client('administrator', '150000')
    const read = (page: number) => whole.exportOfficesHsds({ query: { page, per_page: 500 } })
    const first = (await read(1)).body
    const pages = [first]
    for (let page = 2; page <= first.total_pages; page++) pages.push((await read(page)).body)
    expect(pages.at(-1)).toMatchObject({ last_page: true, first_page: false })
    expect((await read(99)).body).toMatchObject({ empty: true, contents: [] })
    const organizations = pages.flatMap(({ contents }) => contents)
    expect(organizations).toHaveLength(first.total_items)
    expect(new Set(organizations.map(({ id }) => id)).size).toBe(first.total_items)
    const back = await whole.importOffices({ body: { organizations } })
    expect(back.body).toMatchObject({ created: 0, changed: 0, unchanged: first.total_items })
    const moved = organizations
      .filter((each) => each.organization_identifiers.some(({ identifier }) => identifier.startsWith('1503-')))
      .map((each) => ({ ...each, phones: [] }))
    const changed = await whole.importOffices({ body: { organizations: moved } })
    expect(changed.body).toMatchObject({ created: 0, changed: moved.length, unchanged: 0 })
    expect(await countOf(house.db, "offices WHERE telephone IS NULL AND area_code LIKE '1503%'")).toBe(moved.length)
    expect(moved.length).toBeGreaterThan(14)
  })
})

describe('an endpoint', () => {
  it.each([
    ['http://mzt.example.cn/hook', 'must begin with https://'],
    ['https://10.1.2.3/hook', 'must be a public address'],
    ['https://[::ffff:10.1.2.3]/hook', 'must be a public address'],
    ['https://intranet/hook', 'must be a public host name'],
    ['https://a:b@mzt.example.cn/', 'must not hold a user name or password'],
    ['mzt.example.cn', 'must be an absolute URL'],
  ])('is refused at %s: it %s', async (url, message) => {
    const refused = administrator.setEndpoint({ params: params(), body: { url }, ifMatch: '*' })
    expect(await problemOf(refused)).toMatchObject({ status: 422, errors: [{ path: 'url', message }] })
  })

  it('is set, read without any secret, and removed, each by the version that was read', async () => {
    const before = await administrator.readEndpoint({ params: params('GXT') })
    expect(before.body).toMatchObject({ hasSecret: true, formerSecrets: [], url: expect.stringContaining('127.0.0.1') })
    const url = 'https://gxt.example.cn/hook'
    const set = await administrator.setEndpoint({ params: params('GXT'), body: { url }, ifMatch: before.etag ?? '' })
    expect(set.body).toMatchObject({ url, version: 2 })
    expect(Object.keys(set.body)).not.toContain('secret')
    const stale = administrator.removeEndpoint({ params: params('GXT'), ifMatch: before.etag ?? '' })
    expect(await problemOf(stale)).toMatchObject({ status: 412 })
    await administrator.removeEndpoint({ params: params('GXT'), ifMatch: set.etag ?? '' })
    expect((await administrator.readEndpoint({ params: params('GXT') })).body).toMatchObject({ url: null, version: 3 })
    expect((await administrator.readOffice({ params: params('GXT') })).body.hasEndpoint).toBe(false)
  })
})

/** A system of an office that keeps what it was sent. */
async function startReceiver() {
  const taken: { body: string; headers: Record<string, string> }[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    taken.push({ body: Buffer.concat(chunks).toString(), headers })
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}/hook`, taken, server }
}

/** Whether the published library takes a webhook under a secret. */
function fits(secret: string, { body, headers }: { body: string; headers: Record<string, string> }): boolean {
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}

/** Sends what an office says of a referral that is none of its own: 404 where the signature was taken, 401 where not. */
async function sayAs(office: string, secret: string): Promise<number> {
  const body = JSON.stringify({
    type: 'referral.accepted',
    timestamp: new Date().toISOString(),
    data: { referralId: 'none' },
  })
  const [id, at] = [randomUUID(), new Date()]
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  return (await house.send('POST', `/hooks/departments/${office}`, { body, headers })).status
}

describe('a secret that is replaced', () => {
  const { id } = params('MZT', '150204')
  const first = () => localSecret(house.secrets.departmentMaster, id)
  /** A case whose aid goes to the office of 青山区; what its system was sent of it. */
  async function sentNext(receiver: Awaited<ReturnType<typeof startReceiver>>) {
    const known = receiver.taken.length
    const told = await storeUntold(house.db, 'H05')
    await house.db
      .prepare('UPDATE determinations SET county_code = ? WHERE id = ?')
      .bind('150204', told.determinationId)
      .run()
    const made = eventOf({ ...told, countyCode: '150204' }, 'file.opened', {
      fileNumber: `150204-2026-${randomUUID().slice(0, 8)}`,
      determinationId: told.determinationId,
    })
    await house.deliver('referral', [made])
    return eventually(async () => receiver.taken.slice(known).at(0))
  }

  it('stays good beside the new one for the overlap, both for what is sent and for what is received', async () => {
    const receiver = await startReceiver()
    try {
      const set = await administrator.setEndpoint({
        params: { id },
        body: { url: receiver.url },
        ifMatch: await etagOf(id),
      })
      const rotated = await administrator.rotateEndpointSecret({
        params: { id },
        body: { overlapHours: 2 },
        ifMatch: set.etag ?? '',
      })
      const { secret, endpoint } = rotated.body
      expect(rotated.status).toBe(201)
      expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
      expect(endpoint).toMatchObject({
        version: 3,
        hasSecret: true,
        formerSecrets: [{ expiresAt: expect.any(String) }],
      })
      const lasts = Date.parse(endpoint.formerSecrets[0]?.expiresAt ?? '') - Date.now()
      expect(Math.abs(lasts - 2 * 3_600_000)).toBeLessThan(60_000)

      const webhook = await sentNext(receiver)
      expect([fits(secret, webhook), fits(first(), webhook)]).toEqual([true, true])
      expect(webhook.headers['webhook-signature']?.split(' ')).toHaveLength(2)
      expect([await sayAs(id, secret), await sayAs(id, first())]).toEqual([404, 404])

      // Its hours are over.
      await house.db
        .prepare('UPDATE former_office_secrets SET expires_at = ? WHERE office_id = ?')
        .bind(Date.now(), id)
        .run()
      expect([await sayAs(id, secret), await sayAs(id, first())]).toEqual([404, 401])
      const later = await sentNext(receiver)
      expect([fits(secret, later), fits(first(), later)]).toEqual([true, false])
      await house.tick()
      expect(await countOf(house.db, 'former_office_secrets WHERE office_id = ?', id)).toBe(0)
    } finally {
      receiver.server.close()
    }
  })

  it('is told once, and once more to whoever repeats the request under its key, and stands nowhere in the clear', async () => {
    const as = await house.key('administrator', '150204')
    const ifMatch = await etagOf(id)
    const rotate = () =>
      house.send('POST', `/api/v1/offices/${id}/endpoint/secrets`, {
        as,
        json: { overlapHours: 1 },
        headers: { 'if-match': ifMatch, 'idempotency-key': 'again' },
      })
    const [told, again] = [await rotate(), await rotate()]
    expect([told.status, again.status]).toEqual([201, 201])
    expect(again.text).toBe(told.text)
    expect(again.headers.get('etag')).toBe(told.headers.get('etag'))
    const { secret } = z.object({ secret: z.string() }).parse(told.json)
    expect(JSON.stringify(await allRows(house.db))).not.toContain(secret)
    const stale = administrator.rotateEndpointSecret({ params: { id }, body: {}, ifMatch })
    expect(await problemOf(stale)).toMatchObject({ status: 412 })
  })

  it('ends at once with every former one where there is no overlap', async () => {
    const { secret: leaked } = (
      await administrator.rotateEndpointSecret({ params: { id }, body: {}, ifMatch: await etagOf(id) })
    ).body
    const { body } = await administrator.rotateEndpointSecret({
      params: { id },
      body: { overlapHours: 0 },
      ifMatch: await etagOf(id),
    })
    expect(body.endpoint.formerSecrets).toEqual([])
    expect([await sayAs(id, leaked), await sayAs(id, body.secret)]).toEqual([401, 404])
  })

  it('is one of three former ones at most, and of a week at most', async () => {
    const rotate = async (overlapHours: number) =>
      administrator.rotateEndpointSecret({ params: { id }, body: { overlapHours }, ifMatch: await etagOf(id) })
    for (const hours of [1, 2, 168]) await rotate(hours)
    expect(await problemOf(rotate(1))).toMatchObject({ status: 409 })
    expect(await problemOf(rotate(169))).toMatchObject({ status: 422 })
    expect((await rotate(0)).body.endpoint.formerSecrets).toEqual([])
  })
})
