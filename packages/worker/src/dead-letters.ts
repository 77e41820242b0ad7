import { type Consumer, consumerSchema, eventSchema, type Service } from '@jiekun/schema'
import { deadLetterOperations } from '@jiekun/schema/api'
import { deadLetters } from '@jiekun/schema/tables/shared'
import { and, desc, eq, lt, or, type SQL } from 'drizzle-orm'
import { auditStatements } from './audit.ts'
import { queries, toStatement } from './commit.ts'
import { relayAfterwards, replayStatement } from './outbox.ts'
import { ProblemError } from './problems.ts'
import { apiRoutes, serve } from './serve.ts'
import type { ServiceContext } from './service-context.ts'

/** Stores a message that could not be worked off. An event that fails again after its replay is open again. */
export async function storeDeadLetter(ctx: ServiceContext, consumer: Consumer, message: Message): Promise<void> {
  const event = eventSchema.safeParse(message.body)
  const row = {
    id: event.success ? `${consumer}.${event.data.id}` : message.id,
    service: ctx.service,
    consumer,
    body: JSON.stringify(message.body),
    at: ctx.now.getTime(),
  }
  await queries(ctx.db)
    .insert(deadLetters)
    .values(row)
    .onConflictDoUpdate({ target: deadLetters.id, set: { at: row.at, replayedAt: null } })
}

/** Consumer of a dead-letter queue. */
export async function keepDeadLetters(ctx: ServiceContext, consumer: Consumer, batch: MessageBatch): Promise<void> {
  for (const message of batch.messages) {
    await storeDeadLetter(ctx, consumer, message)
    message.ack()
  }
}

/** The service's own dead letters: listed newest first, or put back on their queues. */
export const deadLetterRoutes = apiRoutes(
  serve(deadLetterOperations.listDeadLetters, async (ctx, { params, query }) => {
    mine(ctx, params.service)
    const rows = await queries(ctx.db)
      .select()
      .from(deadLetters)
      .where(and(eq(deadLetters.service, ctx.service), query.after === undefined ? undefined : before(query.after)))
      .orderBy(desc(deadLetters.at), desc(deadLetters.id))
      .limit(query.limit)
    const last = rows.length === query.limit ? rows.at(-1) : undefined
    return {
      items: rows.map((row) => ({
        id: row.id,
        consumer: row.consumer,
        event: eventSchema.safeParse(JSON.parse(row.body)).data ?? null,
        at: new Date(row.at).toISOString(),
        replayedAt: row.replayedAt === null ? null : new Date(row.replayedAt).toISOString(),
      })),
      next: last ? `${last.at}~${last.id}` : null,
    }
  }),
  serve(deadLetterOperations.replayDeadLetter, async (ctx, { params }) => {
    mine(ctx, params.service)
    await replay(ctx, params.id)
    return undefined
  }),
)

/** The gateway sends each request to the service that its path names; another service's letters are none of ours. */
function mine(ctx: ServiceContext, service: Service): void {
  if (service !== ctx.service) throw new ProblemError('not-found')
}

/** What comes after a cursor: what is older, by time and then by id. */
function before(cursor: string): SQL | undefined {
  const [at = '', id = ''] = cursor.split('~', 2)
  return or(lt(deadLetters.at, Number(at)), and(eq(deadLetters.at, Number(at)), lt(deadLetters.id, id)))
}

async function replay(ctx: ServiceContext, id: string): Promise<void> {
  const db = queries(ctx.db)
  const letter = and(eq(deadLetters.id, id), eq(deadLetters.service, ctx.service))
  const [row] = await db.select().from(deadLetters).where(letter)
  if (!row) throw new ProblemError('not-found')
  const event = eventSchema.safeParse(JSON.parse(row.body))
  if (!event.success) throw new ProblemError('wrong-state', 'The message is malformed and cannot be replayed')
  // Only to the consumer it failed at: the others have had it.
  const message = { event: event.data, consumer: consumerSchema.parse(row.consumer) }
  await ctx.db.batch([
    toStatement(ctx.db, db.update(deadLetters).set({ replayedAt: ctx.now.getTime() }).where(letter)),
    replayStatement(ctx, message),
    ...(await auditStatements(ctx, [{ action: 'dead-letter.replayed', subject: row.id, area: event.data.area }])),
  ])
  relayAfterwards(ctx, [message])
}
