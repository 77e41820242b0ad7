import { type Consumer, consumerSchema, eventSchema, type Service } from '@jiekun/schema'
import { deadLetters } from '@jiekun/schema/tables/shared'
import { and, desc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { auditStatements, queries, toStatement } from './commit.ts'
import { relayAfterwards, replayStatement } from './outbox.ts'
import { ProblemError } from './problems.ts'
import { requireScope, type ServiceContext, type ServiceVariables } from './service-context.ts'

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

/** Most dead letters on one page. */
const pageSize = 100

/** `GET /` lists a service's dead letters, newest first; `POST /:id/replay` puts one back on its queue. */
export function deadLetterRoutes(service: Service) {
  return new Hono<{ Variables: ServiceVariables }>()
    .get('/', async (c) => {
      const { ctx } = c.var
      requireScope(ctx, 'dead-letters:read')
      const rows = await queries(ctx.db)
        .select()
        .from(deadLetters)
        .where(eq(deadLetters.service, service))
        .orderBy(desc(deadLetters.at))
        .limit(pageSize)
      return c.json({
        items: rows.map((row) => ({
          id: row.id,
          consumer: row.consumer,
          event: eventSchema.safeParse(JSON.parse(row.body)).data ?? null,
          at: new Date(row.at).toISOString(),
          replayedAt: row.replayedAt === null ? null : new Date(row.replayedAt).toISOString(),
        })),
      })
    })
    .post('/:id/replay', async (c) => {
      const { ctx } = c.var
      requireScope(ctx, 'dead-letters:replay')
      await replay(ctx, service, c.req.param('id'))
      return c.body(null, 204)
    })
}

async function replay(ctx: ServiceContext, service: Service, id: string): Promise<void> {
  const db = queries(ctx.db)
  const mine = and(eq(deadLetters.id, id), eq(deadLetters.service, service))
  const [row] = await db.select().from(deadLetters).where(mine)
  if (!row) throw new ProblemError('not-found')
  const event = eventSchema.safeParse(JSON.parse(row.body))
  if (!event.success) throw new ProblemError('wrong-state', 'The message is malformed and cannot be replayed')
  // Only to the consumer it failed at: the others have had it.
  const message = { event: event.data, consumer: consumerSchema.parse(row.consumer) }
  await ctx.db.batch([
    toStatement(ctx.db, db.update(deadLetters).set({ replayedAt: ctx.now.getTime() }).where(mine)),
    replayStatement(ctx, message),
    ...auditStatements(ctx, [{ action: 'dead-letter.replayed', subject: row.id, area: event.data.area }]),
  ])
  relayAfterwards(ctx, [message])
}
