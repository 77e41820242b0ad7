import * as z from 'zod'
import { staffRoleSchema } from '../access.ts'
import { areaCodeSchema } from '../areas.ts'
import { telephoneSchema } from './offices.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'
import { byId, nameSchema, officeFits, officeMisfit, standing, standingShown } from './standing.ts'

/** What somebody signs in as: small letters, digits, dots and dashes. */
export const loginSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, 'must be 3 to 40 small letters, digits, dots, dashes or underscores')

/** Who a person is to an OpenID provider. */
export const providerIdentitySchema = z
  .strictObject({
    issuer: z.url({ protocol: /^https?$/ }).max(200),
    subject: z.string().min(1).max(255),
  })
  .meta({ id: 'ProviderIdentity' })

export const userStateSchema = z.enum(['active', 'disabled'])

export const userSchema = z
  .strictObject({
    id: z.string(),
    login: z.string(),
    displayName: z.string(),
    telephone: z.string().nullable().describe('At which households reach their helper'),
    ...standingShown,
    state: userStateSchema,
    provider: providerIdentitySchema.nullable(),
    signInReady: z.boolean().describe('false until the person has chosen a password and set up the code generator'),
    createdAt: momentSchema,
    createdBy: z.string(),
    version: z.int(),
  })
  .meta({ id: 'User' })
export type UserView = z.infer<typeof userSchema>

const firstPassword = {
  firstPassword: z
    .string()
    .nullable()
    .describe('To be handed over in person; good for one sign-in within seven days. Null with a provider.'),
}

export const userOperations = {
  listUsers: operation({
    id: 'listUsers',
    method: 'get',
    path: '/users',
    service: 'gateway',
    tag: 'Access',
    summary: 'List the users of your area',
    access: 'users:read',
    query: z.strictObject({
      login: loginSchema.optional(),
      role: staffRoleSchema.optional(),
      area: areaCodeSchema.optional().describe('Users of this area and below'),
      state: userStateSchema.optional(),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(userSchema),
    problems: [],
    sparse: true,
  }),
  createUser: operation({
    id: 'createUser',
    method: 'post',
    path: '/users',
    service: 'gateway',
    tag: 'Access',
    summary: 'Make a user',
    description: 'With `provider` the person signs in there; without, by the first password that is answered.',
    access: 'users:manage',
    body: z
      .strictObject({
        login: loginSchema,
        displayName: nameSchema,
        telephone: telephoneSchema.nullable().optional(),
        ...standing,
        provider: providerIdentitySchema.optional(),
      })
      .refine(officeFits, officeMisfit),
    status: 201,
    answer: z.strictObject({ ...userSchema.shape, ...firstPassword }).meta({ id: 'NewUser' }),
    problems: ['already-there'],
    creates: true,
    tagged: true,
    example: {
      body: { login: 'wuyun', displayName: '乌云', role: 'county_reviewer', area: '150203' },
    },
  }),
  readUser: operation({
    id: 'readUser',
    method: 'get',
    path: '/users/{id}',
    service: 'gateway',
    tag: 'Access',
    summary: 'Read a user',
    access: 'users:read',
    ...byId,
    status: 200,
    answer: userSchema,
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { id: '{userId}' } },
  }),
  updateUser: operation({
    id: 'updateUser',
    method: 'patch',
    path: '/users/{id}',
    service: 'gateway',
    tag: 'Access',
    summary: 'Change a user, or disable it',
    description: 'A change of more than the name ends the sessions of the user. Nobody can change itself.',
    access: 'users:manage',
    ...byId,
    body: z
      .strictObject({
        displayName: nameSchema.optional(),
        telephone: telephoneSchema.nullable().optional(),
        role: staffRoleSchema.optional(),
        area: areaCodeSchema.optional(),
        officeId: idSchema.nullable().optional(),
        state: userStateSchema.optional(),
        provider: providerIdentitySchema.optional().describe('From then on the person signs in there only'),
      })
      .refine((body) => Object.keys(body).length > 0, 'must change something'),
    status: 200,
    answer: userSchema,
    problems: ['already-there'],
    updates: true,
    tagged: true,
    example: { params: { id: '{userId}' }, body: { displayName: '乌云高娃' } },
  }),
  resetUserSignIn: operation({
    id: 'resetUserSignIn',
    method: 'post',
    path: '/users/{id}/sign-in-reset',
    service: 'gateway',
    tag: 'Access',
    summary: 'Give a user a new first password',
    description:
      'For whoever has lost the password or the code generator. It ends the sessions, a wait and the provider.',
    access: 'users:manage',
    ...byId,
    status: 200,
    answer: z.strictObject(firstPassword).meta({ id: 'FirstPassword' }),
    problems: ['changed-meanwhile'],
    creates: true,
    example: { params: { id: '{userId}' } },
  }),
}
