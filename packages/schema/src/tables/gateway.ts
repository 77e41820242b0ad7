import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The people who sign in: with a password and a code of their own, or through an OpenID provider. */
export const users = sqliteTable(
  'users',
  {
    id: text().primaryKey(),
    /** In small letters. */
    login: text().notNull(),
    displayName: text().notNull(),
    /** At which households reach their helper 帮扶责任人. */
    telephone: text(),
    role: text().notNull(),
    area: text().notNull(),
    officeId: text(),
    state: text().notNull(),
    version: integer().notNull(),
    /** Who the person is to an OpenID provider; such a user has no password here. */
    issuer: text(),
    subject: text(),
    /** scrypt with its parameters, or null for whoever comes through a provider. */
    passwordHash: text(),
    /** Until then the password is the one that an administrator handed over; null once the person has chosen another. */
    firstPasswordUntil: integer(),
    /** The secret of the code generator, sealed; null until it is set up. */
    totpSealed: text(),
    createdAt: integer().notNull(),
    createdBy: text().notNull(),
    /** Made by a local start; a deployment that finds one refuses to serve. */
    seeded: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    uniqueIndex('users_by_login').on(table.login),
    uniqueIndex('users_by_subject').on(table.issuer, table.subject).where(sql`issuer is not null`),
    index('users_seeded').on(table.seeded).where(sql`seeded`),
  ],
)

/** Every change of a user under its number, so that of two changes at once one fails whole. */
export const userChanges = sqliteTable(
  'user_changes',
  {
    userId: text().notNull(),
    version: integer().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    /** What was changed: names of fields, no values. */
    what: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.version] })],
)

/** Sessions of people. Only the hash of the token is stored. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    /** SHA-256 of the token, hexadecimal. */
    tokenHash: text().notNull(),
    userId: text().notNull(),
    /** What it was opened by: `password` or `provider`. */
    method: text().notNull(),
    /** The one-time proof that opened it: of a code its user and time step, of a provider the state. Each opens one session. */
    proof: text().notNull(),
    createdAt: integer().notNull(),
    /** Written once a minute at most. */
    usedAt: integer().notNull(),
    expiresAt: integer().notNull(),
    endedAt: integer(),
  },
  (table) => [
    uniqueIndex('sessions_by_token').on(table.tokenHash),
    uniqueIndex('sessions_by_proof').on(table.proof),
    index('sessions_by_user').on(table.userId, table.id),
    index('sessions_by_age').on(table.expiresAt),
  ],
)

/** Attempts to sign in, by account and by address, both as blind indexes: what lock-out goes by. */
export const signInAttempts = sqliteTable(
  'sign_in_attempts',
  {
    subject: text().primaryKey(),
    failures: integer().notNull(),
    lastAt: integer().notNull(),
    waitUntil: integer().notNull(),
  },
  (table) => [index('sign_in_attempts_by_age').on(table.lastAt)],
)

/** Who tried to sign in, when, how it ended. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    id: text().primaryKey(),
    at: integer().notNull(),
    /** Null where no such user exists. */
    userId: text(),
    /** Of the user; the region where there is none. */
    area: text().notNull(),
    method: text().notNull(),
    outcome: text().notNull(),
    /** Blind index of the address it came from. */
    addressIndex: text().notNull(),
    requestId: text().notNull(),
  },
  (table) => [index('sign_ins_by_time').on(table.at, table.id)],
)

/** Keys of machines: only the hash is stored. */
export const staffKeys = sqliteTable(
  'staff_keys',
  {
    id: text().primaryKey(),
    /** SHA-256 of the secret part, hexadecimal. */
    secretHash: text().notNull(),
    label: text().notNull(),
    role: text().notNull(),
    area: text().notNull(),
    officeId: text(),
    /** JSON list; null for all that the role holds. */
    scopes: text(),
    createdAt: integer().notNull(),
    createdBy: text(),
    /** Null for seeded keys alone. */
    expiresAt: integer(),
    /** Written once an hour at most. */
    lastUsedAt: integer(),
    /** The key that this one takes over from; a key has one successor. */
    predecessor: text(),
    revokedAt: integer(),
    /** Made by a local start; a deployment that finds one refuses to serve. */
    seeded: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    uniqueIndex('staff_keys_by_predecessor').on(table.predecessor),
    index('staff_keys_seeded').on(table.seeded).where(sql`seeded`),
  ],
)
