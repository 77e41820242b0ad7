import * as z from 'zod'
import { scopeSchema, staffRoleSchema } from '../access.ts'
import { areaCodeSchema } from '../areas.ts'
import { momentSchema, operation, pageOf, pageQuery } from './operation.ts'
import { byId, nameSchema, officeFits, officeMisfit, standing, standingShown } from './standing.ts'

export const keyStateSchema = z.enum(['active', 'expired', 'revoked'])

export const keySchema = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    ...standingShown,
    scopes: z.array(scopeSchema),
    state: keyStateSchema,
    createdAt: momentSchema,
    createdBy: z.string().nullable(),
    expiresAt: momentSchema.nullable(),
    lastUsedAt: momentSchema.nullable().describe('Exact to an hour'),
    predecessor: z.string().nullable().describe('The key that it takes over from'),
    revokedAt: momentSchema.nullable(),
  })
  .meta({ id: 'Key' })
export type KeyView = z.infer<typeof keySchema>

const newKeySchema = z
  .strictObject({ ...keySchema.shape, key: z.string().describe('The key itself; it is shown this once') })
  .meta({ id: 'NewKey' })

const expiry = { expiresAt: momentSchema.describe('At most a year ahead') }

export const keyOperations = {
  listKeys: operation({
    id: 'listKeys',
    method: 'get',
    path: '/keys',
    service: 'gateway',
    tag: 'Access',
    summary: 'List the keys of your area',
    access: 'keys:manage',
    query: z.strictObject({
      role: staffRoleSchema.optional(),
      area: areaCodeSchema.optional().describe('Keys of this area and below'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(keySchema),
    problems: [],
    sparse: true,
  }),
  createKey: operation({
    id: 'createKey',
    method: 'post',
    path: '/keys',
    service: 'gateway',
    tag: 'Access',
    summary: 'Make a key for a machine',
    access: 'keys:manage',
    body: z
      .strictObject({
        label: nameSchema,
        ...standing,
        scopes: z.array(scopeSchema).min(1).max(40).optional().describe('All of the role, if left out'),
        ...expiry,
      })
      .refine(officeFits, officeMisfit),
    status: 201,
    answer: newKeySchema,
    problems: [],
    creates: true,
    example: {
      body: {
        label: '民政系统接口',
        role: 'county_reviewer',
        area: '150203',
        scopes: ['applications:read'],
        expiresAt: '{keyExpiry}',
      },
    },
  }),
  readKey: operation({
    id: 'readKey',
    method: 'get',
    path: '/keys/{id}',
    service: 'gateway',
    tag: 'Access',
    summary: 'Read a key',
    access: 'keys:manage',
    ...byId,
    status: 200,
    answer: keySchema,
    problems: [],
    sparse: true,
    example: { params: { id: '{keyId}' } },
  }),
  rotateKey: operation({
    id: 'rotateKey',
    method: 'post',
    path: '/keys/{id}/successor',
    service: 'gateway',
    tag: 'Access',
    summary: 'Make the key that takes over from this one',
    description: 'Both hold for the hours of overlap; then the old one expires.',
    access: 'keys:manage',
    ...byId,
    body: z.strictObject({ overlapHours: z.int().min(0).max(168), ...expiry }),
    status: 201,
    answer: newKeySchema,
    problems: ['wrong-state', 'changed-meanwhile'],
    creates: true,
    example: { params: { id: '{keyId}' }, body: { overlapHours: 24, expiresAt: '{keyExpiry}' } },
  }),
  revokeKey: operation({
    id: 'revokeKey',
    method: 'delete',
    path: '/keys/{id}',
    service: 'gateway',
    tag: 'Access',
    summary: 'Revoke a key',
    description: 'It holds everywhere after ten seconds at the latest.',
    access: 'keys:manage',
    ...byId,
    status: 204,
    problems: [],
    example: { params: { id: '{keyId}' } },
  }),
}
