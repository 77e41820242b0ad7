import { type FieldError, fieldErrors, type Problem } from '@jiekun/schema'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type * as z from 'zod'
import { log } from './log.ts'

/** Every problem this system answers with: its status and its title. The key is the stable end of `type`. */
export const problemTypes = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-input': { status: 422, title: 'The input is not valid' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used with another body' },
  'sign-in-needed': { status: 401, title: 'A valid staff key is needed' },
  'signature-invalid': { status: 401, title: 'The webhook signature is missing, wrong or stale' },
  'not-allowed': { status: 403, title: 'Your role or area may not do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'case-not-found': { status: 404, title: 'No case has this number and access code' },
  'already-open': { status: 409, title: 'This person has an application that is still open' },
  'wrong-state': { status: 409, title: 'The state does not allow this' },
  'changed-meanwhile': { status: 409, title: 'Somebody changed this at the same time; read it again' },
  'too-large': { status: 413, title: 'The body is larger than 256 KB' },
  'wrong-content-type': { status: 415, title: 'The content type is not supported' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>

export type ProblemType = keyof typeof problemTypes

/** Ends a request with a problem from anywhere below a route. */
export class ProblemError extends Error {
  readonly type: ProblemType
  readonly errors: FieldError[] | undefined
  readonly extra: Record<string, string> | undefined
  constructor(type: ProblemType, detail?: string, more?: { errors?: FieldError[]; extra?: Record<string, string> }) {
    super(detail ?? problemTypes[type].title)
    this.type = type
    this.errors = more?.errors
    this.extra = more?.extra
  }
}

/** The refusal of an input that a schema did not take. */
export const invalidInput = (error: z.ZodError): ProblemError =>
  new ProblemError('invalid-input', undefined, { errors: fieldErrors(error) })

/** Parses or ends the request with 422 and what is wrong, field by field. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalidInput(parsed.error)
  return parsed.data
}

/** The front door gives each request its id; the services are told it in a header. */
const requestIdOf = (c: Context): string | undefined => c.get('requestId') ?? c.req.header('x-request-id')

/** A problem as a response (RFC 9457). */
export function problemResponse(c: Context, error: ProblemError): Response {
  const { status, title } = problemTypes[error.type]
  const requestId = requestIdOf(c)
  const problem: Problem = {
    type: `https://jiekun.example/problems/${error.type}`,
    title,
    status,
    ...(error.message === title ? {} : { detail: error.message }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.errors ? { errors: error.errors } : {}),
    ...error.extra,
  }
  return c.body(JSON.stringify(problem), status, { 'content-type': 'application/problem+json' })
}

/** Answers what a handler threw: problems as they are, anything else as an opaque 500 with the request id, logged without its message. */
export const onError: ErrorHandler = (error, c) => {
  if (error instanceof ProblemError) return problemResponse(c, error)
  log('error', 'unhandled', { requestId: requestIdOf(c) ?? '', error })
  return problemResponse(c, new ProblemError('internal-error'))
}

/** Answers a path, or a method on it, that no route takes. */
export const onNotFound: NotFoundHandler = (c) => problemResponse(c, new ProblemError('not-found'))
