import * as z from 'zod'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'
import { byId } from './standing.ts'

const signInMethodSchema = z.enum(['password', 'provider'])

export const sessionSchema = z
  .strictObject({
    id: z.string(),
    userId: z.string(),
    method: signInMethodSchema,
    beganAt: momentSchema,
    usedAt: momentSchema,
    endsAt: momentSchema,
  })
  .meta({ id: 'Session' })

export const signInOutcomeSchema = z.enum([
  'signed-in',
  'unknown',
  'wrong-password',
  'wrong-code',
  'code-used',
  'first-password-over',
  'disabled',
  'waiting',
])
export type SignInOutcome = z.infer<typeof signInOutcomeSchema>

export const signInSchema = z
  .strictObject({
    id: z.string(),
    at: momentSchema,
    userId: z.string().nullable(),
    login: z.string().nullable().describe('Null where no such user exists'),
    area: z.string(),
    method: signInMethodSchema,
    outcome: signInOutcomeSchema,
    address: z.string().describe('The same text for the same address, which itself is not kept'),
    requestId: z.string(),
  })
  .meta({ id: 'SignIn' })

export const sessionOperations = {
  listSessions: operation({
    id: 'listSessions',
    method: 'get',
    path: '/sessions',
    service: 'gateway',
    tag: 'Access',
    summary: 'List open sessions: your own, or those of a user',
    access: 'signed-in',
    query: z.strictObject({ userId: idSchema.optional().describe('Needs users:read'), ...pageQuery }),
    status: 200,
    answer: pageOf(sessionSchema),
    problems: ['not-found'],
    sparse: true,
  }),
  revokeSession: operation({
    id: 'revokeSession',
    method: 'delete',
    path: '/sessions/{id}',
    service: 'gateway',
    tag: 'Access',
    summary: 'End a session: your own, or with users:manage that of a user',
    description: 'It holds everywhere after ten seconds at the latest.',
    access: 'signed-in',
    ...byId,
    status: 204,
    problems: [],
    example: { params: { id: '{sessionId}' } },
  }),
  revokeSessions: operation({
    id: 'revokeSessions',
    method: 'delete',
    path: '/sessions',
    service: 'gateway',
    tag: 'Access',
    summary: 'End all sessions: your own, or with users:manage those of a user',
    description: 'It holds everywhere after ten seconds at the latest.',
    access: 'signed-in',
    query: z.strictObject({ userId: idSchema.optional() }),
    status: 204,
    problems: ['not-found', 'not-allowed'],
  }),
  listSignIns: operation({
    id: 'listSignIns',
    method: 'get',
    path: '/sign-ins',
    service: 'gateway',
    tag: 'Access',
    summary: 'List attempts to sign in, newest first',
    access: 'sign-ins:read',
    query: z.strictObject({
      userId: idSchema.optional(),
      outcome: signInOutcomeSchema.optional(),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(signInSchema),
    problems: [],
    sparse: true,
  }),
}
