import * as z from 'zod'
import { fileNumberSchema, fileStateSchema } from '../application.ts'
import { areaCodeSchema } from '../areas.ts'
import { unionCategorySchema } from '../determination.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

export const householdFileSchema = z
  .strictObject({
    fileNumber: z.string(),
    state: fileStateSchema,
    version: z.int(),
    unionCategory: unionCategorySchema,
    countyCode: z.string(),
    helperId: z.string().nullable().describe('Who the household is paired with'),
    caseNumber: z.string().describe('The application that opened it last'),
    openedAt: momentSchema,
    exitedAt: momentSchema.nullable().describe('When the household left the register'),
    planCompletedAt: momentSchema.nullable(),
  })
  .meta({ id: 'HouseholdFile' })
export type HouseholdFile = z.infer<typeof householdFileSchema>

const fileParams = z.strictObject({ fileNumber: fileNumberSchema })

const change = {
  service: 'registration',
  tag: 'Files',
  access: 'files:pair',
  params: fileParams,
  status: 200,
  answer: householdFileSchema,
  updates: true,
  tagged: true,
} as const

export const fileOperations = {
  listFiles: operation({
    id: 'listFiles',
    method: 'get',
    path: '/files',
    service: 'registration',
    tag: 'Files',
    summary: 'List the household files within reach',
    access: 'files:read',
    query: z.strictObject({
      state: fileStateSchema.optional(),
      unionCategory: unionCategorySchema.optional(),
      helperId: idSchema.optional(),
      area: areaCodeSchema.optional().describe('An area within your own'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(householdFileSchema),
    problems: [],
    sparse: true,
    example: { query: { state: 'open', limit: '10' } },
  }),
  readFile: operation({
    id: 'readFile',
    method: 'get',
    path: '/files/{fileNumber}',
    service: 'registration',
    tag: 'Files',
    summary: 'Read a household file',
    access: 'files:read',
    params: fileParams,
    status: 200,
    answer: householdFileSchema,
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { fileNumber: '{fileNumber}' } },
  }),
  pairFile: operation({
    ...change,
    id: 'pairFile',
    method: 'put',
    path: '/files/{fileNumber}/helper',
    summary: 'Pair a household with a helper, who then sees it',
    body: z.strictObject({ helperId: idSchema }),
    problems: [],
    example: { params: { fileNumber: '{pairedFileNumber}' }, body: { helperId: '{helperId}' } },
  }),
  unpairFile: operation({
    ...change,
    id: 'unpairFile',
    method: 'delete',
    path: '/files/{fileNumber}/helper',
    summary: 'End the pairing of a household, whose helper then sees it no more',
    problems: ['wrong-state'],
    example: { params: { fileNumber: '{pairedFileNumber}' } },
  }),
}
