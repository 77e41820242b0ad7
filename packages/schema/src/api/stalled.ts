import * as z from 'zod'
import { staffRoleSchema } from '../access.ts'
import { areaCodeSchema } from '../areas.ts'
import { dutySchema, referralStateSchema } from '../referral.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

/**
 * Why a referral stalls. `unanswered`: its office has said nothing by its day; `overdue`: it took it up and is late;
 * `information`, `review`: returned or declined, it waits for the union; `unconfirmed`: the applicant has not said in time
 * whether the help arrived; `not-delivered`: the webhook was given up after days; `endpoint-stopped`: it is held, for the
 * endpoint was stopped; `office-closed`: its office takes nothing any more.
 */
export const stallReasons = [
  'unanswered',
  'overdue',
  'information',
  'review',
  'unconfirmed',
  'not-delivered',
  'endpoint-stopped',
  'office-closed',
] as const
export type StallReason = (typeof stallReasons)[number]

/** What whoever must act has to do. `see-to-it`: an office or a union below has let its time pass. */
export const stallTasks = ['answer', 'see-to-it', 'inform', 'review', 'ask', 'replay', 'mend', 'reroute'] as const
export type StallTask = (typeof stallTasks)[number]

const wordsSchema = z.strictObject({ zh: z.string(), en: z.string() })

/** Who must act: an office by name, or the union of an area. */
export const mustActSchema = z
  .strictObject({
    kind: z.enum(['office', 'union']),
    role: staffRoleSchema.describe('The role of whoever does it'),
    officeId: z.string().nullable().describe('Null of the union'),
    name: z.string().describe('Of the office, or of the union of the area'),
    areaCode: z.string(),
    level: z.enum(['region', 'city', 'county']),
    task: z.enum(stallTasks),
  })
  .meta({ id: 'MustAct' })
export type MustAct = z.infer<typeof mustActSchema>

export const stallSchema = z
  .strictObject({
    why: z.enum(stallReasons),
    words: wordsSchema.describe('Why, and what is to be done, in plain words'),
    since: momentSchema.describe('Since when it waits for that'),
    overdueDays: z.int().describe('Working days since the deadline; 0 where it is not over'),
    mustAct: mustActSchema,
  })
  .meta({ id: 'Stall' })
export type Stall = z.infer<typeof stallSchema>

export const stalledReferralSchema = z
  .strictObject({
    referralId: z.string(),
    caseNumber: z.string(),
    countyCode: z.string(),
    measure: z.string(),
    clause: z.string(),
    emergency: z.boolean(),
    state: referralStateSchema,
    version: z.int(),
    officeId: z.string().describe('The office that has it'),
    duty: dutySchema,
    dueOn: z.iso.date(),
    dueKnown: z
      .boolean()
      .describe('False where the day lies beyond the announced holidays: weekends alone were counted'),
    escalations: z.int(),
    stalls: z.array(stallSchema).min(1),
  })
  .meta({ id: 'StalledReferral' })

export const stalledOperations = {
  listStalled: operation({
    id: 'listStalled',
    method: 'get',
    path: '/referrals/stalled',
    service: 'referral',
    tag: 'Referrals',
    summary: 'List the open referrals that stall, with who must act, why and since when, the longest overdue first',
    description: [
      'Past their deadline, waiting for the union’s review, or never brought to their office. Empty where nothing stalls.',
      'What has risen to an office above or to the union of a level names that one. An office is shown its own and what rose to it.',
    ].join(' '),
    access: 'referrals:read',
    query: z.strictObject({
      areaCode: areaCodeSchema.optional().describe('This area and those below it'),
      officeId: idSchema.optional().describe('The office that has it'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(stalledReferralSchema),
    problems: [],
    sparse: true,
    example: { query: { areaCode: '{stalledCounty}' } },
  }),
}
