import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** What the policy says of an application at one version, with its explanation. Never changed once written. */
export const determinations = sqliteTable(
  'determinations',
  {
    id: text().primaryKey(),
    applicationId: text().notNull(),
    applicationVersion: integer().notNull(),
    countyCode: text().notNull(),
    /** ISO date that ages and parameters were taken at. */
    asOf: text().notNull(),
    policyVersion: text().notNull(),
    /** Without its explanation, which is four times as long and seldom read. */
    determination: text().notNull(),
    explanation: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [uniqueIndex('determinations_by_application').on(table.applicationId, table.applicationVersion)],
)
