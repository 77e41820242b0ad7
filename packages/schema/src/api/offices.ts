import * as z from 'zod'
import { areaCodeSchema } from '../areas.ts'
import { disabledBecauseSchema, signatureKindSchema, webhookPublicKeySchema } from '../referral.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

export const officeSchema = z
  .strictObject({
    id: z.string(),
    department: z.string().describe('Code of the department; `listDepartments` has its name'),
    areaCode: z.string(),
    name: z.string(),
    hasEndpoint: z.boolean().describe('Referrals reach it by webhook; else they lie in its inbox'),
    version: z.int(),
  })
  .meta({ id: 'Office' })

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
  updateOffice: operation({
    id: 'updateOffice',
    method: 'patch',
    path: '/offices/{id}',
    service: 'referral',
    tag: 'Offices',
    summary: 'Give an office another name',
    access: 'offices:manage',
    params: officeParams,
    body: z.strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .refine((name) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name), 'must not hold control characters'),
    }),
    status: 200,
    answer: officeSchema,
    problems: [],
    updates: true,
    tagged: true,
    example: { params: { id: '{directoryOfficeId}' }, body: { name: '社会救助办公室' } },
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
