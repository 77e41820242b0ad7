import * as z from 'zod'
import { determinationSchema, parameterNames } from '../determination.ts'
import { isoDateSchema } from '../household.ts'
import { problemSchema } from '../problem.ts'
import { storedDeterminationSchema } from './applications.ts'
import { exampleFacts, exampleMember } from './examples.ts'
import { idSchema, operation } from './operation.ts'

/** Households at a time. */
const mostHouseholds = 1000
/** Households that can be explained at a time: an explanation is a hundred times as long as its result. */
const mostExplained = 50
const highestFigure = 1_000_000_000

/** Households in the exchange format, each with its own date or all with `asOf`. */
export const simulationSchema = z
  .strictObject({
    households: z.array(z.json()).min(1).max(mostHouseholds),
    asOf: isoDateSchema.optional(),
    /** Figures in place of those in force: what if the line were higher? Amounts in fen, shares in per cent. */
    overrides: z.partialRecord(z.enum(parameterNames), z.int().min(0).max(highestFigure)).optional(),
    explain: z.boolean().default(false),
  })
  .refine(({ households, explain }) => !explain || households.length <= mostExplained, {
    path: ['explain'],
    message: `is possible for ${mostExplained} households at a time`,
  })

const simulatedSchema = z.strictObject({
  id: z.union([z.string(), z.number(), z.null()]),
  determination: determinationSchema.optional(),
  error: problemSchema.optional(),
})

const determinationParams = z.strictObject({ id: idSchema })

export const determinationOperations = {
  readDetermination: operation({
    id: 'readDetermination',
    method: 'get',
    path: '/determinations/{id}',
    service: 'eligibility',
    tag: 'Determinations',
    summary: 'Read a determination with its figures and its explanation, rule by rule',
    access: 'applications:read',
    params: determinationParams,
    status: 200,
    answer: z.strictObject({
      caseNumber: z.string(),
      applicationVersion: z.int(),
      countyCode: z.string(),
      ...storedDeterminationSchema.shape,
    }),
    problems: [],
    sparse: true,
    example: { params: { id: '{determinationId}' } },
  }),
  recomputeDetermination: operation({
    id: 'recomputeDetermination',
    method: 'post',
    path: '/determinations/{id}/recompute',
    service: 'eligibility',
    tag: 'Determinations',
    summary: 'Make a stored determination again and say whether it is the same, byte by byte',
    access: 'applications:read',
    params: determinationParams,
    status: 200,
    answer: z.strictObject({ id: z.string(), same: z.boolean() }),
    problems: ['wrong-state'],
    example: { params: { id: '{determinationId}' } },
  }),
  simulateHouseholds: operation({
    id: 'simulateHouseholds',
    method: 'post',
    path: '/simulations',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'Ask what the policy would say of households, with nothing stored',
    access: 'policy:simulate',
    body: simulationSchema,
    status: 200,
    answer: z.strictObject({ policyVersion: z.string(), items: z.array(simulatedSchema) }),
    problems: [],
    example: {
      body: {
        asOf: '2026-11-25',
        households: [{ id: 'H1', countyCode: '150203', facts: exampleFacts, members: [exampleMember] }],
        explain: false,
      },
    },
  }),
}
