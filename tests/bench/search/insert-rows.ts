import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { getTableColumns, getTableName, type InferInsertModel } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as z from 'zod'

/** What a column holds where a row says nothing. */
const defaultSchema = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => value ?? null)

/** Inserts rows into a table by a statement that is prepared once. */
export function insertInto<T extends SQLiteTable>(db: DatabaseSync, table: T): (row: InferInsertModel<T>) => void {
  const columns = Object.entries(getTableColumns(table))
  const names = columns.map(([key]) => toSnakeCase(key))
  const statement = db.prepare(`INSERT INTO ${getTableName(table)} (${names}) VALUES (${columns.map(() => '?')})`)
  return (row) => {
    const values = new Map<string, SQLInputValue>(Object.entries(row))
    statement.run(...columns.map(([key, { default: otherwise }]) => values.get(key) ?? defaultSchema.parse(otherwise)))
  }
}
