import {
  officeAnswerSchema,
  officeNoticeSchema,
  problemSchema,
  testNoticeSchema,
  tokenGrantSchema,
  tokenRequestSchema,
} from '@jiekun/schema'
import { answerResultSchema, type Operation } from '@jiekun/schema/api'
import * as z from 'zod'
import type { Schema } from './openapi.ts'

/** The JSON schemas of the contract: the parts of each operation, and what they share by name. */
export interface Schemas {
  /** Parts of requests, by the id of their operation. */
  params: Record<string, Schema>
  query: Record<string, Schema>
  headers: Record<string, Schema>
  body: Record<string, Schema>
  answer: Record<string, Schema>
  /** What `fields` leaves of an answer: the same with nothing that must be there. */
  cutDown: Record<string, Schema>
  officeNotice: Schema
  testNotice: Schema
  officeAnswer: Schema
  officeAnswerTaken: Schema
  tokenRequest: Schema
  tokenGrant: Schema
  components: Record<string, Schema>
}

const officeAnswerTaken = z.strictObject({
  ...answerResultSchema.shape,
  state: answerResultSchema.shape.state.optional(),
  version: answerResultSchema.shape.version.optional(),
})

/** Writes the schemas of operations as JSON Schema 2020-12: what comes in before it is parsed, what goes out as it is sent. */
export function schemasOf(operations: readonly Operation[]): Schemas {
  const part = (name: 'params' | 'query' | 'headers' | 'body') =>
    z.object(Object.fromEntries(operations.flatMap((each) => (each[name] ? [[each.id, each[name]]] : []))))
  const answering = operations.flatMap(({ id, answer, sparse }) => (answer ? [{ id, answer, sparse }] : []))
  const sparse = answering.filter((each) => each.sparse)
  const taken = convert('input', {
    params: part('params'),
    query: part('query'),
    headers: part('headers'),
    body: part('body'),
    officeAnswer: officeAnswerSchema,
    tokenRequest: tokenRequestSchema,
  })
  const given = convert('output', {
    answer: z.object(Object.fromEntries(answering.map(({ id, answer }) => [id, answer]))),
    cutDown: z.object(Object.fromEntries(sparse.map(({ id, answer }) => [id, cutDown(answer)]))),
    officeNotice: officeNoticeSchema,
    testNotice: testNoticeSchema,
    officeAnswerTaken,
    tokenGrant: tokenGrantSchema,
    problem: problemSchema,
  })
  // A named schema that is taken otherwise than given has two names.
  const renamed = Object.keys(taken.named).filter(
    (name) => given.named[name] && JSON.stringify(given.named[name]) !== JSON.stringify(taken.named[name]),
  )
  const inputs = rename(taken, (name) => (renamed.includes(name) ? `${name}Input` : name))
  return {
    params: propertiesOf(inputs.parts.params),
    query: propertiesOf(inputs.parts.query),
    headers: propertiesOf(inputs.parts.headers),
    body: propertiesOf(inputs.parts.body),
    answer: propertiesOf(given.parts.answer),
    cutDown: propertiesOf(given.parts.cutDown),
    officeNotice: given.parts.officeNotice ?? {},
    testNotice: given.parts.testNotice ?? {},
    officeAnswer: inputs.parts.officeAnswer ?? {},
    officeAnswerTaken: given.parts.officeAnswerTaken ?? {},
    tokenRequest: inputs.parts.tokenRequest ?? {},
    tokenGrant: given.parts.tokenGrant ?? {},
    components: sorted({ ...inputs.named, ...given.named, Problem: given.parts.problem ?? {} }),
  }
}

/** The schema of an answer that was cut down to some fields: of its items where it is a page, else of its own. */
function cutDown(answer: z.ZodType): z.ZodType {
  if (!(answer instanceof z.ZodObject)) return answer
  const items: unknown = answer.shape.items
  return items instanceof z.ZodArray && items.element instanceof z.ZodObject
    ? answer.extend({ items: z.array(items.element.partial()) })
    : answer.partial()
}

interface Converted {
  parts: Record<string, Schema>
  named: Record<string, Schema>
}

/** Converts schemas together, so that what they share is written once and under its `.meta({ id })`. */
function convert(io: 'input' | 'output', parts: Record<string, z.ZodType>): Converted {
  const { properties, $defs } = z.toJSONSchema(z.object(parts), { io, unrepresentable: 'any' })
  const converted = { parts: propertiesOf({ properties }), named: $defs ?? {} }
  return rename(withoutAnyJson(converted), (name) => name)
}

/** Zod writes `z.json()` as a recursive schema without a name; in JSON Schema the empty schema says the same. */
function withoutAnyJson({ parts, named }: Converted): Converted {
  const nameless = new Set(Object.keys(named).filter((name) => name.startsWith('__schema')))
  for (const name of nameless) {
    if (named[name]?.anyOf?.length !== 6) throw new Error('a recursive schema of the contract has no .meta({ id })')
  }
  const kept = Object.entries(named).filter(([name]) => !nameless.has(name))
  const replace = (schema: Schema): Schema =>
    mapSchema(schema, ({ $ref }) =>
      $ref !== undefined && nameless.has($ref.slice('#/$defs/'.length)) ? {} : undefined,
    )
  return { parts: mapValues(parts, replace), named: mapValues(Object.fromEntries(kept), replace) }
}

const component = '#/components/schemas/'

/** Moves what is named to the components of the document. */
function rename({ parts, named }: Converted, to: (name: string) => string): Converted {
  const move = (schema: Schema): Schema =>
    mapSchema(schema, (part) =>
      part.$ref === undefined ? undefined : { ...part, $ref: component + to(part.$ref.split('/').at(-1) ?? '') },
    )
  return {
    parts: mapValues(parts, move),
    named: Object.fromEntries(Object.entries(named).map(([name, { id: _, ...schema }]) => [to(name), move(schema)])),
  }
}

/** The properties of an object schema, by name. */
export const propertiesOf = (schema: Schema | undefined): Record<string, Schema> =>
  mapValues(schema?.properties ?? {}, (property) => (typeof property === 'boolean' ? {} : property))

/** A copy in which `replace` has put something else in place of the parts for which it gives something. */
function mapSchema(schema: Schema, replace: (part: Schema) => Schema | undefined): Schema {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    const part = partSchema.safeParse(value)
    return part.success ? (replace(part.data) ?? mapValues(part.data, copy)) : value
  }
  return partSchema.parse(copy(schema))
}
const partSchema = z.looseObject({})

const mapValues = <A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
