import { type Event, eventSchema } from '@jiekun/schema'
import * as z from 'zod'

const namesSchema = z.array(z.object({ name: z.string() }))

/** Every row of every table, by table: what a test compares to say that nothing at all has changed. */
export async function allRows(db: D1Database): Promise<Record<string, unknown[]>> {
  const tables = await db
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'",
    )
    .all()
  const names = namesSchema.parse(tables.results).map(({ name }) => name)
  const rows = await db.batch<Record<string, unknown>>(
    names.map((name) => db.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`)),
  )
  // When a key was last used is written after the answer, whatever that was.
  const unused = (row: Record<string, unknown>) => ('last_used_at' in row ? { ...row, last_used_at: null } : row)
  return Object.fromEntries(names.map((name, index) => [name, (rows[index]?.results ?? []).map(unused)]))
}

/** Every event that was told, once each consumer that hears of one has taken effect of it. */
export async function allHeard(db: D1Database): Promise<Event[] | undefined> {
  const { results } = await db
    .prepare(
      `SELECT event, min(EXISTS (
         SELECT 1 FROM inbox WHERE inbox.event_id = outbox.event_id AND inbox.consumer = outbox.consumer)) AS heard
       FROM outbox GROUP BY event_id ORDER BY event_id`,
    )
    .all<{ event: string; heard: number }>()
  return results.every(({ heard }) => heard === 1)
    ? results.map(({ event }) => eventSchema.parse(JSON.parse(event)))
    : undefined
}

/** How many rows a query finds. */
export async function countOf(db: D1Database, from: string, ...values: (string | number)[]): Promise<number> {
  const row = await db
    .prepare(`SELECT count(*) AS n FROM ${from}`)
    .bind(...values)
    .first<{ n: number }>()
  return row?.n ?? 0
}
