import { sampleValues } from '@jiekun/schema/api'
import { jsonType, media, problemResponses } from './describe-operation.ts'
import type { OperationObject, Parameter } from './openapi.ts'
import type { Schemas } from './schemas.ts'
import { documentTexts } from './texts.ts'

const texts = documentTexts.webhooks
const { caseNumber = '', referralId = '', officeId = '' } = sampleValues

const header = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
})
const signatureHeaders = [
  header('webhook-id', texts.id),
  header('webhook-timestamp', texts.timestamp),
  header('webhook-signature', texts.signature),
]

/** What the house sends to the endpoint of an office. */
export const officeNoticeWebhook = ({ officeNotice }: Schemas): OperationObject => ({
  operationId: 'officeNotice',
  summary: texts.noticeSummary,
  description: texts.notice,
  tags: ['Webhooks'],
  security: [],
  parameters: signatureHeaders,
  requestBody: {
    required: true,
    content: {
      [jsonType]: media(officeNotice, {
        type: 'referral.created',
        timestamp: '2026-11-25T02:00:00.000Z',
        data: {
          caseNumber,
          areaCode: '150203',
          clause: '五.(二).6',
          referrals: [
            {
              referralId,
              measure: 'M601',
              version: 1,
              link: `https://jiekun.example/api/v1/referrals/${referralId}/particulars`,
            },
          ],
          dueOn: '2026-11-30',
        },
      }),
    },
  },
  responses: { '2XX': { description: texts.taken } },
})

export const officeAnswerPath = '/hooks/departments/{officeId}'

/** What the system of an office sends back. */
export const officeAnswerHook = ({ officeAnswer, officeAnswerTaken }: Schemas): OperationObject => ({
  operationId: 'receiveOfficeAnswer',
  summary: texts.answerSummary,
  description: texts.answer,
  tags: ['Webhooks'],
  security: [],
  parameters: [
    { name: 'officeId', in: 'path', required: true, schema: { type: 'string' }, example: officeId },
    ...signatureHeaders,
  ],
  requestBody: {
    required: true,
    content: {
      [jsonType]: media(officeAnswer, {
        type: 'referral.accepted',
        timestamp: '2026-11-25T03:00:00Z',
        data: { referralId, documentNumber: '包民救〔2026〕12号' },
      }),
    },
  },
  responses: {
    200: { description: texts.recorded, content: { [jsonType]: { schema: officeAnswerTaken } } },
    ...problemResponses([
      'malformed-json',
      'invalid-input',
      'signature-invalid',
      'not-found',
      'method-not-allowed',
      'wrong-state',
      'changed-meanwhile',
      'too-large',
      'too-many-requests',
      'internal-error',
    ]),
  },
})
