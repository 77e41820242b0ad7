import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** One application of a household; its id is the case number. */
export const applications = sqliteTable(
  'applications',
  {
    id: text().primaryKey(),
    countyCode: text().notNull(),
    state: text().notNull(),
    version: integer().notNull(),
    facts: text().notNull(),
    members: text().notNull(),
    consents: text().notNull(),
    language: text().notNull(),
    /** The identity, sealed as one value. */
    identitySealed: text().notNull(),
    identityMasked: text().notNull(),
    /** Blind indexes: same person, same telephone, without the number itself. */
    personIndex: text().notNull(),
    phoneIndex: text().notNull(),
    accessKeyId: text().notNull(),
    submittedAt: integer().notNull(),
    determinationId: text(),
    archiveDecision: text(),
    unionCategory: text(),
    fileNumber: text(),
    planCompletedAt: integer(),
    /** The helper that the household is paired with 结对帮扶. */
    helperId: text(),
  },
  (table) => [
    uniqueIndex('applications_one_open_per_person')
      .on(table.personIndex)
      .where(sql`state in ('submitted', 'under_review')`),
    index('applications_by_county').on(table.countyCode, table.id),
    index('applications_by_phone').on(table.phoneIndex),
    index('applications_by_helper').on(table.helperId).where(sql`helper_id is not null`),
  ],
)

/** Every change of state of an application. The key is what makes a lost race roll back its whole batch. */
export const applicationTransitions = sqliteTable(
  'application_transitions',
  {
    applicationId: text().notNull(),
    sequence: integer().notNull(),
    state: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    reason: text(),
  },
  (table) => [primaryKey({ columns: [table.applicationId, table.sequence] })],
)

/** One file per household 一户一档. */
export const householdFiles = sqliteTable(
  'household_files',
  {
    fileNumber: text().primaryKey(),
    applicationId: text().notNull(),
    personIndex: text().notNull().unique(),
    countyCode: text().notNull(),
    unionCategory: text().notNull(),
    state: text().notNull(),
    openedAt: integer().notNull(),
  },
  (table) => [index('household_files_by_county').on(table.countyCode, table.fileNumber)],
)

/** What happened in a case, in the words of codes. */
export const timeline = sqliteTable(
  'timeline',
  {
    id: text().primaryKey(),
    applicationId: text().notNull(),
    at: integer().notNull(),
    type: text().notNull(),
    data: text().notNull(),
  },
  (table) => [index('timeline_by_application').on(table.applicationId, table.at)],
)

/** The latest known state of each measure of a case, told by referral. */
export const caseMeasures = sqliteTable(
  'case_measures',
  {
    referralId: text().primaryKey(),
    applicationId: text().notNull(),
    measure: text().notNull(),
    clause: text().notNull(),
    officeId: text().notNull(),
    state: text().notNull(),
    version: integer().notNull(),
  },
  (table) => [index('case_measures_by_application').on(table.applicationId)],
)

/** A form on its way: sealed, found by the hash of the browser's secret, thrown away when sent or old. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text().primaryKey(),
    answersSealed: text().notNull(),
    version: integer().notNull(),
    updatedAt: integer().notNull(),
    /** The case number that the draft became. */
    applicationId: text(),
  },
  (table) => [index('drafts_by_age').on(table.updatedAt)],
)
