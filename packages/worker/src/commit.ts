import type { Event } from '@jiekun/schema'
import { audit, inbox } from '@jiekun/schema/tables/shared'
import type { InferInsertModel, Query } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { newId } from './ids.ts'
import { messagesOf, outboxStatements, relayAfterwards } from './outbox.ts'
import type { ServiceContext } from './service-context.ts'

/** What one change writes to the audit. */
export interface AuditEntry {
  action: string
  /** The id of what was changed or read. */
  subject: string
  area: string
  reason?: string | undefined
}

/** A state change: its rows, the events that tell of it, and who is answerable. */
export interface Change {
  statements: D1PreparedStatement[]
  events?: Event[]
  audit: AuditEntry[]
}

/** Typed queries on a D1 database; columns are snake_case. */
export const queries = (db: D1Database) => drizzle(db, { casing: 'snake_case' })

/**
 * A query of drizzle as a statement of D1. Writes go through D1's own batch, which takes every statement that SQLite does;
 * drizzle's takes no raw SQL.
 */
export function toStatement(db: D1Database, query: { toSQL(): Query }): D1PreparedStatement {
  const { sql, params } = query.toSQL()
  return db.prepare(sql).bind(...params)
}

/** The insertion of one row. */
export function insertRow<T extends SQLiteTable>(
  db: D1Database,
  table: T,
  row: InferInsertModel<T>,
): D1PreparedStatement {
  return toStatement(db, queries(db).insert(table).values(row))
}

/** The statements that record who did what. */
export function auditStatements(ctx: ServiceContext, entries: readonly AuditEntry[]): D1PreparedStatement[] {
  const { actor } = ctx
  return entries.map((entry) =>
    insertRow(ctx.db, audit, {
      id: newId(entry.area),
      service: ctx.service,
      at: ctx.now.getTime(),
      actor: 'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind,
      role: actor.kind === 'staff' ? actor.role : null,
      action: entry.action,
      subject: entry.subject,
      area: entry.area,
      requestId: ctx.requestId,
      reason: entry.reason ?? null,
    }),
  )
}

/** The statement that marks an event as taken effect of; a second one fails its batch. */
export const inboxStatement = (ctx: ServiceContext, consumer: string, eventId: string): D1PreparedStatement =>
  insertRow(ctx.db, inbox, { consumer, eventId, at: ctx.now.getTime() })

/**
 * Writes a change in one D1 batch — rows, outbox, audit — and relays its events afterwards. All of it is stored or none.
 * @returns the results of the change's own statements.
 */
export async function commit(ctx: ServiceContext, change: Change): Promise<D1Result<unknown>[]> {
  const messages = messagesOf(change.events ?? [])
  const results = await ctx.db.batch([
    ...change.statements,
    ...outboxStatements(ctx, messages),
    ...auditStatements(ctx, change.audit),
  ])
  relayAfterwards(ctx, messages)
  return results.slice(0, change.statements.length)
}

/** Whether a batch failed because a row with this key was there already. `columns` as SQLite names them: `table.column`. */
export function violates(error: unknown, columns: string): boolean {
  return error instanceof Error && error.message.includes('UNIQUE constraint failed') && error.message.includes(columns)
}
