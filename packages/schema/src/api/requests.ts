import * as z from 'zod'
import { requestKindSchema, requestOutcomeSchema, requestStates } from '../application.ts'
import { areaCodeSchema } from '../areas.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

/** What somebody writes to the staff, or they answer: 1,000 characters. */
export const requestTextSchema = z.string().trim().min(1).max(1000)

const head = {
  id: z.string(),
  kind: requestKindSchema,
  state: z.enum(requestStates),
  madeAt: momentSchema,
  dueOn: z.iso.date().describe('By when it is to be answered'),
  outcome: requestOutcomeSchema.nullable(),
  answeredAt: momentSchema.nullable(),
}
const texts = {
  text: z.string().nullable().describe('What the applicant wrote; null once erased'),
  answer: z.string().nullable(),
}

/** A request as its applicant sees it. */
export const ownRequestSchema = z.strictObject({ ...head, ...texts }).meta({ id: 'OwnRequest' })
export type OwnRequest = z.infer<typeof ownRequestSchema>

const staffHead = { ...head, caseNumber: z.string(), countyCode: z.string(), version: z.int() }
/** A request as a list of the staff shows it. */
export const requestHeadSchema = z.strictObject({ ...staffHead, overdue: z.boolean() }).meta({ id: 'CaseRequestHead' })
/** A request with what was written. */
export const caseRequestSchema = z
  .strictObject({ ...staffHead, ...texts, answeredBy: z.string().nullable() })
  .meta({ id: 'CaseRequest' })

const common = { service: 'registration', tag: 'Applications', access: 'applications:review' } as const

export const requestOperations = {
  listRequests: operation({
    ...common,
    id: 'listRequests',
    method: 'get',
    path: '/requests',
    summary: 'List what applicants ask: appeals 复核 and changes of the household 情况变动, what is due first first',
    query: z.strictObject({
      kind: requestKindSchema.optional(),
      state: z.enum(requestStates).default('open'),
      area: areaCodeSchema.optional().describe('An area within your own'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(requestHeadSchema),
    problems: [],
    sparse: true,
    example: { query: { state: 'open', limit: '10' } },
  }),
  readRequest: operation({
    ...common,
    id: 'readRequest',
    method: 'get',
    path: '/requests/{id}',
    summary: 'Read what an applicant asks',
    params: z.strictObject({ id: idSchema }),
    status: 200,
    answer: caseRequestSchema,
    problems: [],
    tagged: true,
    example: { params: { id: '{requestId}' } },
  }),
  answerRequest: operation({
    ...common,
    id: 'answerRequest',
    method: 'post',
    path: '/requests/{id}/answer',
    summary: 'Answer what an applicant asks; the applicant reads it word for word',
    description:
      'An appeal is answered by somebody who may approve and has not decided the case: `upheld`, or `reopened`, which puts it under review again. A reported change is `noted`; facts are put right by `correctApplication`.',
    params: z.strictObject({ id: idSchema }),
    body: z.strictObject({ outcome: requestOutcomeSchema, answer: requestTextSchema }),
    status: 200,
    answer: caseRequestSchema,
    problems: ['wrong-state', 'own-work'],
    updates: true,
    tagged: true,
    example: { params: { id: '{requestId}' }, body: { outcome: 'noted', answer: '已记录，下次复核时一并核实。' } },
  }),
}
