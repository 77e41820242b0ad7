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
    /** Consents of guardians for members under 14, as JSON; the name of a guardian is sealed in it, with a masked copy. */
    guardianConsents: text().notNull().default('[]'),
    language: text().notNull(),
    /** The identity, sealed as one value. */
    identitySealed: text().notNull(),
    identityMasked: text().notNull(),
    /** Blind indexes: same person, same telephone, without the number itself. */
    personIndex: text().notNull(),
    phoneIndex: text().notNull(),
    accessKeyId: text().notNull(),
    /** Raised with each new access code: the one before opens nothing any more. */
    accessRound: integer().notNull().default(0),
    submittedAt: integer().notNull(),
    determinationId: text(),
    archiveDecision: text(),
    unionCategory: text(),
    fileNumber: text(),
    planCompletedAt: integer(),
    /** The helper that the household is paired with 结对帮扶. */
    helperId: text(),
    /** ISO date by which, or from which on, its next step is due; set in the states that wait for somebody. */
    dueOn: text(),
    /** 0 where that day was counted beyond the announced holidays, by weekends alone; else 1. Some read rows as D1 gives them. */
    dueKnown: integer().notNull().default(1),
    claimedBy: text(),
    claimedAt: integer(),
    /** What it lacks, as JSON, while it is returned. */
    missing: text(),
    /** Another outcome than the determination's, proposed or confirmed, as JSON. */
    override: text(),
    endorsedBy: text(),
    /** Of a twin 重复申请, which came while its person had an open application: the first of those that were open together. */
    twinOf: text(),
    /** Its turn among the open applications of its person. The one of turn 0 goes forward; the others wait. */
    turn: integer().notNull().default(0),
    /** When the contacts of the others were told that this twin has come. */
    twinToldAt: integer(),
    /** Why it was declined, where that is not its merits. */
    declinedAs: text(),
    /** ISO date: last day of the public notice 公示. */
    noticeEndsOn: text(),
    /** When the personal data of the case was erased; what is left is the number, the decision, dates and amounts. */
    erasedAt: integer(),
  },
  (table) => [
    uniqueIndex('applications_one_open_per_person')
      .on(table.personIndex)
      .where(sql`turn = 0 and state in ('submitted', 'under_review', 'returned', 'public_notice')`),
    index('applications_by_twin').on(table.twinOf).where(sql`twin_of is not null`),
    index('applications_in_turn')
      .on(table.personIndex, table.submittedAt)
      .where(sql`turn > 0 and state in ('submitted', 'under_review', 'returned')`),
    index('applications_twins_untold').on(table.submittedAt).where(sql`turn > 0 and twin_told_at is null`),
    // In the order of the queue; the county is last, so that what lies elsewhere is passed over without being read.
    index('applications_by_due')
      .on(table.state, table.dueOn, table.submittedAt, table.id, table.countyCode)
      .where(sql`due_on is not null`),
    // Each walks newest first; what follows the id is there so that a row which does not fit need not be read.
    index('applications_by_time').on(table.submittedAt, table.id, table.countyCode),
    index('applications_by_county').on(table.countyCode, table.submittedAt, table.id, table.state),
    index('applications_by_state').on(table.state, table.submittedAt, table.id, table.countyCode),
    index('applications_by_category')
      .on(table.unionCategory, table.submittedAt, table.id, table.countyCode)
      .where(sql`union_category is not null`),
    index('applications_by_person').on(table.personIndex, table.submittedAt, table.id),
    index('applications_by_phone').on(table.phoneIndex, table.submittedAt, table.id),
    index('applications_by_file').on(table.fileNumber, table.submittedAt, table.id).where(sql`file_number is not null`),
    index('applications_to_erase')
      .on(table.submittedAt)
      .where(sql`erased_at is null and state in ('declined', 'remained_closed', 'withdrawn')`),
    index('applications_by_helper').on(table.helperId).where(sql`helper_id is not null`),
  ],
)

/**
 * What an application is found by besides its own columns: parts of the applicant's name as keyed digests, causes, task
 * groups. Time of submission and county are the application's, so that one index answers for them too.
 */
export const searchTerms = sqliteTable(
  'search_terms',
  {
    applicationId: text().notNull(),
    kind: text().notNull(),
    term: text().notNull(),
    at: integer().notNull(),
    area: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.applicationId, table.kind, table.term] }),
    index('search_terms_by_term').on(table.kind, table.term, table.at, table.applicationId, table.area),
  ],
)

/** Every step of an application and the state that it led to. The key is what makes a lost race roll back its whole batch. */
export const applicationTransitions = sqliteTable(
  'application_transitions',
  {
    applicationId: text().notNull(),
    sequence: integer().notNull(),
    step: text().notNull().default(''),
    state: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    reason: text(),
  },
  (table) => [primaryKey({ columns: [table.applicationId, table.sequence] })],
)

/** What was put right in an application: the values before are kept sealed. `sequence` is the version that it made. */
export const corrections = sqliteTable(
  'corrections',
  {
    id: text().primaryKey(),
    applicationId: text().notNull(),
    sequence: integer().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    /** Codes of what changed, such as `identity.phone`, as JSON. */
    fields: text().notNull(),
    /** The values before by those codes, sealed as one; empty once erased. */
    beforeSealed: text().notNull(),
    reason: text(),
  },
  (table) => [uniqueIndex('corrections_by_application').on(table.applicationId, table.sequence)],
)

/** What applicants ask of the staff: appeals, and changes that they report. Texts are sealed; empty once erased. */
export const caseRequests = sqliteTable(
  'case_requests',
  {
    id: text().primaryKey(),
    applicationId: text().notNull(),
    countyCode: text().notNull(),
    kind: text().notNull(),
    state: text().notNull(),
    version: integer().notNull(),
    textSealed: text().notNull(),
    madeAt: integer().notNull(),
    /** ISO date by which it is to be answered. */
    dueOn: text().notNull(),
    outcome: text(),
    answerSealed: text(),
    answeredAt: integer(),
    answeredBy: text(),
  },
  (table) => [
    uniqueIndex('case_requests_one_open').on(table.applicationId, table.kind).where(sql`state = 'open'`),
    index('case_requests_by_case').on(table.applicationId, table.id),
    // The worklist: what is due first stands first.
    index('case_requests_by_due').on(table.state, table.dueOn, table.id, table.countyCode),
  ],
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
    version: integer().notNull().default(1),
    openedAt: integer().notNull(),
    /** The helper 结对帮扶; the applications of the household carry the same. */
    helperId: text(),
    /** When the household left the register; the period of keeping begins there. */
    exitedAt: integer(),
  },
  (table) => [
    index('household_files_by_county').on(table.countyCode, table.fileNumber),
    index('household_files_by_application').on(table.applicationId),
    index('household_files_by_helper').on(table.helperId, table.fileNumber).where(sql`helper_id is not null`),
    index('household_files_by_exit').on(table.exitedAt).where(sql`exited_at is not null`),
  ],
)

/** Every step of a household file; the key makes a lost race roll back its whole batch. */
export const fileTransitions = sqliteTable(
  'file_transitions',
  {
    fileNumber: text().notNull(),
    sequence: integer().notNull(),
    step: text().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    helperId: text(),
  },
  (table) => [primaryKey({ columns: [table.fileNumber, table.sequence] })],
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

/** A form on its way: sealed, known by a number that is told to the person, thrown away when sent or old. */
export const drafts = sqliteTable(
  'drafts',
  {
    /** Of the form of a case number. With the access code that is derived from it another browser goes on. */
    id: text().primaryKey(),
    accessKeyId: text().notNull().default(''),
    answersSealed: text().notNull(),
    version: integer().notNull(),
    updatedAt: integer().notNull(),
    /** The case number that the draft became. */
    applicationId: text(),
  },
  (table) => [index('drafts_by_age').on(table.updatedAt)],
)

/** The browsers that fill in a draft, by the digest of the secret that each keeps in its cookie. */
export const draftBrowsers = sqliteTable(
  'draft_browsers',
  { id: text().primaryKey(), draftId: text().notNull(), at: integer().notNull() },
  (table) => [index('draft_browsers_by_draft').on(table.draftId), index('draft_browsers_by_age').on(table.at)],
)

/**
 * What an applicant is putting right in a case and has not sent yet: sealed, one for each case, thrown away when sent or old.
 * The browsers that fill it in stand in `draft_browsers` under the case number.
 */
export const correctionDrafts = sqliteTable(
  'correction_drafts',
  {
    /** The case number. */
    id: text().primaryKey(),
    /** The answers as they were held when it was begun, and as they are now, sealed as one. */
    answersSealed: text().notNull(),
    version: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [index('correction_drafts_by_age').on(table.updatedAt)],
)

/** Wrong access codes that were tried on a number, whether there is such a case or not. */
export const codeAttempts = sqliteTable(
  'code_attempts',
  {
    /** Case number or number of a draft, as typed and put right. */
    id: text().primaryKey(),
    wrong: integer().notNull(),
    /** When the first of them was tried; they are forgotten together. */
    since: integer().notNull(),
  },
  (table) => [index('code_attempts_by_age').on(table.since)],
)

/**
 * A paper of an application. The row is there before its bytes are, which lie sealed in the bucket under its id, and is
 * gone after them: so no bytes are ever left that no row tells of.
 */
export const documents = sqliteTable(
  'documents',
  {
    /** Derived from the draft or case and the upload, so that an upload that is sent again is the same document. */
    id: text().primaryKey(),
    /** The draft that it was given with; null where it was added to a case. */
    draftId: text(),
    /** The case that it belongs to, from the moment that the draft is sent. */
    caseNumber: text(),
    kind: text().notNull(),
    /** Whose paper it is, by the id in the household; empty where it is of all of it. */
    memberId: text().notNull().default(''),
    mediaType: text().notNull(),
    bytes: integer().notNull(),
    /** Keyed digest of the content: the same paper is known without being opened. */
    contentMac: text().notNull(),
    /** `coming`: its bytes may be there or on their way; `kept`: they are there; `removing`: they are to go, then the row. */
    state: text().notNull(),
    version: integer().notNull(),
    createdAt: integer().notNull(),
    /** The earlier case of the same person that it was taken over from, and when it was given there first. */
    takenFrom: text(),
    givenAt: integer(),
  },
  (table) => [
    index('documents_by_draft').on(table.draftId).where(sql`draft_id is not null`),
    index('documents_by_case').on(table.caseNumber).where(sql`case_number is not null`),
    index('documents_to_sweep').on(table.createdAt).where(sql`state in ('coming', 'removing')`),
  ],
)

/**
 * A part of a file on its way: what has arrived need not be sent again where a connection breaks. Its bytes lie sealed in the
 * bucket under its id; like a document's, its row is there before them and gone after them.
 */
export const documentParts = sqliteTable(
  'document_parts',
  {
    id: text().primaryKey(),
    /** The file, by digests of its content and of whom it is given for. */
    session: text().notNull(),
    /** Number of the form or of the case. */
    holder: text().notNull(),
    /** Where in the file it begins. */
    start: integer().notNull(),
    bytes: integer().notNull(),
    /** `coming` or `kept`. */
    state: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index('document_parts_by_session').on(table.session, table.start),
    index('document_parts_by_holder').on(table.holder),
    index('document_parts_by_age').on(table.createdAt),
  ],
)

/** People who apply for others 代办人: their details sealed, known by a number that they are told. */
export const agents = sqliteTable('agents', {
  id: text().primaryKey(),
  accessKeyId: text().notNull(),
  /** Name and telephone, sealed as one value, with a masked copy. */
  detailsSealed: text().notNull(),
  detailsMasked: text().notNull(),
  createdAt: integer().notNull(),
})

/** Who brought in a case, on the applicant's consent, and what of it they still may: nothing once it is ended. */
export const caseAgents = sqliteTable(
  'case_agents',
  {
    applicationId: text().primaryKey(),
    agentId: text().notNull(),
    kind: text().notNull(),
    unit: text(),
    messagesTo: text().notNull(),
    /** Of the applicant's consent. */
    consentVersion: text().notNull(),
    since: integer().notNull(),
    endedAt: integer(),
  },
  (table) => [
    // The list of an agent: the latest case first.
    index('case_agents_by_agent').on(table.agentId, table.since, table.applicationId).where(sql`ended_at is null`),
  ],
)
