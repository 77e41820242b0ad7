import * as z from 'zod'
import { determinationSchema, parameterNames } from '../determination.ts'
import { isoDateSchema } from '../household.ts'
import { problemSchema } from '../problem.ts'
import { exampleFacts, exampleMember } from './examples.ts'
import { jobParams, jobSchema } from './jobs.ts'
import { operation, pageOf, pageQuery } from './operation.ts'

/** Households at a time. */
const mostHouseholds = 1000
/** Households that are explained at once: an explanation is several times as long as its household. */
const mostExplained = 50
const highestFigure = 1_000_000_000
/** A thousand households of six people take 3 MB. */
const maxBodyBytes = 4 * 1024 * 1024
/** Characters of a household in a job: half again what twenty members take. */
const longestHousehold = 24_000

const whatIf = {
  asOf: isoDateSchema.optional().describe('Takes the place of the date that each household carries'),
  overrides: z
    .partialRecord(z.enum(parameterNames), z.int().min(0).max(highestFigure))
    .optional()
    .describe('Figures in place of those in force: amounts in fen, shares in per cent, ages in years'),
}

/** Households in the exchange format, each with its own date or all with `asOf`. */
export const simulationSchema = z
  .strictObject({
    households: z.array(z.json()).min(1).max(mostHouseholds),
    ...whatIf,
    explain: z.boolean().default(false),
  })
  .refine(({ households, explain }) => !explain || households.length <= mostExplained, {
    path: ['explain'],
    message: `is possible for ${mostExplained} households at a time; a simulation job takes ${mostHouseholds}`,
  })

/** The same as a job, whose households may all be explained. */
export const simulationJobSchema = z.strictObject({
  households: z
    .array(
      z.json().refine((household) => JSON.stringify(household).length <= longestHousehold, {
        message: `must have ${longestHousehold} characters at most`,
      }),
    )
    .min(1)
    .max(mostHouseholds),
  ...whatIf,
  explain: z.boolean().default(true),
})

/** What the policy says of one household, or what is wrong with it; `id` is the household's own. */
export const simulatedSchema = z
  .strictObject({
    id: z.union([z.string(), z.number(), z.null()]),
    determination: determinationSchema.optional(),
    error: problemSchema.optional(),
  })
  .meta({ id: 'Simulated' })

export const simulationOperations = {
  simulateHouseholds: operation({
    id: 'simulateHouseholds',
    method: 'post',
    path: '/simulations',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'Ask what the policy would say of households, at once and with nothing stored',
    access: 'policy:simulate',
    body: simulationSchema,
    maxBodyBytes,
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
  createSimulationJob: operation({
    id: 'createSimulationJob',
    method: 'post',
    path: '/simulation-jobs',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'Ask the same of up to a thousand households, each explained, as a job to poll',
    description:
      '`Location` names the job. Of a household only what the policy reads is kept, until it has been worked off; the job and its results are deleted after 24 hours. Ten jobs of one caller may be under way at a time.',
    access: 'policy:simulate',
    body: simulationJobSchema,
    maxBodyBytes,
    status: 202,
    answer: jobSchema,
    problems: [],
    creates: true,
    example: {
      body: {
        asOf: '2026-11-25',
        households: [{ id: 'H1', countyCode: '150203', facts: exampleFacts, members: [exampleMember] }],
        overrides: { dibaoLineMonthFen: 95_000 },
      },
    },
  }),
  listJobResults: operation({
    id: 'listJobResults',
    method: 'get',
    path: '/jobs/{id}/results',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'List the results of a simulation job that is done, in the order of its households',
    access: 'policy:simulate',
    params: jobParams,
    query: z.strictObject(pageQuery),
    status: 200,
    answer: pageOf(simulatedSchema),
    problems: ['wrong-state'],
    sparse: true,
    example: { params: { id: '{jobId}' } },
  }),
}
