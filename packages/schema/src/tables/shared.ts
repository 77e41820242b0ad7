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

/**
 * Every event that other systems may hear of, in the order in which the changes were stored. Written in the batch of the
 * change: a database has one writer at a time, so whoever has read up to a sequence has missed none before it.
 */
export const eventLog = sqliteTable('event_log', {
  sequence: integer().primaryKey({ autoIncrement: true }),
  eventId: text().notNull().unique(),
  area: text().notNull(),
  type: text().notNull(),
  /** The event as JSON, exactly as the consumers hear it. */
  event: text().notNull(),
  at: integer().notNull(),
})

/**
 * Who did what to what, when and why: written in the batch of the change, readings of cases after their answer. The
 * sequence is the order in which rows were stored.
 */
export const audit = sqliteTable(
  'audit',
  {
    sequence: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    service: text().notNull(),
    at: integer().notNull(),
    /** Kind and id, for example `staff:k3x9…`. */
    actor: text().notNull(),
    role: text(),
    action: text().notNull(),
    subject: text().notNull(),
    /** Area of the subject where it is known, else of the actor. */
    area: text().notNull(),
    requestId: text().notNull(),
    reason: text(),
    /** Keyed digest of all but the sequence: only a Worker that holds the key ring can write a row. */
    mac: text().notNull(),
    /** First digits of the area: the league or city, which lists are found by and chains are made of. */
    city: text().generatedAlwaysAs(sql`substr(area, 1, 4)`, { mode: 'virtual' }),
  },
  (table) => [
    index('audit_by_time').on(table.at),
    index('audit_by_subject').on(table.subject, table.at),
    index('audit_by_actor').on(table.actor, table.at),
    index('audit_by_city').on(table.city, table.at),
  ],
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
