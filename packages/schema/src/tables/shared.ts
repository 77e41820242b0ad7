/**
 * The tables behind the mechanisms that every service shares. A row belongs to the service named in it, and only that
 * service writes it, through `packages/worker`.
 */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * One row for each event and consumer that is to hear it, stored in the batch of the change that the event tells of. It
 * is settled when the consumer has taken effect of it, or has put it with the dead letters.
 */
export const outbox = sqliteTable(
  'outbox',
  {
    eventId: text().notNull(),
    consumer: text().notNull(),
    service: text().notNull(),
    /** The event as JSON, exactly as it is sent. */
    event: text().notNull(),
    createdAt: integer().notNull(),
    /** Milliseconds since 1970. Until then the row counts as being on its way. */
    leasedUntil: integer().notNull(),
    attempts: integer().notNull(),
    settledAt: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.consumer] }),
    index('outbox_unsettled').on(table.service, table.leasedUntil).where(sql`settled_at is null`),
  ],
)

/** Which event each consumer has taken effect of; written in the batch of the effect. */
export const inbox = sqliteTable(
  'inbox',
  { consumer: text().notNull(), eventId: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.consumer, table.eventId] })],
)

/** Messages that a consumer could not work off, kept for staff to read and replay. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    /** Consumer and event, so that an event which fails again is the same letter; the queue's id where it is no event. */
    id: text().primaryKey(),
    service: text().notNull(),
    consumer: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
    replayedAt: integer(),
  },
  (table) => [index('dead_letters_by_service').on(table.service, table.id)],
)

/** Who did what to what, when and why. Written in the batch of the change. */
export const audit = sqliteTable(
  'audit',
  {
    id: text().primaryKey(),
    service: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    role: text(),
    action: text().notNull(),
    subject: text().notNull(),
    area: text().notNull(),
    requestId: text().notNull(),
    reason: text(),
  },
  (table) => [index('audit_by_subject').on(table.subject, table.at)],
)

/** Answers already given to requests with an `Idempotency-Key`, sealed; written in the batch of what they tell of. */
export const idempotentAnswers = sqliteTable(
  'idempotent_answers',
  {
    /** Keyed digest of who asked, what for, and the key. */
    keyHash: text().primaryKey(),
    service: text().notNull(),
    /** Keyed digest of the body: two requests under one key are the same when their bodies are. */
    requestHash: text().notNull(),
    answerSealed: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index('idempotent_answers_by_age').on(table.service, table.at)],
)
