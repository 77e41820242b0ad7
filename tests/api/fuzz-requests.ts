import { sampleValues } from '@jiekun/schema/api'
import * as fc from 'fast-check'
import type { Described, DescribedApi } from './described.ts'
import { fromSchema, type Json } from './from-schema.ts'
import { broken, hostileBody, hostileText } from './hostile.ts'

/** A request, as it is sent and as a failure prints it. */
export interface FuzzRequest {
  operationId: string
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
  /** A webhook is sent with the signature of the office that its path names. */
  signed: boolean
}

/** What the house knows, so that requests reach beyond the first check. */
export interface Known {
  /** What stands for each name of the examples, here and elsewhere. */
  values: readonly Readonly<Record<string, string>>[]
  authorizations: readonly string[]
  /** Those of them with which a role sees much. */
  able: Readonly<Record<string, readonly string[]>>
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Requests to the operations of a document, valid and broken. */
export function requestsOf(api: DescribedApi, known: Known): fc.Arbitrary<FuzzRequest> {
  const taken = new Map<string, string[]>()
  for (const { path, method } of api.operations) taken.set(path, [...(taken.get(path) ?? []), method])
  return fc.oneof(
    ...api.operations.map((operation) => requestOf(api, operation, taken.get(operation.path) ?? [], known)),
  )
}

function requestOf(api: DescribedApi, operation: Described, taken: readonly string[], known: Known) {
  const others = methods.filter((method) => !taken.includes(method))
  return fc
    .record({
      method: mostly(20, fc.constant(operation.method), fc.constantFrom(...others)),
      path: pathOf(api, operation, known),
      query: queryOf(api, operation, known),
      headers: headersOf(operation, known),
      body: bodyOf(api, operation, known),
      signed: fc.boolean(),
    })
    .map(({ method, path, query, headers, body, signed }): FuzzRequest => {
      const carries = method !== 'GET' && method !== 'OPTIONS'
      const { operationId } = operation
      return { operationId, method, path: path + query, headers, body: carries ? body : undefined, signed }
    })
}

/** Mostly the one, and once in so many times the other. */
const mostly = <T>(times: number, one: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: one, weight: times - 1 }, { arbitrary: other, weight: 1 })

type Parameter = Described['parameters'][number]

/** A text for a parameter: the example's, of a thing that is here or elsewhere; another thing's; one of its schema; a hostile one. */
function parameterText(api: DescribedApi, { schema, example }: Parameter, { values }: Known): fc.Arbitrary<string> {
  const ids = values.flatMap((each) => Object.values(each))
  const examples = example === undefined ? [] : values.map((each) => fill(String(example), each))
  return fc.oneof(
    { arbitrary: fc.constantFrom(...(examples.length > 0 ? examples : ids)), weight: 8 },
    { arbitrary: fromSchema(api, schema).map(String), weight: 4 },
    { arbitrary: fc.constantFrom(...ids), weight: 1 },
    { arbitrary: hostileText, weight: 3 },
  )
}

/** The text with what the house knows in place of the document's samples. */
const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(sampleValues[name] ?? '', value), text)

/** A value as a segment of a path; the two that an address takes for a way up or nowhere are left out. */
const segment = (value: string): string =>
  value === '' || /^\.+$/.test(value) ? 'x' : encodeURIComponent(value.toWellFormed())

function pathOf(api: DescribedApi, operation: Described, known: Known): fc.Arbitrary<string> {
  const inPath = operation.parameters.filter((each) => each.in === 'path')
  return fc
    .tuple(...inPath.map((each) => fc.tuple(parameterText(api, each, known), fc.integer({ min: 0, max: 40 }))))
    .map((values) =>
      values.reduce(
        (path, [value, luck], index) =>
          // A percent sign that begins no byte is an address that cannot be decoded.
          path.replace(`{${inPath[index]?.name}}`, () => (luck === 40 ? '%zz%ff' : segment(value))),
        operation.path,
      ),
    )
}

function queryOf(api: DescribedApi, operation: Described, known: Known): fc.Arbitrary<string> {
  const inQuery = operation.parameters.filter((each) => each.in === 'query')
  const given = inQuery.map((each) => fc.option(parameterText(api, each, known), { nil: undefined, freq: 2 }))
  return fc.tuple(fc.tuple(...given), fc.integer({ min: 0, max: 30 })).map(([values, luck]) => {
    const query = new URLSearchParams()
    values.forEach((value, index) => {
      if (value !== undefined) query.append(inQuery[index]?.name ?? '', value.toWellFormed())
    })
    if (luck === 30) query.append('unexpected', 'x')
    if (luck === 27) query.append('示例用户', 'x')
    if (luck === 29) query.append(inQuery[0]?.name ?? 'x', 'twice')
    return query.size > 0 ? `?${query}` : luck === 28 ? '?%zz&=&&a=%ff' : ''
  })
}

/** What a header can carry. */
const headerText = fc.oneof(
  fc.constantFrom('*', '"1"', '"2"', 'W/"1"', '1', '""', '"999999999999999999"', 'x'.repeat(201), 'key-1', 'é'),
  fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.trim() || 'x'),
)

function headersOf(operation: Described, known: Known): fc.Arbitrary<Record<string, string>> {
  const own = operation.parameters.filter((each) => each.in === 'header')
  const able = (operation['x-roles'] ?? []).flatMap((role) => known.able[role] ?? [])
  const rarely = (name: string, text: fc.Arbitrary<string>) =>
    mostly<string | undefined>(10, fc.constant(undefined), text).map((value) => [name, value] as const)
  const often = (name: string, text: fc.Arbitrary<string>) =>
    mostly<string | undefined>(4, text, fc.constant(undefined)).map((value) => [name, value] as const)
  return fc
    .tuple(
      fc
        .oneof(
          { arbitrary: fc.constantFrom(...(able.length > 0 ? able : known.authorizations)), weight: 7 },
          { arbitrary: fc.constantFrom(...known.authorizations), weight: 2 },
          { arbitrary: headerText, weight: 1 },
        )
        .map((value) => ['authorization', value] as const),
      mostly(
        12,
        fc.constantFrom<string>('application/json', 'application/json; charset=utf-8'),
        fc.constantFrom('text/plain', 'application/xml', 'multipart/form-data', 'application/problem+json', ';'),
      ).map((value) => ['content-type', value] as const),
      rarely('x-request-id', headerText),
      rarely('x-jiekun-identity', headerText),
      rarely('if-none-match', headerText),
      ...own.map(({ name }) => often(name.toLowerCase(), headerText)),
    )
    .map((pairs) => Object.fromEntries(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))))
}

function bodyOf(api: DescribedApi, operation: Described, { values }: Known): fc.Arbitrary<string | undefined> {
  const media = operation.requestBody?.content['application/json']
  if (!media) return mostly(10, fc.constant(undefined), fc.constantFrom<string | undefined>('{}', '{"a":1}', 'text'))
  const examples = values.map((each): Json => JSON.parse(fill(JSON.stringify(media.example ?? {}), each)))
  const example = fc.constantFrom(...examples)
  const bySchema = fromSchema(api, media.schema)
  return fc.oneof(
    { arbitrary: example.map((value) => JSON.stringify(value)), weight: 3 },
    { arbitrary: broken(example).map((value) => JSON.stringify(value)), weight: 6 },
    { arbitrary: bySchema.map((value) => JSON.stringify(value)), weight: 4 },
    { arbitrary: broken(bySchema).map((value) => JSON.stringify(value)), weight: 2 },
    { arbitrary: hostileBody, weight: 2 },
  )
}
