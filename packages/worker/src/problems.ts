import { type FieldError, fieldErrors, type Problem, type ProblemType, problemBase, problemTypes } from '@jiekun/schema'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import type * as z from 'zod'
import { log } from './log.ts'

/** Ends a request with a problem from anywhere below a route. */
export class ProblemError extends Error {
  readonly type: ProblemType
  readonly errors: FieldError[] | undefined
  readonly extra: Record<string, string | number> | undefined
  readonly headers: Record<string, string>
  constructor(
    type: ProblemType,
    detail?: string,
    more?: { errors?: FieldError[]; extra?: Record<string, string | number>; headers?: Record<string, string> },
  ) {
    super(detail ?? problemTypes[type].title)
    this.type = type
    this.errors = more?.errors
    this.extra = more?.extra
    this.headers = more?.headers ?? {}
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
    type: problemBase + error.type,
    title,
    status,
    ...(error.message === title ? {} : { detail: error.message }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.errors ? { errors: error.errors } : {}),
    ...error.extra,
  }
  return c.body(JSON.stringify(problem), status, { ...error.headers, 'content-type': 'application/problem+json' })
}

/** Answers what a handler threw: problems as they are, anything else as an opaque 500 with the request id, logged without its message. */
export const onError: ErrorHandler = (error, c) => {
  if (error instanceof ProblemError) return problemResponse(c, error)
  log('error', 'unhandled', { requestId: requestIdOf(c) ?? '', error })
  return problemResponse(c, new ProblemError('internal-error'))
}

/** Answers a path, or a method on it, that no route takes. */
export const onNotFound: NotFoundHandler = (c) => problemResponse(c, new ProblemError('not-found'))
