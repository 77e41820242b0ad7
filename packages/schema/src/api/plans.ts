import * as z from 'zod'
import { areaCodeSchema } from '../areas.ts'
import { isoDateSchema } from '../household.ts'
import { referralStateSchema } from '../referral.ts'
import { caseParams } from './applications.ts'
import { cooperationTaskSchema } from './cooperation.ts'
import { momentSchema, operation, pageOf, pageQuery } from './operation.ts'
import { referralSchema } from './referrals.ts'

/** The plan of a case 一户一计划. */
export const planSchema = z
  .strictObject({
    caseNumber: z.string(),
    countyCode: z.string(),
    fileNumber: z.string().nullable().describe('Null while only emergency aid has been referred'),
    openedAt: momentSchema,
    completedAt: momentSchema.nullable(),
  })
  .meta({ id: 'Plan' })

/** How many cases hold a measure, by the state of its referral. */
export const measureCountSchema = z
  .strictObject({
    measure: z.string(),
    name: z.string(),
    total: z.int(),
    states: z.partialRecord(referralStateSchema, z.int()),
  })
  .meta({ id: 'MeasureCount' })

export const planOperations = {
  listPlans: operation({
    id: 'listPlans',
    method: 'get',
    path: '/plans',
    service: 'referral',
    tag: 'Referrals',
    summary: 'List the plans within reach, in order of case number',
    access: 'files:read',
    query: z.strictObject({
      areaCode: areaCodeSchema.optional().describe('This area and those below it'),
      completed: z.enum(['true', 'false']).optional(),
      openedFrom: isoDateSchema.optional().describe('Day in China'),
      openedTo: isoDateSchema.optional().describe('Day in China, included'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(planSchema),
    problems: [],
    sparse: true,
    example: { query: { completed: 'false' } },
  }),
  readPlan: operation({
    id: 'readPlan',
    method: 'get',
    path: '/plans/{caseNumber}',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Read the plan of a case with the referral of each of its measures and the tasks of those who cooperate',
    access: 'files:read',
    params: caseParams,
    status: 200,
    answer: z.strictObject({
      ...planSchema.shape,
      referrals: z.array(referralSchema),
      tasks: z.array(cooperationTaskSchema),
    }),
    problems: [],
    sparse: true,
    example: { params: { caseNumber: '{caseNumber}' } },
  }),
  countMeasures: operation({
    id: 'countMeasures',
    method: 'get',
    path: '/measures',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Count the measures of the cases within reach, each by the state it is in',
    description:
      'A measure of a case is its referral: `listReferrals` lists them one by one, `readPlan` those of one case. Items are in order of code.',
    access: 'referrals:read',
    query: z.strictObject({
      areaCode: areaCodeSchema.optional().describe('This area and those below it'),
      measure: z.string().max(10).optional(),
      state: referralStateSchema.optional(),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(measureCountSchema),
    problems: [],
    sparse: true,
    example: { query: { areaCode: '150000' } },
  }),
}
