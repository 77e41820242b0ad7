import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** Whether a column is one of many values. One bound parameter holds them all: D1 takes a hundred, a batch needs thousands. */
export const inList = (column: SQLiteColumn, values: Iterable<string>): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify([...new Set(values)])}))`
