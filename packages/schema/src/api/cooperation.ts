import * as z from 'zod'
import { caseNumberSchema } from '../application.ts'
import { cooperationStateSchema } from '../referral.ts'
import type { cooperationTasks } from '../tables/referral.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery, reasonText } from './operation.ts'

/** What an office does beside the lead of a clause 协办. */
export const cooperationTaskSchema = z
  .strictObject({
    id: z.string(),
    caseNumber: z.string(),
    countyCode: z.string(),
    officeId: z.string(),
    clause: z.string(),
    referralIds: z.array(z.string()).describe('The referrals that it helps with'),
    state: cooperationStateSchema,
    version: z.int(),
    note: z.string().nullable(),
    createdAt: momentSchema,
    endedAt: momentSchema.nullable(),
  })
  .meta({ id: 'CooperationTask' })

const idsSchema = z.array(z.string())

/** A stored task as it is shown. */
export const toCooperationTask = ({
  planId,
  referralIds,
  createdAt,
  endedAt,
  state,
  ...kept
}: typeof cooperationTasks.$inferSelect): z.infer<typeof cooperationTaskSchema> => ({
  ...kept,
  caseNumber: planId,
  referralIds: idsSchema.parse(JSON.parse(referralIds)),
  state: cooperationStateSchema.parse(state),
  createdAt: new Date(createdAt).toISOString(),
  endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
})

/** What became of the word that a task is done: `known` where that was recorded before. */
export const cooperationResultSchema = z.strictObject({
  result: z.enum(['recorded', 'known']),
  state: cooperationStateSchema,
  version: z.int(),
})

const taskParams = z.strictObject({ id: idSchema })

export const cooperationOperations = {
  listCooperationTasks: operation({
    id: 'listCooperationTasks',
    method: 'get',
    path: '/cooperation',
    service: 'referral',
    tag: 'Referrals',
    summary: 'List the tasks of offices that cooperate 协办, within reach, in order of id',
    access: 'referrals:read',
    query: z.strictObject({
      caseNumber: caseNumberSchema.optional(),
      officeId: idSchema.optional(),
      state: cooperationStateSchema.optional(),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(cooperationTaskSchema),
    problems: [],
    sparse: true,
    example: { query: { caseNumber: '{caseNumber}' } },
  }),
  readCooperationTask: operation({
    id: 'readCooperationTask',
    method: 'get',
    path: '/cooperation/{id}',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Read a task of an office that cooperates',
    access: 'referrals:read',
    params: taskParams,
    status: 200,
    answer: cooperationTaskSchema,
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { id: '{cooperationTaskId}' } },
  }),
  completeCooperationTask: operation({
    id: 'completeCooperationTask',
    method: 'post',
    path: '/cooperation/{id}/completion',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Record that an office has done its part',
    description: 'For offices without a system of their own. Said twice it is taken without effect.',
    access: 'referrals:answer',
    params: taskParams,
    body: z.strictObject({ note: reasonText.optional() }),
    status: 200,
    answer: cooperationResultSchema,
    problems: ['wrong-state'],
    updates: true,
    example: { params: { id: '{cooperationTaskId}' }, body: { note: '已上门核实收入情况' } },
  }),
}
