import * as z from 'zod'
import { dutySchema } from '../referral.ts'
import { operation, pageOf, pageQuery } from './operation.ts'

/** How long each state of a referral of a measure may last. */
export const serviceLevelSchema = z
  .strictObject({
    measure: z.string(),
    name: z.string(),
    emergency: z.boolean().describe('It does not wait 先行救助: its days are shorter'),
    levels: z.array(
      z.strictObject({
        state: z.enum(['created', 'sent', 'received', 'accepted', 'in_progress', 'returned', 'declined', 'delivered']),
        duty: dutySchema.describe('Who must act'),
        workingDays: z.int().describe('From the day on which the state began'),
        warnBefore: z.int().describe('Working days before the end at which they are warned; 0 where they are not'),
      }),
    ),
    escalateEvery: z.int().describe('Working days from one escalation to the next while it is ignored'),
    source: z.string(),
    verified: z.boolean(),
  })
  .meta({ id: 'ServiceLevel' })

export const serviceLevelOperations = {
  listServiceLevels: operation({
    id: 'listServiceLevels',
    method: 'get',
    path: '/service-levels',
    service: 'referral',
    tag: 'Reference',
    summary: 'List how many working days each state of a referral may last, by measure, in order of code',
    description:
      'A referral that was sent keeps the days it was created with; one that is resumed goes on with the days that were left.',
    access: 'reference:read',
    query: z.strictObject({ measure: z.string().max(10).optional(), ...pageQuery }),
    status: 200,
    answer: pageOf(serviceLevelSchema),
    problems: [],
    sparse: true,
    lasting: true,
    example: { query: { measure: 'M601' } },
  }),
}
