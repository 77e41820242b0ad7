import * as z from 'zod'
import { areaCodeSchema } from '../areas.ts'
import { parameterNames } from '../determination.ts'
import { isoDateSchema } from '../household.ts'
import { operation, pageOf, pageQuery } from './operation.ts'

/** GB/T 2260: six digits. */
const areaLevelSchema = z.enum(['region', 'city', 'county'])

export const areaSchema = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    fullName: z.string().describe('Read from the league or city downwards'),
    level: areaLevelSchema,
    parent: z.string().nullable(),
    revision: z.string().describe('Year of the GB/T 2260 revision'),
  })
  .meta({ id: 'Area' })

/** Department codes, as offices carry them. */
export const departmentSchema = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    leads: z.array(z.string()).describe('Clauses that it leads'),
    cooperates: z.array(z.string()).describe('Clauses that it cooperates under'),
  })
  .meta({ id: 'Department' })

const policyTableSchema = z.enum(['category', 'archive', 'group', 'measure'])

const policySchema = z
  .strictObject({
    policyVersion: z.string(),
    name: z.string(),
    tables: z.array(
      z.strictObject({
        table: policyTableSchema,
        reads: z
          .enum(['first', 'every'])
          .describe('Whether the first rule that holds gives the outcome, or every one counts'),
        rules: z.array(z.strictObject({ rule: z.string(), clause: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Policy' })

export const policyRuleSchema = z
  .strictObject({
    table: policyTableSchema,
    rule: z.string().describe('As explanations name it'),
    clause: z.string(),
    measures: z.array(z.string()).describe('Codes that it raises'),
    onlyEligible: z.boolean().describe('It waits where the decision on the register waits for a person'),
    household: z.string().nullable().describe('The condition on the household; null where there is none'),
    member: z.string().nullable().describe('The condition that some member must meet, for whom the measures are'),
    where: z.record(z.string(), z.string()).describe('The named conditions in it, each in full'),
  })
  .meta({ id: 'PolicyRule' })

const parameterSchema = z
  .strictObject({
    name: z.enum(parameterNames),
    value: z.number(),
    source: z.string(),
    verified: z.string(),
    areaCode: z.string().describe('The area whose figure it is'),
    standIn: z.boolean().describe('The average of the region stands in for a figure that is not known'),
    from: isoDateSchema,
    until: isoDateSchema.nullable().describe('Last day that it counts; null while no later one is known'),
  })
  .meta({ id: 'PolicyParameter' })

const policyMeasureSchema = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    clause: z.string().describe('The clause it is raised under, which decides who leads'),
    sentence: z.string().describe('The sentence that names it'),
    strength: z.enum(['shall', 'may', 'external_rule']),
    emergency: z.boolean(),
    lead: z.string(),
    cooperating: z.array(z.string()),
    isDefault: z.boolean().describe('The text names no lead: the routing is a default'),
    rules: z.array(z.string()).describe('Rules that raise it; none where it is granted by hand'),
  })
  .meta({ id: 'PolicyMeasure' })

const pages = {
  service: 'eligibility',
  method: 'get',
  tag: 'Reference',
  access: 'reference:read',
  status: 200,
} as const

/** What changes with a release only: answers carry an ETag by their content. */
export const referenceOperations = {
  listAreas: operation({
    ...pages,
    id: 'listAreas',
    path: '/areas',
    summary: 'List the region, its leagues and cities and its banners and counties, in order of code',
    query: z.strictObject({ level: areaLevelSchema.optional(), parent: areaCodeSchema.optional(), ...pageQuery }),
    answer: pageOf(areaSchema),
    problems: [],
    sparse: true,
    lasting: true,
    example: { query: { level: 'city' } },
  }),
  readArea: operation({
    ...pages,
    id: 'readArea',
    path: '/areas/{code}',
    summary: 'Read an area',
    params: z.strictObject({ code: areaCodeSchema }),
    answer: areaSchema,
    problems: [],
    sparse: true,
    lasting: true,
    example: { params: { code: '150203' } },
  }),
  listDepartments: operation({
    ...pages,
    id: 'listDepartments',
    path: '/policy/departments',
    summary: 'List the departments that the policy names and the clauses they answer for',
    query: z.strictObject(pageQuery),
    answer: pageOf(departmentSchema),
    problems: [],
    sparse: true,
    lasting: true,
  }),
  readPolicy: operation({
    ...pages,
    id: 'readPolicy',
    path: '/policy',
    summary: 'Read the policy that determinations are made by: its versions, tables, clauses and rules',
    answer: z.strictObject({ current: z.string(), versions: z.array(policySchema) }),
    problems: [],
    lasting: true,
  }),
  listPolicyRules: operation({
    ...pages,
    id: 'listPolicyRules',
    path: '/policy/rules',
    summary: 'List the rules of the policy with their conditions, in the order of their tables',
    query: z.strictObject({ table: policyTableSchema.optional(), clause: z.string().max(40).optional(), ...pageQuery }),
    answer: pageOf(policyRuleSchema),
    problems: [],
    sparse: true,
    lasting: true,
    example: { query: { table: 'archive' } },
  }),
  listPolicyParameters: operation({
    ...pages,
    id: 'listPolicyParameters',
    path: '/policy/parameters',
    summary: 'List the figures in force in an area on a day, with where each comes from',
    query: z.strictObject({
      areaCode: areaCodeSchema.default('150000'),
      asOf: isoDateSchema.optional().describe('Today in China where it is left out'),
      ...pageQuery,
    }),
    answer: pageOf(parameterSchema),
    problems: [],
    sparse: true,
    lasting: true,
    example: { query: { areaCode: '150203', asOf: '2026-11-25' } },
  }),
  listPolicyMeasures: operation({
    ...pages,
    id: 'listPolicyMeasures',
    path: '/policy/measures',
    summary: 'List the catalogue of measures with who leads and who cooperates, in order of code',
    query: z.strictObject({ clause: z.string().max(40).optional(), lead: z.string().max(10).optional(), ...pageQuery }),
    answer: pageOf(policyMeasureSchema),
    problems: [],
    sparse: true,
    lasting: true,
    example: { query: { clause: '五.(二).2' } },
  }),
}
