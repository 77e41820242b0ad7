import type { Consumer, Event } from '@jiekun/schema'
import { getTableColumns, getTableName, type InferInsertModel, type Query } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import { drizzle } from 'drizzle-orm/d1'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { type AuditEntry, auditStatements } from './audit.ts'
import { logStatements } from './event-log.ts'
import { idempotencyStatements } from './idempotency.ts'
import { messagesOf, outboxStatements, relayAfterwards } from './outbox.ts'
import type { ServiceContext } from './service-context.ts'

/** A state change: its rows, the events that tell of it, and who is answerable. */
export interface Change {
  statements: D1PreparedStatement[]
  events?: Event[]
  audit: AuditEntry[]
  /** What the request will be answered, where it makes something: kept with the change, so that a repeated request gets it again. */
  answer?: unknown
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

interface Insertion {
  sql: string
  columns: [key: string, column: SQLiteColumn][]
}
const insertions = new WeakMap<SQLiteTable, Insertion>()

function insertionOf(table: SQLiteTable): Insertion {
  const known = insertions.get(table)
  if (known) return known
  const columns = Object.entries(getTableColumns(table))
  const names = columns.map(([key]) => toSnakeCase(key))
  const holders = columns.map(() => '?')
  const insertion = { sql: `INSERT INTO ${getTableName(table)} (${names}) VALUES (${holders})`, columns }
  insertions.set(table, insertion)
  return insertion
}

/** The insertion of one row. Inserts are most of what a change is made of, so their SQL is built once for each table. */
export function insertRow<T extends SQLiteTable>(
  db: D1Database,
  table: T,
  row: InferInsertModel<T>,
): D1PreparedStatement {
  const { sql, columns } = insertionOf(table)
  const values = new Map<string, unknown>(Object.entries(row))
  return db.prepare(sql).bind(
    ...columns.map(([key, column]) => {
      const value = values.get(key) ?? column.default ?? null
      return value === null ? null : column.mapToDriverValue(value)
    }),
  )
}

/** The statement that marks events as taken effect of by a consumer; one that is marked already fails its batch. */
export const inboxStatement = (
  ctx: ServiceContext,
  consumer: Consumer,
  eventIds: readonly string[],
): D1PreparedStatement =>
  ctx.db
    .prepare('INSERT INTO inbox (consumer, event_id, at) SELECT ?2, value, ?3 FROM json_each(?1)')
    .bind(JSON.stringify(eventIds), consumer, ctx.now.getTime())

/**
 * Writes a change in one D1 batch — rows, events, audit — and relays its events afterwards. All of it is stored or none.
 * @returns the results of the change's own statements.
 */
export async function commit(ctx: ServiceContext, change: Change): Promise<D1Result<unknown>[]> {
  const messages = messagesOf(change.events ?? [])
  // First, so that a repeated request is known as such and not taken for a second one.
  const first = change.answer === undefined ? [] : await idempotencyStatements(ctx, change.answer)
  first.push(...logStatements(ctx, change.events ?? []))
  const results = await ctx.db.batch([
    ...first,
    ...change.statements,
    ...outboxStatements(ctx, messages),
    ...(await auditStatements(ctx, change.audit)),
  ])
  relayAfterwards(ctx, messages)
  return results.slice(first.length, first.length + change.statements.length)
}

/** Whether a batch failed because a row with this key was there already. `columns` as SQLite names them: `table.column`. */
export function violates(error: unknown, columns: string): boolean {
  return error instanceof Error && error.message.includes('UNIQUE constraint failed') && error.message.includes(columns)
}
