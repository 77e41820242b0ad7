import * as z from 'zod'
import { caseScopes, type Scope, scopeSchema } from '../access.ts'
import type { Service } from '../events.ts'
import type { ProblemType } from '../problem.ts'

/** What all paths of the API begin with. */
export const apiBase = '/api/v1'

export const tags = [
  'Applications',
  'Files',
  'Determinations',
  'Simulations',
  'Reference',
  'Referrals',
  'Offices',
  'Notifications',
  'Events',
  'Audit',
  'Privacy',
  'Access',
  'Operations',
] as const

/** Parts of a request, by where they stand. */
type Fields = z.ZodObject

/** One thing that the API does: the guard, the document, the client and the tests all read it from here. */
export interface Operation {
  /** Unique, verb and noun; the name of the client's function. */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below {@link apiBase}, parameters in braces. */
  path: `/${string}`
  /** Who serves it. `in-path`: the service that the path parameter `service` names. */
  service: Service | 'in-path'
  tag: (typeof tags)[number]
  /** One line. */
  summary: string
  description?: string
  /** Who may: anybody, anybody who has signed in, or whoever holds the scope. */
  access: Scope | 'public' | 'signed-in'
  params?: Fields
  query?: Fields
  headers?: Fields
  body?: z.ZodType
  /** Largest body taken, bytes, where it is not {@link defaultBodyBytes}. */
  maxBodyBytes?: number
  status: 200 | 201 | 202 | 204
  answer?: z.ZodType
  /** Media types that it answers with where that is not JSON: text or bytes, sent as they are. */
  answerTypes?: readonly string[]
  /** Problems of its own, besides those that follow from the rest. */
  problems: readonly ProblemType[]
  /** It makes something, so it takes an Idempotency-Key. */
  creates?: true
  /** It changes something that was read before, so it needs the If-Match of that reading. */
  updates?: true
  /** Its answer carries the version as ETag. */
  tagged?: true
  /** Its answer can be cut down to some fields by `fields=`. */
  sparse?: true
  /** Its answer changes with a release only: it carries an ETag by its content, and If-None-Match is answered 304. */
  lasting?: true
  /** It records what it shows by itself, in a batch before anything is opened. */
  recordsItself?: true
  /** An example that works on the local house: `{name}` in it stands for what a test knows by that name. */
  example?: { params?: Record<string, string>; query?: Record<string, string>; body?: z.core.util.JSONType }
}

export const defaultBodyBytes = 256 * 1024

/** Declares an operation, keeping its exact types. */
export const operation = <const O extends Operation>(each: O): O => each

/** The parts of a request as its schemas give them. */
export type InputOf<O extends Operation> = {
  params: O['params'] extends Fields ? z.output<O['params']> : Record<never, never>
  query: O['query'] extends Fields ? z.output<O['query']> : Record<never, never>
  headers: O['headers'] extends Fields ? z.output<O['headers']> : Record<never, never>
  body: O['body'] extends z.ZodType ? z.output<O['body']> : undefined
}
/** What a handler answers with. */
export type AnswerOf<O extends Operation> = O['answer'] extends z.ZodType ? z.input<O['answer']> : undefined

/**
 * Whether the operation shows staff something of a case without changing it. Each such reading is recorded. It follows
 * from who may, so that no operation can be made that shows a case unseen.
 */
export function readsCase({ access, method }: Operation): boolean {
  const scope = scopeSchema.safeParse(access).data
  if (scope === undefined || !caseScopes.includes(scope)) return false
  return method === 'get' || scope.endsWith(':read')
}

/** Header in which staff say why they read or change something; it goes into the audit. */
export const reasonHeader = 'x-reason'
/** What the header may say once it is percent-decoded: a header takes no Chinese as it is. */
export const reasonHeaderSchema = z.string().trim().min(1).max(200)

/** Every problem that an operation can answer with. */
export function problemsOf(each: Operation): ProblemType[] {
  const found = new Set<ProblemType>([
    'sign-in-needed',
    'too-many-requests',
    'too-large',
    'method-not-allowed',
    // Of a query that the operation does not take, or a key in the address.
    'invalid-input',
    'internal-error',
    'not-ready',
  ])
  const addAll = (...types: ProblemType[]): void => {
    for (const type of types) found.add(type)
  }
  if (each.access !== 'public') addAll('not-allowed')
  if (each.method !== 'get') addAll('other-site')
  if (each.params) addAll('not-found')
  if (each.body) addAll('malformed-json', 'wrong-content-type')
  if (each.creates) addAll('idempotency-key-reused')
  if (each.updates) addAll('version-needed', 'version-stale', 'changed-meanwhile')
  addAll(...each.problems)
  return [...found].sort()
}

/** A page of a list: what to begin after and how many. The cursor is opaque. */
export const pageQuery = {
  after: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w.~:-]+$/, 'is not a cursor of this list')
    .optional()
    .describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Items on a page'),
}

/** A page of items; `next` is the `after` of the following page, null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

/** An id as a path or a query carries it. */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'is not an id')

/** RFC 3339 in UTC. */
export const momentSchema = z.iso.datetime()

/** Why something is done; it goes into the audit. */
export const reasonText = z.string().trim().min(1).max(1000)
