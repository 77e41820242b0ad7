import * as fc from 'fast-check'
import * as z from 'zod'
import type { DescribedApi, JsonSchema } from './described.ts'

export type Json = z.core.util.JSONType

const keywords = z.looseObject({
  $ref: z.string().optional(),
  const: z.json().optional(),
  enum: z.array(z.json()).optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  oneOf: z.array(z.record(z.string(), z.unknown())).optional(),
  allOf: z.array(z.record(z.string(), z.unknown())).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.int().default(0),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minItems: z.int().default(0),
  maxItems: z.int().optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
  propertyNames: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
})
type Keywords = z.infer<typeof keywords>

/** Deepest that generated values go: schemas may hold themselves. */
const deepest = 10
/** Most items of a generated list: longer ones are tried by hostile bodies. */
const mostItems = 4

/** Values that a schema of the document describes. */
export function fromSchema(api: Pick<DescribedApi, 'resolve'>, schema: JsonSchema, depth = 0): fc.Arbitrary<Json> {
  const read = keywords.parse(schema)
  const inner = (part: JsonSchema) => fromSchema(api, part, depth + 1)
  if (depth > deepest) return fc.constant(null)
  if (read.$ref !== undefined) return inner(api.resolve(read.$ref))
  if (read.const !== undefined) return fc.constant(read.const)
  if (read.enum) return fc.constantFrom(...read.enum)
  const choices = read.anyOf ?? read.oneOf
  if (choices) return fc.oneof(...choices.map(inner))
  if (read.allOf) return fc.tuple(...read.allOf.map(inner)).map((parts) => Object.assign({}, ...parts))
  const types = [read.type ?? 'any'].flat()
  return fc.oneof(...types.map((type) => ofType(type, read, inner)))
}

function ofType(type: string, read: Keywords, inner: (part: JsonSchema) => fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.maxSafeInteger().map((n) => within(n, read))
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => within(n, read))
    case 'string':
      return text(read)
    case 'array':
      return fc.array(read.items ? inner(read.items) : anyJson, {
        minLength: read.minItems,
        maxLength: Math.max(read.minItems, Math.min(read.maxItems ?? mostItems, mostItems)),
      })
    case 'object':
      return object(read, inner)
    default:
      return anyJson
  }
}

const anyJson: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 2 }).map((value) => z.json().parse(value))

/** A number brought between the bounds that a schema sets. */
function within(n: number, { minimum, maximum, exclusiveMinimum }: Keywords): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + 1)
  const most = maximum ?? Number.MAX_SAFE_INTEGER
  return n >= least && n <= most ? n : least + (Math.abs(n) % Math.max(1, Math.min(most - least + 1, 2 ** 40)))
}

function text({ format, pattern, minLength, maxLength }: Keywords): fc.Arbitrary<string> {
  const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  if (format === 'date') return moment.map((date) => date.toISOString().slice(0, 10))
  if (format === 'date-time') return moment.map((date) => date.toISOString())
  if (format === 'email') return fc.emailAddress()
  if (format === 'uuid') return fc.uuid()
  if (format === 'uri') return fc.webUrl()
  if (pattern !== undefined) {
    const most = maxLength ?? 200
    return fc.stringMatching(new RegExp(pattern, 'u')).map((matching) => matching.slice(0, most))
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? 40, 40)), unit: 'grapheme' })
}

function object(read: Keywords, inner: (part: JsonSchema) => fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const own = fc.record(
    Object.fromEntries(Object.entries(read.properties).map(([name, part]) => [name, inner(part)])),
    { requiredKeys: read.required.filter((name) => name in read.properties) },
  )
  if (typeof read.additionalProperties !== 'object') return own.map((value) => ({ ...value }))
  const names = read.propertyNames ? inner(read.propertyNames).map(String) : fc.string({ maxLength: 10 })
  const further = fc.dictionary(names, inner(read.additionalProperties), { maxKeys: 4 })
  return fc.tuple(own, further).map(([mine, others]) => ({ ...others, ...mine }))
}
