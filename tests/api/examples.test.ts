import { type Place, type StaffRole, staffRoleSchema } from '@jiekun/schema'
import { namesIn, type Operation, operations, sampleValues } from '@jiekun/schema/api'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { localSecret } from '../../infra/seed/offices.ts'
import { type Described, type DescribedApi, readDocument } from './described.ts'
import { openPreparedHouse, type PreparedHouse } from './prepared-house.ts'

let house: PreparedHouse
let api: DescribedApi
beforeAll(async () => {
  house = await openPreparedHouse()
  api = await readDocument(house)
  await house.things(Object.keys(sampleValues), 'here')
})
afterAll(() => house.close())

function described(id: string): Described {
  const found = api.operations.find(({ operationId }) => operationId === id)
  if (!found) throw new Error(`the document does not describe ${id}`)
  return found
}

/** The request that an example of the document makes, with what the house knows in place of the document's samples. */
function requestOf(operation: Described, values: Readonly<Record<string, string>>) {
  const fill = (text: string): string =>
    Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(sampleValues[name] ?? '', value), text)
  const query = new URLSearchParams()
  let { path } = operation
  for (const { name, in: place, example } of operation.parameters) {
    if (example === undefined) continue
    const value = fill(String(example))
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value))
    if (place === 'query') query.set(name, value)
  }
  const body = operation.requestBody?.content['application/json']?.example
  return {
    path: query.size > 0 ? `${path}?${query}` : path,
    body: body === undefined ? undefined : fill(JSON.stringify(body)),
    sentFields: query.has('fields'),
  }
}

/** A role that may, of those that see the whole region if there is one. */
const roleFor = ({ 'x-roles': roles = [] }: Described): StaffRole | undefined => {
  const able = roles.map((role) => staffRoleSchema.parse(role))
  return able.find((role) => !['helper', 'office_clerk'].includes(role)) ?? able[0]
}

/** What only clerks may is asked by the clerk of the office that it is with. */
const clerkOf = (role: StaffRole, place: Place | undefined) =>
  role === 'office_clerk' && place?.officeId !== undefined ? { officeId: place.officeId } : {}

// Together, since what a case waits for is mostly its queues.
describe.concurrent('the example of', () => {
  it.each(Object.values<Operation>(operations).map((operation) => [operation.id, operation] as const))(
    '%s is answered as the document says',
    async (id, operation) => {
      const there = described(id)
      const { values, as, place } = await house.things(namesIn(operation.example), 'here', operation.method !== 'get')
      const { path, body, sentFields } = requestOf(there, values)
      const role = roleFor(there)
      const answer = await house.send(there.method, path, {
        ...(role
          ? { as: as ?? (await house.keyOf({ role, area: '150000', ...clerkOf(role, place) })).authorization }
          : {}),
        ...(body === undefined ? {} : { body }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(operation.updates ? { 'if-match': '*' } : {}),
          ...(operation.creates ? { 'idempotency-key': `example of ${id}` } : {}),
        },
      })
      expect(answer, `${there.method} ${path} ${body ?? ''}: ${answer.text}`).toMatchObject({
        status: operation.status,
      })
      expect(api.objections(there, answer, sentFields)).toEqual([])
      if (operation.tagged) expect(answer.headers.get('etag')).toMatch(/^"/)
      if (operation.status === 201) expect(answer.headers.get('location')).toMatch(/^\//)
      const page = z.object({ items: z.array(z.unknown()) }).safeParse(answer.json)
      // What is the caller's own, a key has none of.
      if (page.success && operation.access !== 'signed-in') {
        expect(page.data.items, 'the example should find something').not.toEqual([])
      }
    },
  )

  it('the webhook of an office is taken when it is signed', async () => {
    const there = described('receiveOfficeAnswer')
    const { values } = await house.things(['referralId'], 'here', true)
    const { path, body = '' } = requestOf(there, values)
    const secret = localSecret(house.secrets.departmentMaster, values.officeId ?? '')
    const now = new Date()
    const answer = await house.send(there.method, path, {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_example',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('msg_example', now, body),
      },
    })
    expect(answer).toMatchObject({ status: 200, json: { result: 'recorded' } })
    expect(api.objections(there, answer)).toEqual([])
  })
})

describe('the document', () => {
  it('is told from what is known already by its ETag', async () => {
    const first = await house.send('GET', '/openapi.json')
    const etag = first.headers.get('etag') ?? ''
    expect(await house.send('GET', '/openapi.json', { headers: { 'if-none-match': etag } })).toMatchObject({
      status: 304,
    })
    expect(first.headers.get('cache-control')).toContain('public')
  })
})
