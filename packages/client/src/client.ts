import { type Problem, problemSchema } from '@jiekun/schema'
import { apiBase, type Operation, type Operations, operations, reasonHeader } from '@jiekun/schema/api'
import type * as z from 'zod'

/** How to reach a house and as whom. */
export interface ClientOptions {
  /** Origin of the house, for example `https://jiekun.example`. */
  url: string
  /** A staff key, sent as bearer token; none for what the public may do. */
  key?: string
  /** Milliseconds until a request is given up. */
  timeoutMs?: number
  fetch?: typeof fetch
}

/** An answer and what its headers tell. */
export interface ClientAnswer<T> {
  body: T
  status: number
  requestId: string
  /** To be sent back as `ifMatch`, where the answer has a version. */
  etag: string | undefined
}

/** What the house refused, as problem details. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(operation: string, problem: Problem) {
    super(`${operation}: ${problem.status} ${problem.detail ?? problem.title}`)
    this.problem = problem
  }
}

type Part<O extends Operation, K extends 'params' | 'query' | 'headers' | 'body'> = O[K] extends z.ZodType
  ? Record<never, never> extends z.input<O[K]>
    ? { [key in K]?: z.input<O[K]> }
    : { [key in K]: z.input<O[K]> }
  : Record<never, never>
type Sparse<O extends Operation> = O extends { sparse: true } ? { fields?: readonly string[] } : Record<never, never>
type Creating<O extends Operation> = O extends { creates: true } ? { idempotencyKey?: string } : Record<never, never>
type Updating<O extends Operation> = O extends { updates: true } ? { ifMatch: string } : Record<never, never>
/** Why staff read or change something, for the audit: 200 characters at most. */
type Reasoned<O extends Operation> = O['access'] extends 'public' ? Record<never, never> : { reason?: string }
export type ClientInput<O extends Operation> = Part<O, 'params'> &
  Part<O, 'query'> &
  Part<O, 'headers'> &
  Part<O, 'body'> &
  Sparse<O> &
  Creating<O> &
  Updating<O> &
  Reasoned<O>
type Given<O extends Operation> =
  Record<never, never> extends ClientInput<O> ? [input?: ClientInput<O>] : [input: ClientInput<O>]
type Answered<O extends Operation> = O['answer'] extends z.ZodType ? z.output<O['answer']> : undefined

/** One function for each operation of the API, by its id. */
export type Client = {
  [K in keyof Operations]: (...given: Given<Operations[K]>) => Promise<ClientAnswer<Answered<Operations[K]>>>
}

interface LooseInput {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  headers?: Record<string, unknown>
  body?: unknown
  fields?: readonly string[]
  idempotencyKey?: string
  ifMatch?: string
  reason?: string
}

const defaultTimeoutMs = 30_000

/** A client of the API of a house. Answers are parsed; what is refused throws {@link ApiError}. */
export function createClient(options: ClientOptions): Client {
  const calls = Object.values<Operation>(operations).map((operation) => [
    operation.id,
    (input: LooseInput = {}) => call(options, operation, input),
  ])
  // Built from the same table as its type.
  return Object.fromEntries(calls) as Client
}

async function call(options: ClientOptions, operation: Operation, input: LooseInput): Promise<ClientAnswer<unknown>> {
  const send = options.fetch ?? fetch
  const response = await send(addressOf(options.url, operation, input), {
    method: operation.method.toUpperCase(),
    headers: headersOf(options, operation, input),
    signal: AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs),
    ...(operation.body ? { body: JSON.stringify(input.body) } : {}),
  })
  if (response.ok && operation.answerTypes) return answerOf(response, operation.answer?.parse(await asItIs(response)))
  const text = await response.text()
  if (!response.ok) throw new ApiError(operation.id, problemOf(response, text))
  const parsed = operation.answer && input.fields === undefined ? operation.answer.parse(JSON.parse(text)) : undefined
  return answerOf(response, parsed ?? (text === '' ? undefined : JSON.parse(text)))
}

/** Text as text, everything else as bytes. */
const asItIs = async (response: Response): Promise<string | Uint8Array> =>
  response.headers.get('content-type')?.startsWith('text/')
    ? response.text()
    : new Uint8Array(await response.arrayBuffer())

const answerOf = (response: Response, body: unknown): ClientAnswer<unknown> => ({
  body,
  status: response.status,
  requestId: response.headers.get('x-request-id') ?? '',
  etag: response.headers.get('etag') ?? undefined,
})

function addressOf(url: string, { path }: Operation, { params = {}, query = {}, fields }: LooseInput): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const address = new URL(apiBase + filled, url)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value))
  }
  if (fields) address.searchParams.set('fields', fields.join(','))
  return address
}

function headersOf({ key }: ClientOptions, { body }: Operation, input: LooseInput): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(input.headers ?? {})) {
    if (value !== undefined) headers.set(name, String(value))
  }
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  if (input.reason !== undefined) headers.set(reasonHeader, encodeURIComponent(input.reason))
  if (body) headers.set('content-type', 'application/json')
  if (input.idempotencyKey !== undefined) headers.set('idempotency-key', input.idempotencyKey)
  if (input.ifMatch !== undefined) headers.set('if-match', input.ifMatch)
  return headers
}

function problemOf(response: Response, text: string): Problem {
  const fallback = { type: 'about:blank', title: response.statusText, status: response.status }
  try {
    return problemSchema.safeParse(JSON.parse(text)).data ?? fallback
  } catch {
    return fallback
  }
}
