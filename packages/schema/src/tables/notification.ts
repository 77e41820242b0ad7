import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Messages to applicants, one per event and template. The text holds no name and no number of a person. */
export const messages = sqliteTable(
  'messages',
  {
    id: text().primaryKey(),
    applicationId: text().notNull(),
    countyCode: text().notNull(),
    eventId: text().notNull(),
    template: text().notNull(),
    language: text().notNull(),
    /** `applicant` or `agent`. */
    recipient: text().notNull().default('applicant'),
    channel: text().notNull(),
    body: text().notNull(),
    state: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    index('messages_by_application').on(table.applicationId, table.id),
    index('messages_by_county').on(table.countyCode, table.id),
  ],
)
