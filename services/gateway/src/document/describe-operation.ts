import { type ProblemType, problemBase, problemTypes, reachOf, roleHolds, staffRoles } from '@jiekun/schema'
import { fillExample, type Operation, problemsOf, reasonHeader, sampleValues } from '@jiekun/schema/api'
import type { Json, OperationObject, Parameter, Response, Schema } from './openapi.ts'
import { propertiesOf, type Schemas } from './schemas.ts'
import { documentTexts as texts } from './texts.ts'

export const bearerKey = 'staffKey'
export const sessionCookie = 'session'

export const jsonType = 'application/json'
const problemType = 'application/problem+json'
const reference = (name: string) => ({ $ref: `#/components/headers/${name}` })

/** An operation of the contract as OpenAPI has it. */
export function describeOperation(operation: Operation, schemas: Schemas): OperationObject {
  const example = operation.example ? fillExample(operation.example, sampleValues) : {}
  const parameters = parametersOf(operation, schemas, example)
  const body = schemas.body[operation.id]
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    tags: [operation.tag],
    ...(operation.access === 'public' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { [jsonType]: media(body, example.body) } } } : {}),
    responses: {
      [operation.status]: answerOf(operation, schemas),
      ...(operation.lasting ? { 304: { description: texts.notModified, headers: commonHeaders } } : {}),
      ...problemResponses(problemsOf(operation)),
    },
    ...accessOf(operation),
  }
}

export const media = (schema: Schema, example: Json | undefined) => ({
  schema,
  ...(example === undefined ? {} : { example }),
})

function accessOf({ access }: Operation): Pick<OperationObject, 'x-scope' | 'x-roles' | 'x-reach'> {
  if (access === 'public') return {}
  const holders = staffRoles.filter((role) => access === 'signed-in' || roleHolds(role, access))
  return {
    ...(access === 'signed-in' ? {} : { 'x-scope': access }),
    'x-roles': holders,
    'x-reach': Object.fromEntries(holders.map((role) => [role, reachOf(role)])),
  }
}

function parametersOf(operation: Operation, schemas: Schemas, example: NonNullable<Operation['example']>): Parameter[] {
  return [
    ...fieldsOf(schemas.params[operation.id], 'path', example.params),
    ...fieldsOf(schemas.query[operation.id], 'query', example.query),
    ...(operation.sparse ? [fieldsParameter(example.query?.fields)] : []),
    ...fieldsOf(schemas.headers[operation.id], 'header', undefined),
    ...(operation.creates ? [headerParameter('Idempotency-Key', false, texts.idempotencyKey, { maxLength: 200 })] : []),
    ...(operation.updates ? [headerParameter('If-Match', true, texts.ifMatch, {})] : []),
    ...(operation.lasting ? [headerParameter('If-None-Match', false, texts.ifNoneMatch, {})] : []),
    ...(operation.access === 'public' ? [] : [headerParameter(reasonHeader, false, texts.reason, { maxLength: 1800 })]),
  ]
}

/** The fields of an object schema as parameters. */
function fieldsOf(
  schema: Schema | undefined,
  place: Parameter['in'],
  examples: Record<string, string> | undefined,
): Parameter[] {
  return Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const { description, ...rest } = property
    const value = examples?.[name]
    return {
      name,
      in: place,
      required: place === 'path' || (schema?.required?.includes(name) ?? false),
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(value === undefined
        ? {}
        : { example: rest.type === 'integer' || rest.type === 'number' ? Number(value) : value }),
    }
  })
}

const fieldsParameter = (example: string | undefined): Parameter => ({
  name: 'fields',
  in: 'query',
  required: false,
  description: texts.fields,
  schema: { type: 'string', maxLength: 2000 },
  ...(example === undefined ? {} : { example }),
})

const headerParameter = (name: string, required: boolean, description: string, schema: Schema): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', minLength: 1, ...schema },
})

const commonHeaders = {
  'X-Request-Id': reference('X-Request-Id'),
  'RateLimit-Policy': reference('RateLimit-Policy'),
  RateLimit: reference('RateLimit'),
}

function answerOf(operation: Operation, schemas: Schemas): Response {
  const schema = schemas.answer[operation.id]
  const cutDown = schemas.cutDown[operation.id]
  return {
    description: texts.answers[operation.status],
    headers: {
      ...commonHeaders,
      ...(operation.tagged || operation.updates || operation.lasting ? { ETag: reference('ETag') } : {}),
      ...(operation.status === 201 || operation.status === 202 ? { Location: reference('Location') } : {}),
    },
    ...(schema ? { content: contentOf(operation, cutDown ? { anyOf: [schema, cutDown] } : schema) } : {}),
  }
}

/** What an answer looks like, under each media type that it can have. */
const contentOf = ({ answerTypes = [jsonType] }: Operation, schema: Schema) =>
  Object.fromEntries(answerTypes.map((type) => [type, { schema }]))

/** Problems grouped by their status, each group with the types it can be. */
export function problemResponses(types: readonly ProblemType[]): Record<string, Response> {
  const byStatus = Object.groupBy(types, (type) => String(problemTypes[type].status))
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => [
      status,
      {
        description: group.map((type) => problemTypes[type].title).join(' · '),
        headers: { ...commonHeaders, ...problemHeaders[status] },
        content: { [problemType]: { schema: problemSchemaOf(status, group) } },
      },
    ]),
  )
}

const problemHeaders: Record<string, NonNullable<Response['headers']>> = {
  405: { Allow: reference('Allow') },
  429: { 'Retry-After': reference('Retry-After') },
}

const problemSchemaOf = (status: string, types: readonly ProblemType[]): Schema => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    {
      type: 'object',
      properties: {
        type: { type: 'string', enum: types.map((type) => problemBase + type) },
        status: { type: 'integer', const: Number(status) },
      },
    },
  ],
})
