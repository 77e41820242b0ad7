import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Keys of staff and machines: only the hash is stored. */
export const staffKeys = sqliteTable('staff_keys', {
  id: text().primaryKey(),
  /** SHA-256 of the secret part, hexadecimal. */
  secretHash: text().notNull(),
  label: text().notNull(),
  role: text().notNull(),
  area: text().notNull(),
  createdAt: integer().notNull(),
  revokedAt: integer(),
})
