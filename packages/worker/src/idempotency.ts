import { idempotentAnswers } from '@jiekun/schema/tables/shared'
import { and, eq, inArray, lt } from 'drizzle-orm'
import * as z from 'zod'
import { insertRow, queries, toStatement, violates } from './commit.ts'
import { ProblemError } from './problems.ts'
import { Reply } from './reply.ts'
import type { ServiceContext } from './service-context.ts'

/** The key of a request, as the table knows it. */
export interface Idempotency {
  keyHash: string
  requestHash: string
}

const longestKey = 200
/** How long a key is remembered, milliseconds: longer than anybody retries. */
const keptMs = 7 * 24 * 3_600_000
/** Answers that one tick of the cron forgets. */
const forgottenAtOnce = 500

const place = (keyHash: string): string => `idempotent_answers:${keyHash}`

/** The idempotency of a request by its key; a key holds for one actor and one operation. Ends the request with 422. */
async function idempotencyOf(ctx: ServiceContext, request: KeyedRequest): Promise<Idempotency> {
  const { key } = request
  if (key.length < 1 || key.length > longestKey) {
    throw new ProblemError('invalid-input', `Idempotency-Key must have 1 to ${longestKey} characters`)
  }
  const { actor } = ctx
  const who = 'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind
  const [keyHash, requestHash] = await Promise.all([
    ctx.keyring.blindIndex('idempotency', JSON.stringify([who, request.operation, key])),
    ctx.keyring.blindIndex('request', JSON.stringify([request.path, request.body])),
  ])
  return { keyHash, requestHash }
}

/** The statement that keeps the answer to a request with a key; none where it has none. A second one fails its batch. */
export async function idempotencyStatements(ctx: ServiceContext, answer: unknown): Promise<D1PreparedStatement[]> {
  if (!ctx.idempotency) return []
  const { keyHash, requestHash } = ctx.idempotency
  const reply = answer instanceof Reply ? answer : new Reply(answer, {})
  const answerSealed = await ctx.keyring.seal(JSON.stringify(reply), place(keyHash))
  return [
    insertRow(ctx.db, idempotentAnswers, {
      keyHash,
      service: ctx.service,
      requestHash,
      answerSealed,
      at: ctx.now.getTime(),
    }),
  ]
}

/** Whether a batch failed because the request has been answered before. */
const answeredBefore = (error: unknown): boolean => violates(error, 'idempotent_answers.key_hash')

const keptSchema = z.object({ body: z.json().optional(), headers: z.record(z.string(), z.string()) })

/** The first answer to a request, if there is one. Ends the request with 422 where the key came with another body. */
async function firstAnswer(ctx: ServiceContext, known: Idempotency): Promise<Reply<unknown> | undefined> {
  const [row] = await queries(ctx.db)
    .select()
    .from(idempotentAnswers)
    .where(eq(idempotentAnswers.keyHash, known.keyHash))
  if (!row) return undefined
  if (row.requestHash !== known.requestHash) throw new ProblemError('idempotency-key-reused')
  const { body, headers } = keptSchema.parse(
    JSON.parse(await ctx.keyring.unseal(row.answerSealed, place(known.keyHash))),
  )
  return new Reply(body, headers)
}

/** A request whose answer is kept under a key. */
export interface KeyedRequest {
  operation: string
  path: string
  key: string
  body: string
}

/** Does what a request with a key asks for, or gives the first answer again where it has been done. Its batch must carry the answer. */
export async function answerOnce<T>(
  ctx: ServiceContext,
  request: KeyedRequest,
  work: (ctx: ServiceContext) => Promise<T>,
): Promise<{ again: Reply<unknown>; done?: never } | { again?: never; done: T }> {
  const idempotency = await idempotencyOf(ctx, request)
  const first = await firstAnswer(ctx, idempotency)
  if (first) return { again: first }
  try {
    return { done: await work({ ...ctx, idempotency }) }
  } catch (error) {
    const again = answeredBefore(error) ? await firstAnswer(ctx, idempotency) : undefined
    if (again) return { again }
    throw error
  }
}

/** Forgets the service's answers whose keys nobody will repeat any more. */
export async function forgetAnswers(ctx: ServiceContext): Promise<void> {
  const db = queries(ctx.db)
  const old = db
    .select({ keyHash: idempotentAnswers.keyHash })
    .from(idempotentAnswers)
    .where(and(eq(idempotentAnswers.service, ctx.service), lt(idempotentAnswers.at, ctx.now.getTime() - keptMs)))
    .limit(forgottenAtOnce)
  await toStatement(ctx.db, db.delete(idempotentAnswers).where(inArray(idempotentAnswers.keyHash, old))).run()
}
