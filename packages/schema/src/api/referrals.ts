import * as z from 'zod'
import { caseNumberSchema } from '../application.ts'
import { areaCodeSchema, areaLevel } from '../areas.ts'
import { isoDateSchema } from '../household.ts'
import {
  answerSchema,
  declineCodeSchema,
  dutySchema,
  referralDecisionSchema,
  referralOutcomeSchema,
  referralStateSchema,
  resultDocumentSchema,
} from '../referral.ts'
import type { referralEscalations, referrals } from '../tables/referral.ts'
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
    routedBecause: z.array(z.string()).describe('Codes of why it went to this office'),
    duty: dutySchema.nullable().describe('Who must act; null once nobody has to'),
    dueOn: z.iso.date().nullable().describe('Day by which they must, counted in working days'),
    dueKnown: z
      .boolean()
      .describe('False where the day lies beyond the announced holidays: weekends alone were counted'),
    suspendedDays: z.int().nullable().describe('Working days that the office had left when its clock was stopped'),
    escalations: z.int().describe('How often it was escalated in this state'),
    escalatedTo: z.string().nullable().describe('The office above that it rose to'),
    outcome: referralOutcomeSchema.nullable(),
    declineCode: declineCodeSchema.nullable(),
    amountFen: z.int().nullable(),
    periodFrom: z.iso.date().nullable(),
    periodTo: z.iso.date().nullable(),
    documentNumber: z.string().nullable(),
    documents: z.array(resultDocumentSchema),
    createdAt: momentSchema,
  })
  .meta({ id: 'Referral' })

/** A stored referral as it is shown. */
export function toReferral(row: typeof referrals.$inferSelect): z.infer<typeof referralSchema> {
  const { planId, memberIds, routedBecause, documents, createdAt, ...kept } = row
  const { clockFrom: _from, clockDays: _days, attendOn: _on, warned: _warned, ...shown } = kept
  return {
    ...shown,
    caseNumber: planId,
    state: referralStateSchema.parse(row.state),
    duty: dutySchema.nullable().parse(row.duty),
    outcome: referralOutcomeSchema.nullable().parse(row.outcome),
    declineCode: declineCodeSchema.nullable().parse(row.declineCode),
    memberIds: textsSchema.parse(JSON.parse(memberIds)),
    routedBecause: textsSchema.parse(JSON.parse(routedBecause ?? '[]')),
    documents: documentsSchema.parse(JSON.parse(documents ?? '[]')),
    createdAt: new Date(createdAt).toISOString(),
  }
}
/** A warning of a deadline that is near, or an escalation of one that has passed. */
export const escalationSchema = z
  .strictObject({
    sequence: z.int(),
    kind: z.enum(['warning', 'escalation']),
    at: momentSchema,
    state: referralStateSchema,
    why: z
      .enum(['near', 'unanswered', 'overdue', 'information', 'review', 'unconfirmed'])
      .describe('`near`: the day was coming; else what had not been done by it'),
    dueOn: z.iso.date().describe('The day that it was about'),
    officeId: z.string().describe('The office that had the referral'),
    toOfficeId: z.string().nullable().describe('The office above that it rose to; null where the union must act'),
    toArea: z.string().describe('The area whose union must see to it'),
    toLevel: z.enum(['region', 'city', 'county']),
  })
  .meta({ id: 'Escalation' })

const lateBecause = {
  created: 'unanswered',
  sent: 'unanswered',
  received: 'overdue',
  accepted: 'overdue',
  in_progress: 'overdue',
  returned: 'information',
  declined: 'review',
  delivered: 'unconfirmed',
  closed: 'near',
  cancelled: 'near',
} as const satisfies Record<z.infer<typeof referralStateSchema>, z.infer<typeof escalationSchema>['why']>

/** A stored warning or escalation as it is shown. */
export function toEscalation(row: typeof referralEscalations.$inferSelect): z.infer<typeof escalationSchema> {
  const { referralId: _id, planId: _plan, countyCode: _county, version: _version, ...shown } = row
  const state = referralStateSchema.parse(row.state)
  const kind = row.kind === 'warning' ? 'warning' : 'escalation'
  return {
    ...shown,
    kind,
    state,
    at: new Date(row.at).toISOString(),
    why: kind === 'warning' ? 'near' : lateBecause[state],
    toLevel: areaLevel(row.toArea),
  }
}
const textsSchema = z.array(z.string())
const documentsSchema = z.array(resultDocumentSchema)

export const deliverySchema = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of every attempt'),
    caseNumber: z.string(),
    countyCode: z.string(),
    officeId: z.string(),
    type: z.string(),
    taskId: z.string().nullable(),
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

/** What became of an answer: `known` where it repeats what was recorded. State and version are as they are then. */
export const answerResultSchema = z.strictObject({
  result: z.enum(['recorded', 'known']),
  state: referralStateSchema,
  version: z.int(),
})

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
      duty: dutySchema.optional().describe('Who must act: `union` is the worklist of what was returned and declined'),
      escalatedTo: idSchema.optional(),
      dueBefore: isoDateSchema.optional(),
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
    summary: 'Read a referral with its history and every step of its escalation',
    description: 'The office above that it rose to may read it too, as long as it waits there; it answers nothing.',
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
          officeId: z.string().nullable().describe('The office that had it then'),
        }),
      ),
      escalations: z.array(escalationSchema).describe('Every warning and escalation, in order'),
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
    description:
      'For offices without a system of their own. A repeated answer is taken without effect; one that the state does not take is answered 409 with the state.',
    access: 'referrals:answer',
    params: referralParams,
    body: answerSchema,
    status: 200,
    answer: answerResultSchema,
    problems: ['wrong-state'],
    updates: true,
    example: {
      params: { id: '{referralId}' },
      body: { type: 'referral.accepted', documentNumber: '包民救〔2026〕12号' },
    },
  }),
  decideReferral: operation({
    id: 'decideReferral',
    method: 'post',
    path: '/referrals/{id}/decisions',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Record what the union decides on a referral',
    description: [
      '`resume`: what the office asked for is known. `reroute`: another office shall do it, the one named or the one that the rules find.',
      '`uphold`: the office was right to decline; somebody else than whoever recorded that. `cancel`: it is not needed any more.',
      '`confirm`, `dispute`: the applicant told the union that help arrived, or that it did not.',
      'The offices that it concerns are told by webhook.',
    ].join(' '),
    access: 'referrals:decide',
    params: referralParams,
    body: referralDecisionSchema,
    status: 200,
    answer: answerResultSchema,
    problems: ['wrong-state', 'own-work'],
    updates: true,
    example: { params: { id: '{spareReferralId}' }, body: { decision: 'cancel', reason: '家庭已迁往外地' } },
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
