import * as z from 'zod'
import { caseNumberSchema } from '../application.ts'
import { areaCodeSchema } from '../areas.ts'
import { isoDateSchema } from '../household.ts'
import { officeAnswerSchema, referralStateSchema } from '../referral.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

export const referralSchema = z
  .strictObject({
    id: z.string(),
    caseNumber: z.string(),
    countyCode: z.string(),
    measure: z.string(),
    clause: z.string(),
    memberIds: z.array(z.string()),
    officeId: z.string(),
    isDefault: z.boolean().describe('The source names no lead department: the routing is a default'),
    emergency: z.boolean(),
    state: referralStateSchema,
    version: z.int(),
    answerBy: z.iso.date(),
    amountFen: z.int().nullable(),
    documentNumber: z.string().nullable(),
    createdAt: momentSchema,
  })
  .meta({ id: 'Referral' })

export const deliverySchema = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of every attempt'),
    caseNumber: z.string(),
    countyCode: z.string(),
    officeId: z.string(),
    type: z.string(),
    clause: z.string(),
    referralIds: z.array(z.string()),
    state: z.string(),
    attempts: z.int(),
    nextAttemptAt: momentSchema.nullable(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    deliveredAt: momentSchema.nullable(),
    createdAt: momentSchema,
  })
  .meta({ id: 'Delivery' })

/** An office's answer without id and timestamp, as staff record it. */
export const staffAnswerSchema = officeAnswerSchema.shape.data
  .omit({ referralId: true })
  .extend({ type: officeAnswerSchema.shape.type })
  .refine(
    (answer) => answer.reason !== undefined || !['referral.returned', 'referral.declined'].includes(answer.type),
    { path: ['reason'], message: 'is needed to return or decline a referral' },
  )

const referralParams = z.strictObject({ id: idSchema })

export const referralOperations = {
  listReferrals: operation({
    id: 'listReferrals',
    method: 'get',
    path: '/referrals',
    service: 'referral',
    tag: 'Referrals',
    summary: 'List the referrals within reach, in order of id: by city, then oldest first',
    access: 'referrals:read',
    query: z.strictObject({
      caseNumber: caseNumberSchema.optional(),
      officeId: idSchema.optional(),
      areaCode: areaCodeSchema.optional().describe('This area and those below it'),
      measure: z.string().max(10).optional(),
      clause: z.string().max(40).optional(),
      emergency: z.enum(['true', 'false']).optional(),
      state: referralStateSchema.optional(),
      createdFrom: isoDateSchema.optional().describe('Day in China'),
      createdTo: isoDateSchema.optional().describe('Day in China, included'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(referralSchema),
    problems: [],
    sparse: true,
    example: { query: { officeId: '{officeId}', state: 'sent' } },
  }),
  readReferral: operation({
    id: 'readReferral',
    method: 'get',
    path: '/referrals/{id}',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Read a referral with its history',
    access: 'referrals:read',
    params: referralParams,
    status: 200,
    answer: z.strictObject({
      ...referralSchema.shape,
      transitions: z.array(
        z.strictObject({
          sequence: z.int(),
          state: referralStateSchema,
          at: momentSchema,
          actor: z.string(),
          reason: z.string().nullable(),
        }),
      ),
    }),
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { id: '{referralId}' } },
  }),
  answerReferral: operation({
    id: 'answerReferral',
    method: 'post',
    path: '/referrals/{id}/answers',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Record what an office says of a referral',
    description: 'For offices without a system of their own. A repeated answer is taken without effect.',
    access: 'referrals:answer',
    params: referralParams,
    body: staffAnswerSchema,
    status: 200,
    answer: z.strictObject({ result: z.enum(['recorded', 'known']) }),
    problems: ['wrong-state'],
    updates: true,
    example: {
      params: { id: '{referralId}' },
      body: { type: 'referral.accepted', documentNumber: '包民救〔2026〕12号' },
    },
  }),
  listDeliveries: operation({
    id: 'listDeliveries',
    method: 'get',
    path: '/deliveries',
    service: 'referral',
    tag: 'Referrals',
    summary: 'List the webhooks of a case and how far each got',
    access: 'referrals:read',
    query: z.strictObject({ caseNumber: caseNumberSchema, ...pageQuery }),
    status: 200,
    answer: pageOf(deliverySchema),
    problems: [],
    sparse: true,
    example: { query: { caseNumber: '{caseNumber}' } },
  }),
}
