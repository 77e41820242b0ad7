import * as z from 'zod'
import { countyCodeSchema, regionCode } from '../areas.ts'
import { departmentCodeSchema } from '../department.ts'
import { isoDateSchema } from '../household.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery, reasonText } from './operation.ts'

/** Code of a measure of the catalogue. */
export const measureCodeSchema = z.string().regex(/^M\d{3}$/, 'must be a code such as M204')
const clauseText = z.string().min(1).max(40)

const ruleFields = {
  measure: z.string().nullable().describe('Null where it is for all measures of its clause'),
  clause: z.string().nullable().describe('Null where it is for the measure under any clause'),
  lead: z.string(),
  cooperating: z.array(z.string()),
  county: z
    .enum(['residence', 'registration', 'unchanged'])
    .describe('Which county decides: of residence, of registration 户籍, or whichever decided before the rule'),
  effectiveFrom: z.iso.date(),
}

/** Who answers for a clause or a measure from a day on. */
export const routingRuleSchema = z
  .strictObject({
    id: z.string(),
    ...ruleFields,
    source: z.string().describe('The document that orders it'),
    createdAt: momentSchema,
    createdBy: z.string(),
    withdrawnAt: momentSchema.nullable(),
    withdrawnBy: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'RoutingRule' })

const ruleInForceSchema = z.strictObject({
  id: z.string().describe('`policy` of the rules that the text of 2018 makes'),
  ...ruleFields,
  isDefault: z.boolean().describe('No source names the lead: the routing is a default'),
})

/** An office as a route names it. */
export const placeSchema = z.strictObject({
  officeId: z.string(),
  department: z.string(),
  areaCode: z.string(),
  level: z.enum(['region', 'city', 'county']),
})

/** Where a measure would go, and why. */
export const routeSchema = z
  .strictObject({
    measure: z.string(),
    name: z.string(),
    clause: z.string(),
    lead: placeSchema.nullable().describe('Null where nobody at all is there to ask'),
    cooperating: z.array(placeSchema),
    isDefault: z.boolean().describe('No source names the lead, or a last resort stands in for it'),
    rule: z.string().nullable().describe('Id of the rule that decided; null where none speaks of the measure'),
    reasons: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
    dueOn: z.iso.date().nullable().describe('Day by which the office would have to take it up'),
    dueKnown: z.boolean().describe('False where the day lies beyond the announced holidays'),
  })
  .meta({ id: 'Route' })

const ruleParams = z.strictObject({ id: idSchema })
const common = { service: 'referral', tag: 'Referrals' } as const

export const routingOperations = {
  routeMeasures: operation({
    ...common,
    id: 'routeMeasures',
    method: 'post',
    path: '/referrals/route',
    summary: 'Ask where measures would go and why, on this day or another, without creating anything',
    description:
      'By the rules and offices as they are known now, with the referrals that each office has open now. A measure whose clause is left out is asked under the one that the policy raises it under.',
    access: 'reference:read',
    body: z.strictObject({
      measures: z.array(measureCodeSchema).min(1).max(100),
      countyCode: countyCodeSchema.describe('Where the household lives'),
      registeredCode: z
        .string()
        .regex(/^[1-9]\d{5}$/, 'must be a GB/T 2260 code of six digits')
        .optional()
        .describe('Where it is registered 户籍; may lie outside the region'),
      clause: clauseText.optional(),
      day: isoDateSchema.optional().describe('Today in China where it is left out'),
    }),
    status: 200,
    answer: z.strictObject({ day: z.iso.date(), routes: z.array(routeSchema) }),
    problems: [],
    example: { body: { measures: ['M204', 'M601'], countyCode: '150203', registeredCode: '150102' } },
  }),
  listRulesInForce: operation({
    ...common,
    id: 'listRulesInForce',
    method: 'get',
    path: '/routing/in-force',
    summary: 'List the routing rules in force on a day, those of the policy among them',
    description: 'Of rules for the same measure and clause only the one that decides. All of them, on one page.',
    access: 'reference:read',
    query: z.strictObject({ day: isoDateSchema.optional().describe('Today in China where it is left out') }),
    status: 200,
    answer: z.strictObject({ day: z.iso.date(), rules: z.array(ruleInForceSchema) }),
    problems: [],
    example: { query: { day: '2026-11-25' } },
  }),
  listRoutingRules: operation({
    ...common,
    id: 'listRoutingRules',
    method: 'get',
    path: '/routing/rules',
    summary: 'List every routing rule that was made since the policy, in the order they were made, also withdrawn ones',
    access: 'reference:read',
    query: z.strictObject({ ...pageQuery }),
    status: 200,
    answer: pageOf(routingRuleSchema),
    problems: [],
    sparse: true,
    example: { query: { limit: '20' } },
  }),
  readRoutingRule: operation({
    ...common,
    id: 'readRoutingRule',
    method: 'get',
    path: '/routing/rules/{id}',
    summary: 'Read a routing rule',
    access: 'reference:read',
    params: ruleParams,
    status: 200,
    answer: routingRuleSchema,
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { id: '{routingRuleId}' } },
  }),
  createRoutingRule: operation({
    ...common,
    id: 'createRoutingRule',
    method: 'post',
    path: '/routing/rules',
    summary: 'Say who answers for a clause or a measure from a day on: a reorganisation',
    description:
      'For administrators of the whole region. Plans written from that day on go by it; what was referred before stays where it is. The departments must have offices in the directory.',
    access: 'offices:manage',
    body: z
      .strictObject({
        area: z.literal(regionCode).describe('Rules hold for the whole region'),
        measure: measureCodeSchema.optional(),
        clause: clauseText.optional(),
        lead: departmentCodeSchema,
        cooperating: z
          .array(departmentCodeSchema)
          .max(20)
          .refine((codes) => new Set(codes).size === codes.length, 'must not name a department twice'),
        county: ruleFields.county.default('unchanged'),
        effectiveFrom: isoDateSchema,
        source: z.string().trim().min(1).max(300),
        lateBecause: reasonText.optional().describe('Why it comes after the day from which it holds'),
      })
      .refine(({ measure, clause }) => measure !== undefined || clause !== undefined, {
        path: ['measure'],
        message: 'is needed, or a clause',
      })
      .refine(({ lead, cooperating }) => !cooperating.includes(lead), {
        path: ['cooperating'],
        message: 'must not name the lead',
      }),
    status: 201,
    answer: routingRuleSchema,
    problems: [],
    creates: true,
    tagged: true,
    example: {
      body: {
        area: regionCode,
        measure: 'M403',
        lead: 'MZT',
        cooperating: ['JYT', 'ZGH'],
        effectiveFrom: '2030-01-01',
        source: '机构改革方案（示例）',
      },
    },
  }),
  withdrawRoutingRule: operation({
    ...common,
    id: 'withdrawRoutingRule',
    method: 'post',
    path: '/routing/rules/{id}/withdrawal',
    summary: 'Withdraw a routing rule that was wrong: it counts no more on any day',
    description: 'For administrators of the whole region. What was referred by it stays where it is.',
    access: 'offices:manage',
    params: ruleParams,
    body: z.strictObject({ reason: reasonText }),
    status: 200,
    answer: routingRuleSchema,
    problems: ['wrong-state'],
    updates: true,
    tagged: true,
    example: { params: { id: '{wrongRuleId}' }, body: { reason: '文号有误' } },
  }),
}
