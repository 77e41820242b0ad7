import * as z from 'zod'
import type { Scope } from '../access.ts'
import { declineGroundSchema } from '../application.ts'
import { areaCodeSchema } from '../areas.ts'
import { unionCategorySchema } from '../determination.ts'
import { missingSchema } from '../missing.ts'
import { overrideOutcomes } from '../override.ts'
import type { ProblemType } from '../problem.ts'
import { caseHeadSchema, caseParams } from './applications.ts'
import { operation, pageOf, pageQuery, reasonText } from './operation.ts'

const reasonSchema = z.strictObject({ reason: reasonText })
const reviews = 'applications:review' satisfies Scope
const approves = 'applications:approve' satisfies Scope

/** What every step of a review has in common: it takes the version that was read and answers the head of the case. */
const step = {
  method: 'post',
  service: 'registration',
  tag: 'Applications',
  params: caseParams,
  status: 200,
  answer: caseHeadSchema,
  updates: true,
  tagged: true,
} as const
const stepProblems = ['wrong-state'] as const satisfies ProblemType[]
const twinProblems = ['wrong-state', 'twin-open'] as const satisfies ProblemType[]
const secondProblems = ['wrong-state', 'own-work'] as const satisfies ProblemType[]

export const queueStates = ['under_review', 'returned', 'public_notice'] as const

/** A case that waits for somebody of the staff. */
export const queuedCaseSchema = z
  .strictObject({
    ...caseHeadSchema.shape,
    overdue: z.boolean().describe('The day it was due on is over'),
    hasTwin: z.boolean().describe('The same person has another open application: the case names it'),
  })
  .meta({ id: 'QueuedCase' })

export const reviewOperations = {
  listReviewQueue: operation({
    id: 'listReviewQueue',
    method: 'get',
    path: '/review-queue',
    service: 'registration',
    tag: 'Applications',
    summary: 'List what waits for the staff, by deadline and then by age',
    description:
      'Applications under review, those that were returned and whose applicant has let the time go by, and those whose public notice is over.',
    access: reviews,
    query: z.strictObject({
      state: z.enum(queueStates).optional(),
      claimed: z.enum(['me', 'nobody', 'others']).optional(),
      area: areaCodeSchema.optional().describe('An area within your own'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(queuedCaseSchema),
    problems: [],
    sparse: true,
    example: { query: { state: 'under_review', limit: '10' } },
  }),
  claimApplication: operation({
    ...step,
    id: 'claimApplication',
    path: '/applications/{caseNumber}/claim',
    summary: 'Take an application under review for oneself',
    description:
      "Only who has claimed it may act on it. Another's claim holds for three working days, then it can be taken over; claiming one's own again changes nothing.",
    access: reviews,
    problems: stepProblems,
    example: { params: { caseNumber: '{openCaseNumber}' } },
  }),
  releaseApplication: operation({
    ...step,
    id: 'releaseApplication',
    path: '/applications/{caseNumber}/release',
    summary: 'Give a claimed application back to the queue',
    access: reviews,
    problems: stepProblems,
    example: { params: { caseNumber: '{claimedCaseNumber}' } },
  }),
  returnApplication: operation({
    ...step,
    id: 'returnApplication',
    path: '/applications/{caseNumber}/return',
    summary: 'Return an application to its applicant, with what is missing',
    description: 'The applicant hears what is missing. A correction brings it back to be determined anew.',
    access: reviews,
    body: missingSchema,
    problems: stepProblems,
    example: {
      params: { caseNumber: '{claimedCaseNumber}' },
      body: { items: ['income_proof'], note: '请补交近三个月的工资流水' },
    },
  }),
  endorseApplication: operation({
    ...step,
    id: 'endorseApplication',
    path: '/applications/{caseNumber}/endorse',
    summary: 'Endorse an application: the public notice begins',
    description:
      'The outcome in force must be `eligible` or `manual_review`, and no override may be open. One that waits for another application of its person cannot be endorsed.',
    access: reviews,
    body: reasonSchema,
    problems: twinProblems,
    example: { params: { caseNumber: '{claimedCaseNumber}' }, body: { reason: '材料齐全，符合条件' } },
  }),
  approveApplication: operation({
    ...step,
    id: 'approveApplication',
    path: '/applications/{caseNumber}/approve',
    summary: 'Approve an endorsed application once its public notice is over: its household file opens',
    description: 'Whoever endorsed it, or proposed its override, cannot approve it.',
    access: approves,
    body: reasonSchema,
    problems: secondProblems,
    example: { params: { caseNumber: '{noticeCaseNumber}' }, body: { reason: '材料齐全，符合条件' } },
  }),
  declineApplication: operation({
    ...step,
    id: 'declineApplication',
    path: '/applications/{caseNumber}/decline',
    summary: 'Decline an application, with the reason',
    description:
      'Final for this application. Under review by who has claimed it; in its public notice, upon an objection, by who may approve; returned, once its applicant has let the time go by, or at any time as the duplicate of another. What `ground` says stays among the staff: the applicant is asked to come in person.',
    access: reviews,
    body: z.strictObject({ ...reasonSchema.shape, ground: declineGroundSchema.optional() }),
    problems: stepProblems,
    example: { params: { caseNumber: '{claimedCaseNumber}' }, body: { reason: '家庭收入高于标准' } },
  }),
  putApplicationForward: operation({
    ...step,
    id: 'putApplicationForward',
    path: '/applications/{caseNumber}/put-forward',
    summary: 'Put an application that waits in the place of the other one of its person',
    description:
      'Where the other was not made by the person: that one is declined as `not_own`, this one goes forward, and its emergency aid is referred at once. One member of staff claims it, another puts it forward. Where the other is approved, both go on.',
    access: approves,
    body: reasonSchema,
    problems: [...secondProblems, 'twin-open'],
    example: {
      params: { caseNumber: '{claimedTwinNumber}' },
      body: { reason: '本人持身份证到场，前一申请不是本人提交' },
    },
  }),
  proposeOverride: operation({
    ...step,
    id: 'proposeOverride',
    path: '/applications/{caseNumber}/override',
    summary: "Propose another outcome than the determination's",
    description: 'It is in force once a second person has confirmed it. The determination itself stays as it is.',
    access: reviews,
    body: z.strictObject({
      archiveDecision: z.enum(overrideOutcomes),
      unionCategory: unionCategorySchema.optional(),
      reason: reasonText,
    }),
    problems: stepProblems,
    example: {
      params: { caseNumber: '{claimedCaseNumber}' },
      body: { archiveDecision: 'manual_review', reason: '家庭情况特殊，需要人工认定' },
    },
  }),
  confirmOverride: operation({
    ...step,
    id: 'confirmOverride',
    path: '/applications/{caseNumber}/override/confirm',
    summary: 'Confirm an override that somebody else has proposed',
    access: approves,
    body: reasonSchema,
    problems: secondProblems,
    example: { params: { caseNumber: '{overrideCaseNumber}' }, body: { reason: '情况属实' } },
  }),
  rejectOverride: operation({
    ...step,
    id: 'rejectOverride',
    path: '/applications/{caseNumber}/override/reject',
    summary: 'Reject an override that somebody else has proposed',
    access: approves,
    body: reasonSchema,
    problems: secondProblems,
    example: { params: { caseNumber: '{overrideCaseNumber}' }, body: { reason: '依据不足' } },
  }),
}
