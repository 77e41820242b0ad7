import * as z from 'zod'
import { areaCodeSchema } from '../areas.ts'
import { departmentCodeSchema } from '../department.ts'
import { isoDateSchema } from '../household.ts'
import { disabledBecauseSchema, signatureKindSchema, webhookPublicKeySchema } from '../referral.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'
import { measureCodeSchema } from './routing.ts'

/** A name of an office, as it stands on letters and pages. */
const lineOf = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), 'must not hold control characters')
const areaLevelSchema = z.enum(['region', 'city', 'county'])

/** A telephone number, or some, as they stand on letters. */
export const telephoneSchema = z
  .string()
  .trim()
  .regex(/^[0-9+() ,、，转-]{3,60}$/, 'must be a telephone number, or some')

/** What can be put right of an office, by whoever answers for it. */
export const officeFieldsSchema = z.strictObject({
  name: lineOf(100),
  telephone: telephoneSchema.nullable(),
  address: lineOf(200).nullable(),
  hours: lineOf(200).nullable().describe('When it is open, in words'),
  measures: z
    .array(measureCodeSchema)
    .max(200)
    .refine((codes) => new Set(codes).size === codes.length, 'must not name a measure twice')
    .nullable()
    .describe('Codes of the measures that it serves; null where it serves whatever its department leads'),
  capacity: z
    .int()
    .min(0)
    .max(100_000)
    .nullable()
    .describe('Referrals that it can have open at a time; null for any number'),
  closedFrom: isoDateSchema.nullable().describe('The day from which it takes no new referrals'),
})

export const officeSchema = z
  .strictObject({
    id: z.string(),
    department: z.string().describe('Code of the department; `listDepartments` has its name'),
    areaCode: z.string(),
    level: areaLevelSchema,
    ...officeFieldsSchema.shape,
    serves: z
      .array(z.string())
      .describe('Its list of services 部门服务清单: codes of the measures that it serves today'),
    hasEndpoint: z.boolean().describe('Referrals reach it by webhook; else they lie in its inbox'),
    version: z.int(),
  })
  .meta({ id: 'Office' })

/** Something that was done to an office, by whom and when. */
const officeChangeSchema = z
  .strictObject({
    version: z.int().describe('The version that the office has since'),
    change: z.string(),
    at: momentSchema,
    actor: z.string(),
    fields: z
      .record(z.string(), z.tuple([z.json(), z.json()]))
      .nullable()
      .describe('What was and what is, by field; null where no field of the directory changed'),
  })
  .meta({ id: 'OfficeChange' })

/** Where the webhooks of an office go, and which secrets are good for them. */
export const endpointSchema = z
  .strictObject({
    officeId: z.string(),
    url: z.string().nullable(),
    hasSecret: z.boolean(),
    signature: signatureKindSchema,
    publicKey: z.string().nullable().describe('The key (`whpk_`) that the office may sign its own webhooks with'),
    failingSince: momentSchema.nullable().describe('Since when nothing has got through'),
    pausedUntil: momentSchema.nullable().describe('It asked to be left alone until then (429)'),
    disabledAt: momentSchema.nullable().describe('Its webhooks were stopped; `enableEndpoint` sends them again'),
    disabledBecause: disabledBecauseSchema.nullable(),
    formerSecrets: z.array(z.strictObject({ id: z.string(), replacedAt: momentSchema, expiresAt: momentSchema })),
    version: z.int(),
  })
  .meta({ id: 'Endpoint' })

export const officeParams = z.strictObject({ id: idSchema })
/** A week. */
const longestOverlapHours = 168

export const officeOperations = {
  listOffices: operation({
    id: 'listOffices',
    method: 'get',
    path: '/offices',
    service: 'referral',
    tag: 'Offices',
    summary: 'List the offices of your area and below, or your own',
    access: 'offices:read',
    query: z.strictObject({
      department: z.string().max(10).optional(),
      areaCode: areaCodeSchema.optional().describe('This area and those below it'),
      level: areaLevelSchema.optional(),
      measure: measureCodeSchema.optional().describe('Those that serve it today'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(officeSchema),
    problems: [],
    sparse: true,
    example: { query: { department: 'MZT', areaCode: '150200' } },
  }),
  readOffice: operation({
    id: 'readOffice',
    method: 'get',
    path: '/offices/{id}',
    service: 'referral',
    tag: 'Offices',
    summary: 'Read an office',
    access: 'offices:read',
    params: officeParams,
    status: 200,
    answer: officeSchema,
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { id: '{directoryOfficeId}' } },
  }),
  createOffice: operation({
    id: 'createOffice',
    method: 'post',
    path: '/offices',
    service: 'referral',
    tag: 'Offices',
    summary: 'Put an office into the directory: of a department and an area that have none yet',
    description:
      'The department may be one that the policy of 2018 does not know, so that routing rules can name it. The office works by its inbox until `setEndpoint` gives it an address.',
    access: 'offices:manage',
    body: z.strictObject({
      department: departmentCodeSchema,
      area: areaCodeSchema,
      ...officeFieldsSchema.partial().shape,
      name: officeFieldsSchema.shape.name,
    }),
    status: 201,
    answer: officeSchema,
    problems: ['wrong-state'],
    creates: true,
    tagged: true,
    example: {
      body: {
        department: 'YBJ',
        area: '150203',
        name: '包头市昆都仑区医疗保障局',
        telephone: '12393',
        measures: null,
      },
    },
  }),
  updateOffice: operation({
    id: 'updateOffice',
    method: 'patch',
    path: '/offices/{id}',
    service: 'referral',
    tag: 'Offices',
    summary: 'Put right what the directory says of an office',
    description:
      'Fields that are left out stay as they are. A clerk puts right telephone, address and hours of the own office; the rest is for staff of the area. What was before stays in `listOfficeChanges`.',
    access: 'offices:edit',
    params: officeParams,
    body: officeFieldsSchema.partial().refine((fields) => Object.keys(fields).length > 0, 'must hold a field'),
    status: 200,
    answer: officeSchema,
    problems: [],
    updates: true,
    tagged: true,
    example: {
      params: { id: '{directoryOfficeId}' },
      body: { telephone: '0472-12345', hours: '工作日 8:30—12:00，14:30—17:30' },
    },
  }),
  listOfficeChanges: operation({
    id: 'listOfficeChanges',
    method: 'get',
    path: '/offices/{id}/changes',
    service: 'referral',
    tag: 'Offices',
    summary: 'List what was done to an office, the first change first',
    access: 'offices:read',
    params: officeParams,
    query: z.strictObject({ ...pageQuery, after: z.coerce.number().int().min(1).optional() }),
    status: 200,
    answer: pageOf(officeChangeSchema),
    problems: [],
    sparse: true,
    example: { params: { id: '{directoryOfficeId}' }, query: { limit: '20' } },
  }),
  readEndpoint: operation({
    id: 'readEndpoint',
    method: 'get',
    path: '/offices/{id}/endpoint',
    service: 'referral',
    tag: 'Offices',
    summary: 'Read where the webhooks of an office go',
    access: 'offices:manage',
    params: officeParams,
    status: 200,
    answer: endpointSchema,
    problems: [],
    tagged: true,
    example: { params: { id: '{directoryOfficeId}' } },
  }),
  setEndpoint: operation({
    id: 'setEndpoint',
    method: 'put',
    path: '/offices/{id}/endpoint',
    service: 'referral',
    tag: 'Offices',
    summary: 'Send the webhooks of an office to an address',
    description:
      'https only, and not into a private network. Webhooks wait until the office has a secret; `rotateEndpointSecret` makes the first one too.',
    access: 'offices:manage',
    params: officeParams,
    body: z.strictObject({
      url: z.string().min(1).max(500),
      signature: signatureKindSchema.optional(),
      publicKey: webhookPublicKeySchema.nullable().optional(),
    }),
    status: 200,
    answer: endpointSchema,
    problems: [],
    updates: true,
    tagged: true,
    example: { params: { id: '{directoryOfficeId}' }, body: { url: 'https://office.example.org/hooks/jiekun' } },
  }),
  removeEndpoint: operation({
    id: 'removeEndpoint',
    method: 'delete',
    path: '/offices/{id}/endpoint',
    service: 'referral',
    tag: 'Offices',
    summary: 'Send an office no more webhooks: its referrals lie in its inbox',
    access: 'offices:manage',
    params: officeParams,
    status: 204,
    problems: [],
    updates: true,
    example: { params: { id: '{silentOfficeId}' } },
  }),
  rotateEndpointSecret: operation({
    id: 'rotateEndpointSecret',
    method: 'post',
    path: '/offices/{id}/endpoint/secrets',
    service: 'referral',
    tag: 'Offices',
    summary: 'Make a new webhook secret of an office; it is shown this once',
    description:
      'The secret before stays good for the overlap: webhooks out are signed with both, webhooks in may be signed with either. Without an overlap every former secret ends at once.',
    access: 'offices:manage',
    params: officeParams,
    body: z.strictObject({ overlapHours: z.int().min(0).max(longestOverlapHours).default(24) }),
    status: 201,
    answer: z.strictObject({ secret: z.string(), endpoint: endpointSchema }),
    problems: ['wrong-state'],
    creates: true,
    updates: true,
    tagged: true,
    example: { params: { id: '{directoryOfficeId}' }, body: { overlapHours: 24 } },
  }),
}
