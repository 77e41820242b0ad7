import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

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
    /** The household it was made from, so that nothing later can change what it comes to. Null in rows older than this column. */
    input: text(),
    /** Without its explanation, which is four times as long and seldom read. */
    determination: text().notNull(),
    explanation: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [uniqueIndex('determinations_by_application').on(table.applicationId, table.applicationVersion)],
)

/** Long work that somebody asked for. It is deleted with all it holds when it expires. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** The actor who may read it. */
    createdBy: text().notNull(),
    state: text().notNull(),
    /** What every part is worked off with, as JSON. */
    options: text().notNull(),
    total: integer().notNull(),
    done: integer().notNull(),
    createdAt: integer().notNull(),
    endedAt: integer(),
    expiresAt: integer().notNull(),
  },
  (table) => [index('jobs_by_creator').on(table.createdBy, table.state), index('jobs_by_expiry').on(table.expiresAt)],
)

/** What is still to be worked off of a job. The row is the right to do so: it goes in the batch that stores the results. */
export const jobParts = sqliteTable(
  'job_parts',
  {
    jobId: text().notNull(),
    part: integer().notNull(),
    /** Position of its first item in the job. */
    first: integer().notNull(),
    input: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.part] })],
)

/** One result of a job, by its position. */
export const jobResults = sqliteTable(
  'job_results',
  { jobId: text().notNull(), position: integer().notNull(), result: text().notNull() },
  (table) => [primaryKey({ columns: [table.jobId, table.position] })],
)
