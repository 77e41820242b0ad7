import { type Event, isPublic } from '@jiekun/schema'
import type { ServiceContext } from './service-context.ts'

/**
 * The statement that puts events into the log which other systems follow; none where they hear of none. It stands before
 * the rows of its batch: what a statement there tells by itself follows from these events, and comes after them.
 */
export function logStatements(ctx: ServiceContext, events: readonly Event[]): D1PreparedStatement[] {
  const told = events.filter(({ type }) => isPublic(type))
  if (told.length === 0) return []
  const rows = told.map((event) => ({ ...placeOf(event), event: JSON.stringify(event) }))
  return [
    ctx.db
      .prepare(
        `INSERT INTO event_log (event_id, area, type, event, at)
         SELECT value->>'id', value->>'area', value->>'type', value->>'event', ?2 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(rows), ctx.now.getTime()),
  ]
}

const placeOf = ({ id, area, type }: Event) => ({ id, area, type })

/** The statement that logs an event which a statement of the batch has put into the outbox, if it has. */
export const logFromOutbox = (ctx: ServiceContext, { id, area, type }: Event): D1PreparedStatement =>
  ctx.db
    .prepare(
      `INSERT INTO event_log (event_id, area, type, event, at)
       SELECT event_id, ?2, ?3, event, created_at FROM outbox WHERE event_id = ?1 LIMIT 1`,
    )
    .bind(id, area, type)
