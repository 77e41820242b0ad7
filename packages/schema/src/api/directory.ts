import * as z from 'zod'
import { areaCodeSchema } from '../areas.ts'
import { isoDateSchema } from '../household.ts'
import { operation } from './operation.ts'
import { placeSchema } from './routing.ts'

const common = { service: 'referral', tag: 'Offices' } as const
const which = {
  department: z.string().max(10).optional(),
  areaCode: areaCodeSchema.optional().describe('This area and those below it'),
}

const text = z.string()
const uuid = z.uuid()
const noteSchema = z.looseObject({ id: uuid, label: text.optional(), value: text.optional() })

/** A service of HSDS: one measure at one office. */
const hsdsServiceSchema = z.looseObject({
  id: uuid,
  name: text,
  description: text.optional(),
  status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
  attributes: z.array(noteSchema).optional(),
})

const hsdsLocationSchema = z.looseObject({
  id: uuid,
  location_type: z.enum(['physical', 'postal', 'virtual']),
  name: text.optional(),
  external_identifier: text.optional(),
  external_identifier_type: text.optional(),
  addresses: z
    .array(
      z.looseObject({
        id: uuid,
        address_1: text,
        city: text,
        state_province: text,
        postal_code: text,
        country: text,
        address_type: z.enum(['physical', 'postal', 'virtual']),
      }),
    )
    .optional(),
  schedules: z.array(z.looseObject({ id: uuid, description: text.optional() })).optional(),
})

/**
 * An office as an organization of the Human Services Data Specification 3.2 of Open Referral, with its services and its
 * place. Of what HSDS has, these parts are read; others are let through and ignored.
 */
export const hsdsOrganizationSchema = z
  .looseObject({
    id: uuid,
    name: text,
    description: text,
    phones: z.array(z.looseObject({ id: uuid, number: text })).optional(),
    organization_identifiers: z.array(
      z.looseObject({ id: uuid, identifier_scheme: text.optional(), identifier_type: text, identifier: text }),
    ),
    locations: z.array(hsdsLocationSchema).optional(),
    services: z.array(hsdsServiceSchema).optional(),
    attributes: z.array(noteSchema).optional(),
  })
  .meta({ id: 'HsdsOrganization' })

/** Offices that one import takes at most: more than the region has. */
export const mostImported = 2000
const largestImportBytes = 8 * 1024 * 1024

const importedSchema = z.strictObject({
  dryRun: z.boolean(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  offices: z
    .array(
      z.strictObject({
        row: z.int().describe('Where the file has it: the line as a spreadsheet counts, or the place in the list'),
        officeId: z.string(),
        change: z.enum(['created', 'changed']),
        fields: z.array(z.string()).describe('What of it changes'),
      }),
    )
    .describe('Those that change'),
})

/** What the counties have to send upwards. */
const gapSchema = z.strictObject({
  measure: z.string(),
  name: z.string(),
  clause: z.string(),
  goesTo: placeSchema.nullable().describe('Who gets it instead; null where nobody is there to ask'),
  lastResort: z.boolean().describe('The trade union stands in for its lead'),
  counties: z.array(z.string()),
  reasons: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
})

export const directoryOperations = {
  exportOfficesCsv: operation({
    ...common,
    id: 'exportOfficesCsv',
    method: 'get',
    path: '/offices/csv',
    summary: 'Export offices as a table for a spreadsheet, to be put right there and imported again',
    description:
      'UTF-8 with a byte order mark and Chinese headings. A cell that a spreadsheet would take for a formula begins with an apostrophe; the import takes it off.',
    access: 'offices:read',
    query: z.strictObject(which),
    status: 200,
    answer: z.string(),
    answerTypes: ['text/csv'],
    problems: [],
    example: { query: { areaCode: '150203' } },
  }),
  exportOfficesHsds: operation({
    ...common,
    id: 'exportOfficesHsds',
    method: 'get',
    path: '/offices/hsds',
    summary: 'Export offices as organizations of Open Referral HSDS 3.2, page by page',
    description:
      'A page as the HSDS API has it. Each office is an organization with its place and one service for each measure. Its id here, its department and its area (GB/T 2260) are among its `organization_identifiers`.',
    access: 'offices:read',
    query: z.strictObject({
      ...which,
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      per_page: z.coerce.number().int().min(1).max(500).default(100),
    }),
    status: 200,
    answer: z.strictObject({
      total_items: z.int(),
      total_pages: z.int(),
      page_number: z.int(),
      size: z.int(),
      first_page: z.boolean(),
      last_page: z.boolean(),
      empty: z.boolean(),
      contents: z.array(hsdsOrganizationSchema),
    }),
    problems: [],
    example: { query: { areaCode: '150203', per_page: '5' } },
  }),
  importOffices: operation({
    ...common,
    id: 'importOffices',
    method: 'post',
    path: '/offices/imports',
    summary: 'Import offices from a table or from HSDS: all of them, or none where a row is wrong',
    description:
      'An office is found by its department and area; one that is not there is put in. Columns and parts that are left out stay as they are, empty ones are emptied, offices that are not named stay. A row with a version that is no longer the present one is refused. Every row that is wrong is named. `dryRun` says what would change, and changes nothing.',
    access: 'offices:manage',
    body: z
      .strictObject({
        dryRun: z.boolean().default(false),
        csv: z.string().min(1).max(2_000_000).optional(),
        organizations: z.array(hsdsOrganizationSchema).min(1).max(mostImported).optional(),
      })
      .refine(({ csv, organizations }) => (csv === undefined) !== (organizations === undefined), {
        path: ['csv'],
        message: 'is needed, or organizations, and not both',
      }),
    maxBodyBytes: largestImportBytes,
    status: 200,
    answer: importedSchema,
    problems: ['wrong-state', 'changed-meanwhile'],
    creates: true,
    example: {
      body: { dryRun: true, csv: '部门,地区,名称,电话\nZJT,150203,包头市昆都仑区住房和城乡建设局,0472-12345\n' },
    },
  }),
  readCoverage: operation({
    ...common,
    id: 'readCoverage',
    method: 'get',
    path: '/offices/coverage',
    summary: 'Read which measures nobody serves in which counties, and who gets them instead',
    description:
      'By the rules and offices of a day; how full an office is does not count. Measures that a county serves itself are left out, so nothing is listed where everything is covered.',
    access: 'offices:read',
    query: z.strictObject({
      areaCode: areaCodeSchema.optional().describe('This area and those below it; your own where it is left out'),
      day: isoDateSchema.optional().describe('Today in China where it is left out'),
    }),
    status: 200,
    answer: z.strictObject({
      day: z.iso.date(),
      counties: z.int().describe('How many were asked about'),
      measures: z.int(),
      gaps: z.array(gapSchema),
    }),
    problems: [],
    example: { query: { areaCode: '150200' } },
  }),
}
