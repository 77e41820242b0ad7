import * as z from 'zod'
import { applicationStateSchema, applicationStates } from '../application.ts'
import { areaCodeSchema } from '../areas.ts'
import { taskGroupSchema, unionCategorySchema } from '../determination.ts'
import { isoDateSchema } from '../household.ts'
import { applicantIdentitySchema, phoneSchema, residentIdSchema } from '../identity.ts'
import { caseHeadSchema } from './applications.ts'
import { operation, pageOf, pageQuery } from './operation.ts'

/** Up to this many applications a total is exact. */
export const exactTotal = 10_000

const typedNumber = z.string().trim().min(1).max(40)

/** What may stand in an address: nothing of it is personal. */
const openFilters = {
  caseNumber: typedNumber.optional().describe('As people type it: small letters, without dashes, O for 0'),
  fileNumber: typedNumber.optional(),
  area: areaCodeSchema.optional().describe('Area and all below it; outside of your reach nothing is found'),
  category: unionCategorySchema.optional(),
  taskGroup: taskGroupSchema.optional().describe('Clause of the task group that the determination names'),
  submittedFrom: isoDateSchema.optional().describe('First day, by the calendar of China'),
  submittedTo: isoDateSchema.optional().describe('Last day, by the calendar of China'),
}

const causeSchema = z.int().min(1).max(99).describe('Main or secondary cause of hardship, by the code of the register')
const stateNames = applicationStates.join('|')

/** The filters of `GET /applications`. */
export const listQuery = z.strictObject({
  ...openFilters,
  cause: z.coerce.number().pipe(causeSchema).optional(),
  state: z
    .string()
    .max(200)
    .regex(new RegExp(`^(${stateNames})(,(${stateNames}))*$`), `must be some of ${applicationStates.join(', ')}`)
    .transform((text) => text.split(','))
    .pipe(z.array(applicationStateSchema))
    .optional()
    .describe('Some of the states, separated by commas'),
  total: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Whether to count what is found'),
  ...pageQuery,
})

/** The filters of `POST /applications/search`: those of the list, and the personal ones. */
export const searchBody = z.strictObject({
  ...openFilters,
  cause: causeSchema.optional(),
  state: z.array(applicationStateSchema).min(1).max(applicationStates.length).optional(),
  name: applicantIdentitySchema.shape.name
    .optional()
    .describe('Full name, or a part of one that is written in parts, or how a name of four or more characters begins'),
  idNumber: residentIdSchema.optional(),
  phone: phoneSchema.optional(),
  total: z.boolean().default(false).describe('Whether to count what is found'),
  after: pageQuery.after,
  limit: z.int().min(1).max(100).default(20),
})
export type Search = z.infer<typeof searchBody>

/** A page of what was found, and how much there is where that was asked. */
const foundSchema = z
  .strictObject({
    ...pageOf(caseHeadSchema).shape,
    total: z
      .strictObject({
        count: z.int(),
        /** Whether there are so many; if not, there are more. */
        exact: z.boolean(),
      })
      .optional(),
  })
  .meta({ id: 'FoundCases' })

export const searchOperations = {
  listApplications: operation({
    id: 'listApplications',
    method: 'get',
    path: '/applications',
    service: 'registration',
    tag: 'Applications',
    summary: 'List the applications within reach, newest first',
    description: `Names, ID numbers and telephone numbers are searched by POST /applications/search, so that none stands in an address. \`total\` is exact up to ${exactTotal}; beyond, \`exact\` is false and there are more.`,
    access: 'applications:read',
    query: listQuery,
    status: 200,
    answer: foundSchema,
    problems: [],
    sparse: true,
    example: { query: { state: 'under_review', limit: '10', fields: 'caseNumber,state,submittedAt' } },
  }),
  searchApplications: operation({
    id: 'searchApplications',
    method: 'post',
    path: '/applications/search',
    service: 'registration',
    tag: 'Applications',
    summary: 'Search the applications within reach, also by name, ID number and telephone',
    description: 'A POST, so that no personal value stands in an address. All filters given must hold; newest first.',
    access: 'applications:read',
    body: searchBody,
    status: 200,
    answer: foundSchema,
    problems: [],
    sparse: true,
    example: { body: { name: '{applicantName}', total: true } },
  }),
}
