import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** An office of a department at one level. Its webhook secret is sealed; those it had before are in `former_office_secrets`. */
export const offices = sqliteTable(
  'offices',
  {
    id: text().primaryKey(),
    department: text().notNull(),
    areaCode: text().notNull(),
    name: text().notNull(),
    endpoint: text(),
    secretSealed: text(),
    version: integer().notNull().default(1),
  },
  (table) => [
    uniqueIndex('offices_by_department').on(table.department, table.areaCode),
    index('offices_by_area').on(table.areaCode, table.id),
  ],
)

/** Every change of an office; the key makes a lost race roll back its whole batch. */
export const officeChanges = sqliteTable(
  'office_changes',
  {
    officeId: text().notNull(),
    sequence: integer().notNull(),
    change: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.officeId, table.sequence] })],
)

/** Webhook secrets that a newer one has taken the place of, good beside it until they expire. */
export const formerOfficeSecrets = sqliteTable(
  'former_office_secrets',
  {
    officeId: text().notNull(),
    id: text().notNull(),
    secretSealed: text().notNull(),
    /** When the newer one came. */
    replacedAt: integer().notNull(),
    expiresAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.officeId, table.id] }),
    index('former_office_secrets_by_expiry').on(table.expiresAt),
  ],
)

/** The plan of a case 一户一计划: its id is the case number. */
export const plans = sqliteTable(
  'plans',
  {
    id: text().primaryKey(),
    countyCode: text().notNull(),
    /** Null while only emergency aid has been referred. */
    fileNumber: text(),
    openedAt: integer().notNull(),
    completedAt: integer(),
  },
  (table) => [index('plans_by_county').on(table.countyCode, table.id)],
)

/** One measure of a plan on its way to the office that owes it. */
export const referrals = sqliteTable(
  'referrals',
  {
    id: text().primaryKey(),
    planId: text().notNull(),
    countyCode: text().notNull(),
    measure: text().notNull(),
    clause: text().notNull(),
    memberIds: text().notNull(),
    officeId: text().notNull(),
    /** The source names no lead department: the routing is a default. */
    isDefault: integer({ mode: 'boolean' }).notNull(),
    emergency: integer({ mode: 'boolean' }).notNull(),
    state: text().notNull(),
    version: integer().notNull(),
    answerBy: text().notNull(),
    amountFen: integer(),
    documentNumber: text(),
    createdAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex('referrals_one_per_measure').on(table.planId, table.measure),
    index('referrals_by_office').on(table.officeId, table.id),
    index('referrals_by_county').on(table.countyCode, table.id),
    // Holds all that counting asks for.
    index('referrals_by_measure').on(table.countyCode, table.measure, table.state),
  ],
)

/** Every change of state of a referral; the key makes a lost race roll back its whole batch. */
export const referralTransitions = sqliteTable(
  'referral_transitions',
  {
    referralId: text().notNull(),
    sequence: integer().notNull(),
    state: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    reason: text(),
  },
  (table) => [primaryKey({ columns: [table.referralId, table.sequence] })],
)

/** A webhook to an office: what it is of, and how far it got. The id is the `webhook-id` of every attempt. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text().primaryKey(),
    planId: text().notNull(),
    countyCode: text().notNull(),
    officeId: text().notNull(),
    type: text().notNull(),
    clause: text().notNull(),
    referralIds: text().notNull(),
    state: text().notNull(),
    attempts: integer().notNull(),
    /** Null while its message is on its way, which the outbox answers for: two who did would multiply it under load. */
    nextAttemptAt: integer(),
    lastStatus: integer(),
    lastError: text(),
    deliveredAt: integer(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index('deliveries_due').on(table.nextAttemptAt).where(sql`state = 'pending'`),
    index('deliveries_by_plan').on(table.planId),
  ],
)

/** Webhooks received, so that a replay is answered once more without effect. */
export const receivedWebhooks = sqliteTable(
  'received_webhooks',
  { officeId: text().notNull(), webhookId: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.officeId, table.webhookId] })],
)

/** What of a case left the house, to which office, why, and on what ground (PIPL 23). One for each source, such as a webhook. */
export const disclosures = sqliteTable(
  'disclosures',
  {
    id: text().primaryKey(),
    caseNumber: text().notNull(),
    countyCode: text().notNull(),
    officeId: text().notNull(),
    at: integer().notNull(),
    /** The webhook or the request by which it left; a second one of it is not a second disclosure. */
    sourceId: text().notNull().unique(),
    clause: text().notNull(),
    /** Codes of the measures that it was for, as JSON. */
    measures: text().notNull(),
    /** Codes of what was told, as JSON. */
    fields: text().notNull(),
    basis: text().notNull(),
    /** Version of the consent text, where the ground is a consent. */
    consentVersion: text(),
  },
  (table) => [index('disclosures_by_case').on(table.caseNumber, table.id)],
)
