import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as z from 'zod'
import type { Answer, House } from '../system/house.ts'

const schemaSchema = z.record(z.string(), z.unknown())
export type JsonSchema = z.infer<typeof schemaSchema>
const mediaSchema = z.record(
  z.string(),
  z
    .looseObject({
      schema: schemaSchema,
      example: z.json().optional(),
      examples: z.record(z.string(), z.looseObject({ value: z.json() })).optional(),
    })
    // Of several examples the first stands for all.
    .transform(({ examples = {}, ...media }) => ({ example: Object.values(examples)[0]?.value, ...media })),
)
const operationSchema = z.looseObject({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        schema: schemaSchema,
        example: z.union([z.string(), z.number(), z.boolean()]).optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: mediaSchema }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: mediaSchema.optional() })),
  'x-roles': z.array(z.string()).optional(),
})
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), schemaSchema) }),
})

/** An operation as the document of a running house describes it. */
export interface Described extends z.infer<typeof operationSchema> {
  method: string
  path: string
}

export interface DescribedApi {
  operations: readonly Described[]
  /** The schema that a reference names. */
  resolve(reference: string): JsonSchema
  /** What of an answer is not as the document says; nothing where all is. */
  objections(operation: Described, answer: Answer, sentFields?: boolean): string[]
}

/** Reads the document of a running house. */
export async function readDocument(house: Pick<House, 'send'>): Promise<DescribedApi> {
  const answer = await house.send('GET', '/openapi.json')
  const { paths, components } = documentSchema.parse(answer.json)
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'house', components })
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>()

  function validatorOf(label: string, schema: JsonSchema) {
    const known = compiled.get(label) ?? ajv.compile(absolute(schema))
    compiled.set(label, known)
    return known
  }

  return {
    operations: Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    ),
    resolve: (reference) => {
      const found = components.schemas[reference.split('/').at(-1) ?? '']
      if (!found) throw new Error(`the document has no ${reference}`)
      return found
    },
    objections: (operation, { status, headers, text, json }, sentFields = false) => {
      const described = operation.responses[status]
      if (!headers.get('x-request-id')) return ['no request id']
      if (!described) return [`status ${status} is not in the document`]
      if (!described.content) return text === '' ? [] : [`status ${status} should have no body`]
      const type = (headers.get('content-type') ?? '').split(';')[0] ?? ''
      const media = described.content[type]
      if (!media) return [`content type ${type} of status ${status} is not in the document`]
      const label = `${operation.operationId} ${status} ${sentFields}`
      const validate = validatorOf(label, sentFields ? media.schema : whole(media.schema, status))
      return validate(type === 'text/csv' ? text : json) ? [] : [`status ${status}: ${ajv.errorsText(validate.errors)}`]
    },
  }
}

/** The first way that an answer can look is the whole one; the second, where there is one, is what `fields` leaves. */
function whole(schema: JsonSchema, status: number): JsonSchema {
  const [first] = status < 300 && Array.isArray(schema.anyOf) ? schema.anyOf : []
  return first === undefined ? schema : schemaSchema.parse(first)
}

const absolute = (schema: JsonSchema): JsonSchema =>
  schemaSchema.parse(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"house#/components/')))
