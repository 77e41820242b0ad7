import { between, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

const dayMs = 24 * 3_600_000
const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** Whether a moment lies between two days in China, both included; undefined where neither is given. */
export function inDays(column: SQLiteColumn, from: string | undefined, to: string | undefined): SQL | undefined {
  if (from === undefined && to === undefined) return undefined
  const end = to === undefined ? Number.MAX_SAFE_INTEGER : startOf(to) + dayMs - 1
  return between(column, from === undefined ? 0 : startOf(from), end)
}
