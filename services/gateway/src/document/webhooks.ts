import { type NoticeType, noticeTypes } from '@jiekun/schema'
import { sampleValues } from '@jiekun/schema/api'
import { jsonType, media, problemResponses } from './describe-operation.ts'
import type { OperationObject, Parameter, Schema } from './openapi.ts'
import type { Schemas } from './schemas.ts'
import { documentTexts } from './texts.ts'
import {
  exampleAnswers,
  exampleNotice,
  exampleTestNotice,
  exampleTokenGrant,
  exampleTokenRequest,
} from './webhook-examples.ts'

const texts = documentTexts.webhooks

const header = (name: string, description: string, schema: Schema, example: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', ...schema },
  example,
})
const signatureHeaders = [
  header('webhook-id', texts.id, { pattern: '^[\\w.-]{1,128}$' }, 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'),
  header('webhook-timestamp', texts.timestamp, { pattern: '^\\d{1,12}$' }, '1795572000'),
  header('webhook-signature', texts.signature, {}, 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='),
]

/** Everything that the house sends to the endpoint of an office, by its type. */
export const officeWebhooks = (schemas: Schemas): Record<string, Record<string, OperationObject>> => ({
  ...Object.fromEntries(noticeTypes.map((type) => [type, { post: noticeWebhook(type, schemas) }])),
  [exampleTestNotice.type]: {
    post: webhook(exampleTestNotice.type, {
      summary: texts.testSummary,
      description: texts.test,
      content: media(schemas.testNotice, exampleTestNotice),
    }),
  },
})

function noticeWebhook(type: NoticeType, { officeNotice }: Schemas): OperationObject {
  const { summary, about, answers } = texts.notices[type]
  const answered = answers.length === 0 ? texts.nothing : answers.map((each) => `\`${each}\``).join(', ')
  const ofType: Schema = { type: 'object', properties: { type: { const: type } }, required: ['type'] }
  return webhook(type, {
    summary,
    description: `${about} ${texts.toAnswer}: ${answered}.`,
    content: media({ allOf: [officeNotice, ofType] }, exampleNotice(type)),
  })
}

function webhook(
  type: string,
  { summary, description, content }: { summary: string; description: string; content: ReturnType<typeof media> },
): OperationObject {
  const retryAfter = { 'Retry-After': { description: texts.retryAfter, schema: { type: 'string' as const } } }
  return {
    operationId: `notice.${type}`,
    summary,
    description,
    tags: ['Webhooks'],
    security: [],
    parameters: signatureHeaders,
    requestBody: { required: true, content: { [jsonType]: content } },
    responses: {
      '2XX': { description: texts.taken },
      410: { description: texts.gone },
      429: { description: texts.pause, headers: retryAfter },
      default: { description: texts.others },
    },
  }
}

/** What the system of an office sends back. */
export const officeHooks = (schemas: Schemas): Record<string, Record<string, OperationObject>> => ({
  '/hooks/departments/{officeId}': { post: answerHook(schemas) },
  '/hooks/departments/{officeId}/tokens': { post: tokenHook(schemas) },
})

const parameters: Parameter[] = [
  { name: 'officeId', in: 'path', required: true, schema: { type: 'string' }, example: sampleValues.officeId ?? '' },
  ...signatureHeaders,
]
const problemsOfBoth = [
  'malformed-json',
  'invalid-input',
  'signature-invalid',
  'not-found',
  'method-not-allowed',
  'too-large',
  'too-many-requests',
  'internal-error',
] as const

const answerHook = ({ officeAnswer, officeAnswerTaken }: Schemas): OperationObject => ({
  operationId: 'receiveOfficeAnswer',
  summary: texts.answerSummary,
  description: texts.answer,
  tags: ['Webhooks'],
  security: [],
  parameters,
  requestBody: {
    required: true,
    content: {
      [jsonType]: {
        schema: officeAnswer,
        examples: Object.fromEntries(
          Object.values(exampleAnswers).map((value) => [value.type, { summary: texts.answers[value.type], value }]),
        ),
      },
    },
  },
  responses: {
    200: { description: texts.recorded, content: { [jsonType]: { schema: officeAnswerTaken } } },
    ...problemResponses([...problemsOfBoth, 'wrong-state', 'changed-meanwhile']),
  },
})

const tokenHook = ({ tokenRequest, tokenGrant }: Schemas): OperationObject => ({
  operationId: 'requestOfficeToken',
  summary: texts.tokenSummary,
  description: texts.token,
  tags: ['Webhooks'],
  security: [],
  parameters,
  requestBody: { required: true, content: { [jsonType]: media(tokenRequest, exampleTokenRequest) } },
  responses: {
    200: { description: texts.granted, content: { [jsonType]: media(tokenGrant, exampleTokenGrant) } },
    ...problemResponses([...problemsOfBoth, 'request-repeated']),
  },
})
