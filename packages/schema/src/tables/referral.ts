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
    telephone: text(),
    address: text(),
    /** Opening hours in words. */
    hours: text(),
    /** Codes of the measures that it serves 部门服务清单, as JSON; null where it serves whatever its department leads. */
    measures: text(),
    /** Referrals that it can have open at a time; null for any number. */
    capacity: integer(),
    /** The ISO date from which it takes no new referrals. */
    closedFrom: text(),
    endpoint: text(),
    secretSealed: text(),
    /** How webhooks to it are signed: hmac, ed25519 or both. */
    signature: text().notNull().default('hmac'),
    /** The public key (whpk_) that it may sign its own webhooks with. */
    publicKey: text(),
    /** Since when no webhook has got through; null while they do. */
    failingSince: integer(),
    /** When its webhooks were stopped, and why: gone or failing. */
    disabledAt: integer(),
    disabledBecause: text(),
    /** It asked for a pause (429, Retry-After): nothing goes there before. */
    pausedUntil: integer(),
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
    /** What its fields were and are now, as JSON, `{ field: [before, after] }`; no secrets. */
    fields: text(),
  },
  (table) => [primaryKey({ columns: [table.officeId, table.sequence] })],
)

/**
 * Who answers for a clause or a measure from a day on, where it is not as the policy text of 2018 has it: a
 * reorganisation is a row. Never changed; a later one takes its place, and one that was wrong is withdrawn.
 */
export const routingRules = sqliteTable(
  'routing_rules',
  {
    id: text().primaryKey(),
    /** Code of the measure that it is for; null for all of its clause. */
    measure: text(),
    clause: text(),
    /** Code of the department that leads. */
    lead: text().notNull(),
    /** Codes of the departments that cooperate, as JSON. */
    cooperating: text().notNull(),
    /** Which county decides: residence, or registration 户籍. */
    county: text().notNull(),
    /** ISO date. */
    effectiveFrom: text().notNull(),
    /** The document that orders it. */
    source: text().notNull(),
    createdAt: integer().notNull(),
    createdBy: text().notNull(),
    withdrawnAt: integer(),
    withdrawnBy: text(),
  },
  (table) => [index('routing_rules_by_day').on(table.effectiveFrom)],
)

/** Holidays and make-up working days of the years that were announced after the calendar library was. */
export const calendarYears = sqliteTable('calendar_years', {
  year: integer().primaryKey(),
  /** ISO dates, as JSON. */
  holidays: text().notNull(),
  workdays: text().notNull(),
  /** The announcement. */
  source: text().notNull(),
  version: integer().notNull(),
  at: integer().notNull(),
  actor: text().notNull(),
})

/** Every import of a calendar year; the key makes a lost race roll back its whole batch. */
export const calendarChanges = sqliteTable(
  'calendar_changes',
  {
    year: integer().notNull(),
    version: integer().notNull(),
    /** ISO dates, as JSON. */
    holidays: text().notNull(),
    workdays: text().notNull(),
    source: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.year, table.version] })],
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
    /** Why it went to this office, as codes in JSON. */
    routedBecause: text(),
    /** How it closed. */
    outcome: text(),
    declineCode: text(),
    amountFen: integer(),
    /** ISO dates that the help is for. */
    periodFrom: text(),
    periodTo: text(),
    documentNumber: text(),
    /** Documents of the result by reference, as JSON. */
    documents: text(),
    createdAt: integer().notNull(),
    /** Who must act: office, union or applicant; null once nobody has to. */
    duty: text(),
    /** The clock of the present state: from which ISO date how many working days, and the day that makes. */
    clockFrom: text(),
    clockDays: integer(),
    dueOn: text(),
    /** False where the day lies beyond the announced holidays. */
    dueKnown: integer({ mode: 'boolean' }).notNull().default(true),
    /** Working days that the office had left when its clock was stopped; null while it runs. */
    suspendedDays: integer(),
    /** The ISO date on which it must be looked at next: to warn, to escalate, or to close. Null where never. */
    attendOn: text(),
    /** Whether the one who must act was warned in this state. */
    warned: integer({ mode: 'boolean' }).notNull().default(false),
    /** How often it has been escalated in this state. */
    escalations: integer().notNull().default(0),
    /** The office above that it rose to; it may read and take it over. */
    escalatedTo: text(),
  },
  (table) => [
    uniqueIndex('referrals_one_per_measure').on(table.planId, table.measure),
    index('referrals_by_office').on(table.officeId, table.id),
    // The inbox of an office: what is due first stands first.
    index('referrals_by_due').on(table.officeId, table.dueOn, table.id).where(sql`due_on is not null`),
    index('referrals_by_county').on(table.countyCode, table.id),
    // Holds all that counting asks for.
    index('referrals_by_measure').on(table.countyCode, table.measure, table.state),
    // Holds all that the load of an office is counted by.
    index('referrals_by_load').on(table.officeId, table.state),
    index('referrals_escalated').on(table.escalatedTo, table.id).where(sql`escalated_to is not null`),
    index('referrals_to_attend').on(table.attendOn, table.id).where(sql`attend_on is not null`),
    // What stalls, in the order in which it is listed: what is overdue, what waits for the union, what was never sent. The
    // county stands in them so that a county's page reads no rows of others.
    index('referrals_overdue').on(table.dueOn, table.id, table.countyCode).where(sql`due_on is not null`),
    index('referrals_with_union').on(table.duty, table.dueOn, table.id, table.countyCode).where(sql`duty = 'union'`),
    index('referrals_unsent').on(table.state, table.dueOn, table.id, table.countyCode).where(sql`state = 'created'`),
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
    /** The office that had it then. */
    officeId: text(),
  },
  (table) => [primaryKey({ columns: [table.referralId, table.sequence] })],
)

/** Every warning and escalation of a referral, in order. */
export const referralEscalations = sqliteTable(
  'referral_escalations',
  {
    referralId: text().notNull(),
    sequence: integer().notNull(),
    planId: text().notNull(),
    countyCode: text().notNull(),
    /** warning or escalation. */
    kind: text().notNull(),
    at: integer().notNull(),
    /** State and version that it was about. */
    state: text().notNull(),
    version: integer().notNull(),
    dueOn: text().notNull(),
    officeId: text().notNull(),
    toOfficeId: text(),
    toArea: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.referralId, table.sequence] }),
    index('referral_escalations_by_plan').on(table.planId),
  ],
)

/** What an office does beside the lead of a clause 协办: one for each office and clause of an extension of a plan. */
export const cooperationTasks = sqliteTable(
  'cooperation_tasks',
  {
    id: text().primaryKey(),
    planId: text().notNull(),
    countyCode: text().notNull(),
    officeId: text().notNull(),
    clause: text().notNull(),
    /** Ids of the referrals that it helps with, as JSON. */
    referralIds: text().notNull(),
    /** open, done or lapsed: lapsed with the last of its referrals. */
    state: text().notNull(),
    version: integer().notNull(),
    note: text(),
    createdAt: integer().notNull(),
    endedAt: integer(),
  },
  (table) => [
    index('cooperation_tasks_by_office').on(table.officeId, table.id),
    index('cooperation_tasks_by_plan').on(table.planId, table.id),
    index('cooperation_tasks_by_county').on(table.countyCode, table.id),
  ],
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
    /** Of `referral.informed`: the task that it tells of. */
    taskId: text(),
    /** pending, delivered, inbox (no system), failed (given up after days) or held (its endpoint was stopped). */
    state: text().notNull(),
    attempts: integer().notNull(),
    /** Attempts since it was made or replayed last: what the back-off goes by. */
    tries: integer().notNull().default(0),
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
    index('deliveries_by_office').on(table.officeId, table.id),
    index('deliveries_stuck')
      .on(table.type, table.state)
      .where(sql`state in ('failed', 'held') and type in ('referral.resumed', 'referral.disputed')`),
  ],
)

/** Each attempt of a webhook: what an engineer reads to find out why it fails. Kept for thirty days. */
export const deliveryAttempts = sqliteTable(
  'delivery_attempts',
  {
    deliveryId: text().notNull(),
    attempt: integer().notNull(),
    at: integer().notNull(),
    status: integer(),
    error: text(),
    latencyMs: integer().notNull(),
    /** The first kilobyte of the answer, sealed: an office may say anything in it. */
    answerSealed: text(),
  },
  (table) => [
    primaryKey({ columns: [table.deliveryId, table.attempt] }),
    index('delivery_attempts_by_age').on(table.at),
  ],
)

/** What an office without a system has before it at the beginning of a working day. */
export const officeDigests = sqliteTable(
  'office_digests',
  {
    officeId: text().notNull(),
    /** ISO date. */
    day: text().notNull(),
    /** How many referrals are new, due, overdue, escalated to it, and open in all, as JSON. */
    counts: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.officeId, table.day] })],
)

/** Webhooks received, so that a replay is answered once more without effect. */
export const receivedWebhooks = sqliteTable(
  'received_webhooks',
  { officeId: text().notNull(), webhookId: text().notNull(), at: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.officeId, table.webhookId] }),
    index('received_webhooks_by_age').on(table.at),
  ],
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
