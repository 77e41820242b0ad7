import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * The chains of the audit, one of each league or city and one of the region: each link holds a keyed digest over the one
 * before it and the row that it is of. The key makes two who extend a chain at once fail all but one.
 */
export const auditLinks = sqliteTable(
  'audit_links',
  {
    area: text().notNull(),
    /** From 1, without a gap. */
    position: integer().notNull(),
    /** Of the audit row. */
    sequence: integer().notNull().unique(),
    auditId: text().notNull().unique(),
    /** Of the audit row when it was chained. */
    mac: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.area, table.position] })],
)

/** Where each chain stood on the first minute of a day, signed: a copy kept elsewhere shows a chain that was cut short. */
export const auditAnchors = sqliteTable(
  'audit_anchors',
  {
    area: text().notNull(),
    /** ISO date in China. */
    day: text().notNull(),
    position: integer().notNull(),
    hash: text().notNull(),
    signature: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.area, table.day] }),
    index('audit_anchors_by_position').on(table.area, table.position),
  ],
)
