import {
  type AnswerOf,
  apiBase,
  type InputOf,
  type Operation,
  readsCase,
  reasonHeader,
  reasonHeaderSchema,
} from '@jiekun/schema/api'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { answerOnce } from './idempotency.ts'
import { sha256 } from './keyring.ts'
import { ProblemError, parseInput } from './problems.ts'
import { recordRead } from './record-read.ts'
import { Reply } from './reply.ts'
import { readJson } from './request-body.ts'
import { requireScope, type ServiceContext, type ServiceVariables, staffOf } from './service-context.ts'

/** What a handler is given besides its context: the parsed parts of the request. */
export type Call<O extends Operation> = InputOf<O> & {
  /** The version that the caller has read; undefined where any will do (`*`) or the operation asks for none. */
  ifMatch: number | undefined
}

export type Handler<O extends Operation> = (
  ctx: ServiceContext,
  input: Call<O>,
) => Promise<AnswerOf<O> | Reply<AnswerOf<O>>>

type Api = Hono<{ Variables: ServiceVariables }>
/** Puts one operation on an application. */
export type Route = (app: Api) => void

/** The routes of a capability; they carry their whole paths. */
export function apiRoutes(...routes: readonly Route[]): Api {
  const app: Api = new Hono()
  for (const route of routes) route(app)
  return app
}

/**
 * An operation of the contract with what it does. In this order: may they, is it well-formed, has it been answered
 * before, do it, answer. `handle` sees only parsed input, and refuses by throwing a {@link ProblemError}.
 */
export function serve<const O extends Operation>(operation: O, handle: Handler<O>): Route {
  const path = (apiBase + operation.path).replace(/\{(\w+)\}/g, ':$1')
  const fieldNames = operation.sparse ? fieldsOf(operation.answer) : new Set<string>()
  const parse = parserOf(operation)
  const recorded = readsCase(operation) && operation.recordsItself !== true
  return (app) => {
    app.on(operation.method.toUpperCase(), path, async (c) => {
      const ctx = guard(c.var.ctx, operation, c.req.header(reasonHeader))
      const { input, text } = await parse(c)
      const fields = operation.sparse ? wantedFields(c.req.query('fields'), fieldNames) : undefined
      const call = { ...input, ifMatch: operation.updates ? versionOf(c.req.header('if-match')) : undefined }
      const key = operation.creates ? c.req.header('idempotency-key') : undefined
      const reply =
        key === undefined
          ? await replyOf(operation, handle, ctx, call)
          : await answerOnce(ctx, { operation: operation.id, path: c.req.path, key, body: text }, (inside) =>
              replyOf(operation, handle, inside, call),
            ).then((answered) => answered.again ?? answered.done)
      if (recorded) recordRead(ctx, operation, { ...call, answer: reply.body })
      if (operation.status === 204) return c.body(null, 204, reply.headers)
      if (operation.answerTypes) return asItIs(c, operation, reply)
      const body = fields === undefined ? reply.body : cutDown(reply.body, fields)
      const headers = { 'content-type': 'application/json', ...reply.headers }
      const answer = JSON.stringify(body)
      return operation.lasting ? lastingAnswer(c, answer, headers) : c.body(answer, operation.status, headers)
    })
  }
}

/** Answers with text or bytes that are no JSON; the first media type of the operation is theirs unless the reply names one. */
function asItIs(
  c: Context,
  { id, status, answerTypes: [type = 'application/octet-stream'] = [] }: Operation,
  { body, headers }: Reply<unknown>,
) {
  if (typeof body !== 'string' && !isBytes(body)) throw new Error(`${id} answers with neither text nor bytes`)
  return c.body(body, status === 204 ? 200 : status, {
    'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    ...headers,
  })
}

const isBytes = (body: unknown): body is Uint8Array<ArrayBuffer> =>
  body instanceof Uint8Array && body.buffer instanceof ArrayBuffer

/** Seconds that an answer which only a release changes may be used unasked. */
const lastingSeconds = 300

/** An answer tagged by its content, or 304 where the caller has it already. */
async function lastingAnswer(c: Context, answer: string, headers: Record<string, string>): Promise<Response> {
  const etag = `"${(await sha256(answer)).slice(0, 32)}"`
  const known = (c.req.header('if-none-match') ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
  const caching = { etag, 'cache-control': `private, max-age=${lastingSeconds}` }
  if (known.includes(etag) || known.includes('*')) return c.body(null, 304, caching)
  return c.body(answer, 200, { ...headers, ...caching })
}

function guard(ctx: ServiceContext, { access }: Operation, reason: string | undefined): ServiceContext {
  if (access === 'public') return ctx
  if (access === 'signed-in') requireSignIn(ctx)
  else requireScope(ctx, access)
  return reason === undefined ? ctx : { ...ctx, reason: reasonOf(reason) }
}

/** A token of an office is no sign-in: it stands for nobody, and opens what it names. */
function requireSignIn(ctx: ServiceContext): void {
  if (staffOf(ctx).referralIds !== undefined) throw new ProblemError('not-allowed', 'A token cannot do this')
}

/** What the reason header says. Ends the request with 422 where that cannot go into the audit. */
function reasonOf(given: string): string {
  try {
    return reasonHeaderSchema.parse(decodeURIComponent(given))
  } catch {
    const message = 'must be 1 to 200 characters, percent-encoded'
    throw new ProblemError('invalid-input', undefined, { errors: [{ path: reasonHeader, message }] })
  }
}

const nothing = z.strictObject({})

/** Parses the parts of a request by the operation's schemas. The type of what comes out is the contract's. */
function parserOf<O extends Operation>(operation: O) {
  const parts = z.object({
    query: operation.query ?? nothing,
    headers: operation.headers ?? z.object({}),
    body: operation.body ?? z.undefined(),
  })
  return async (c: Context): Promise<{ input: InputOf<O>; text: string }> => {
    const params = (operation.params ?? nothing).safeParse(c.req.param())
    // An id that cannot be one is not there, like any other.
    if (!params.success) throw new ProblemError('not-found')
    const { fields, ...query } = c.req.query()
    if (fields !== undefined && !operation.sparse) {
      throw new ProblemError('invalid-input', undefined, { errors: [{ path: 'fields', message: 'is not taken here' }] })
    }
    const { text, json } = operation.body ? await readJson(c, operation.maxBodyBytes) : { text: '', json: undefined }
    const parsed = {
      params: params.data,
      query: parseInput(parts.shape.query, query),
      headers: parseInput(parts.shape.headers, c.req.header()),
      body: parseInput(parts.shape.body, json),
    }
    // The schemas are the operation's own, which the compiler cannot follow through its optional parts.
    return { input: parsed as InputOf<O>, text }
  }
}

async function replyOf<O extends Operation>(
  operation: O,
  handle: Handler<O>,
  ctx: ServiceContext,
  call: Call<O>,
): Promise<Reply<unknown>> {
  try {
    const answer = await handle(ctx, call)
    return answer instanceof Reply ? answer : new Reply(answer, {})
  } catch (error) {
    // Whoever sent a version lost the race for it.
    if (operation.updates && error instanceof ProblemError && error.type === 'changed-meanwhile') {
      throw new ProblemError('version-stale')
    }
    throw error
  }
}

/** The version that an If-Match names. Ends the request with 428 or 412. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) throw new ProblemError('version-needed')
  if (ifMatch.trim() === '*') return undefined
  const version = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw new ProblemError('version-stale')
  return Number(version)
}

/** Ends the request with 412 where the caller has read another version. */
export function requireVersion(ifMatch: number | undefined, version: number): void {
  if (ifMatch !== undefined && ifMatch !== version) throw new ProblemError('version-stale')
}

/** The fields that an answer can be cut down to: of its items where it is a page, else its own. */
export function fieldsOf(answer: z.ZodType | undefined): Set<string> {
  if (!(answer instanceof z.ZodObject)) return new Set()
  const items: unknown = answer.shape.items
  const item = items instanceof z.ZodArray ? items.element : answer
  return new Set(item instanceof z.ZodObject ? Object.keys(item.shape) : [])
}

function wantedFields(given: string | undefined, known: ReadonlySet<string>): Set<string> | undefined {
  if (given === undefined) return undefined
  const wanted = new Set(given.split(',').slice(0, known.size + 1))
  for (const name of wanted) {
    if (known.has(name)) continue
    throw new ProblemError('invalid-input', undefined, {
      errors: [{ path: 'fields', message: `must be some of ${[...known].join(', ')}` }],
    })
  }
  return wanted
}

const pageSchema = z.looseObject({ items: z.array(z.record(z.string(), z.unknown())) })
const thingSchema = z.record(z.string(), z.unknown())

function cutDown(body: unknown, fields: ReadonlySet<string>): unknown {
  const pick = (thing: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(thing).filter(([key]) => fields.has(key)))
  const page = pageSchema.safeParse(body)
  return page.success ? { ...page.data, items: page.data.items.map(pick) } : pick(thingSchema.parse(body))
}
