import {
  erasedIdentity,
  languageSchema,
  type StaffAccess,
  type StaffActor,
  staffAccessSchema,
  toDisclosure,
} from '@jiekun/schema'
import { staffKeys, users } from '@jiekun/schema/tables/gateway'
import { messages } from '@jiekun/schema/tables/notification'
import { disclosures, offices, referrals } from '@jiekun/schema/tables/referral'
import {
  applications,
  applicationTransitions,
  caseRequests,
  corrections,
  householdFiles,
} from '@jiekun/schema/tables/registration'
import { audit } from '@jiekun/schema/tables/shared'
import { queries, type ServiceContext, toStatement, withinReach } from '@jiekun/worker'
import { and, asc, desc, eq, getTableColumns, inArray, isNull, like, lt, or, type SQL, sql } from 'drizzle-orm'
import type { ApplicationRow } from '../applications/store.ts'
import { requestsOf } from '../requests/store.ts'
import { closedStates, type KeptCase } from './retention.ts'

/** Disclosures that a case shows at once, newest first. */
const shownAtOnce = 200

/** An application by its number, whoever asks. */
export async function loadApplication(d1: D1Database, caseNumber: string): Promise<ApplicationRow | undefined> {
  const [row] = await queries(d1).select().from(applications).where(eq(applications.id, caseNumber))
  return row
}

/** Disclosures with the names of their offices. */
export const disclosuresQuery = (d1: D1Database, condition: SQL) =>
  queries(d1)
    .select({ ...getTableColumns(disclosures), officeName: offices.name })
    .from(disclosures)
    .leftJoin(offices, eq(offices.id, disclosures.officeId))
    .where(condition)
    .orderBy(desc(disclosures.id))

const staffId = sql`substr(${audit.actor}, ${sql.raw(String('staff:'.length + 1))})`

/** What the audit says of staff who opened sealed data, by role and unit, and of whoever applied for the person and looked. */
export const accessesQuery = (d1: D1Database, condition: SQL) =>
  queries(d1)
    .select({
      subject: audit.subject,
      at: audit.at,
      action: audit.action,
      role: audit.role,
      unit: sql<string | null>`coalesce(${users.area}, ${staffKeys.area})`.as('unit'),
    })
    .from(audit)
    .leftJoin(users, eq(users.id, staffId))
    .leftJoin(staffKeys, eq(staffKeys.id, staffId))
    .where(
      and(
        condition,
        or(
          and(
            like(audit.actor, 'staff:%'),
            or(
              like(audit.action, 'identity.revealed:%'),
              like(audit.action, 'document.opened:%'),
              eq(audit.action, 'person.exported'),
            ),
          ),
          like(audit.action, 'agent.looked:%'),
        ),
      ),
    )
    .orderBy(desc(audit.at))

type AccessRow = Awaited<ReturnType<typeof accessesQuery>>[number]

export const toAccess = ({ at, action, role, unit }: AccessRow) =>
  staffAccessSchema.parse({
    at: new Date(at).toISOString(),
    kind: kindOfAccess(action),
    role,
    area: unit,
    fields: action.split(':')[1]?.split(',') ?? [],
  })

function kindOfAccess(action: string): StaffAccess['kind'] {
  if (action === 'person.exported') return 'exported'
  if (action.startsWith('agent.looked:')) return 'agent'
  return action.startsWith('document.opened:') ? 'document' : 'revealed'
}

const messagesOf = (d1: D1Database, caseNumber: string) =>
  queries(d1)
    .select({ id: messages.id, at: messages.at, language: messages.language, body: messages.body })
    .from(messages)
    .where(and(eq(messages.applicationId, caseNumber), eq(messages.recipient, 'applicant')))
    .orderBy(desc(messages.id))

/** What the applicant was told, to whom data of a case went, which staff opened it, and what was asked in it, newest first, in one round trip. */
export async function loadForPerson(d1: D1Database, caseNumber: string) {
  const [told, opened, asked, sent] = await queries(d1).batch([
    disclosuresQuery(d1, eq(disclosures.caseNumber, caseNumber)).limit(shownAtOnce),
    accessesQuery(d1, eq(audit.subject, caseNumber)).limit(shownAtOnce),
    requestsOf(d1, eq(caseRequests.applicationId, caseNumber)),
    messagesOf(d1, caseNumber).limit(shownAtOnce),
  ])
  return {
    disclosures: told.map(toDisclosure),
    accesses: opened.map(toAccess),
    messages: sent.map(({ at, language, ...message }) => ({
      ...message,
      at: new Date(at).toISOString(),
      language: languageSchema.parse(language),
    })),
    asked,
  }
}

/** The statement that makes the file of an application known by its person's new index; one that another file has fails its batch. */
export const fileIndexStatement = (
  d1: D1Database,
  application: ApplicationRow,
  personIndex: string,
): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(householdFiles)
      .set({ personIndex })
      .where(
        and(
          eq(householdFiles.fileNumber, application.fileNumber ?? ''),
          eq(householdFiles.personIndex, application.personIndex),
        ),
      ),
  )

// When an application came into its state; a correction of a closed one, or a consent, does not begin its period anew.
const closedAt = sql<number>`(SELECT max(${applicationTransitions.at}) FROM ${applicationTransitions}
  WHERE ${applicationTransitions.applicationId} = ${applications.id}
    AND ${applicationTransitions.step} NOT IN ('consent.given', 'consent.withdrawn') AND NOT EXISTS (SELECT 1 FROM ${corrections}
    WHERE ${corrections.applicationId} = ${applicationTransitions.applicationId}
      AND ${corrections.sequence} = ${applicationTransitions.sequence}))`

/** An application whose personal data is to go. */
export type Erasable = Pick<ApplicationRow, 'id' | 'version' | 'state' | 'countyCode'>
const erasableColumns = {
  id: applications.id,
  version: applications.version,
  state: applications.state,
  countyCode: applications.countyCode,
}

/** A case within reach with what decides whether it must still be kept. */
export async function loadKept(
  d1: D1Database,
  caseNumber: string,
  actor: StaffActor,
): Promise<(Erasable & KeptCase) | undefined> {
  const [row] = await queries(d1)
    .select({
      ...erasableColumns,
      erasedAt: applications.erasedAt,
      fileNumber: applications.fileNumber,
      closedAt,
      exitedAt: householdFiles.exitedAt,
      referralId: sql<string | null>`(SELECT min(${referrals.id}) FROM ${referrals}
        WHERE ${referrals.planId} = ${applications.id})`,
    })
    .from(applications)
    .leftJoin(householdFiles, eq(householdFiles.fileNumber, applications.fileNumber))
    .where(
      and(
        eq(applications.id, caseNumber),
        withinReach(actor, { county: applications.countyCode, caseNumber: applications.id }),
      ),
    )
  if (!row) return undefined
  const { fileNumber, referralId, ...kept } = row
  return { ...kept, hasFile: fileNumber !== null, hasReferrals: referralId !== null }
}

/** A page of the cases whose period is over: those that ended without a file, and those whose household left the register. */
export async function loadOver(
  d1: D1Database,
  since: { closed: number; exited: number },
  limit: number,
): Promise<Erasable[]> {
  const db = queries(d1)
  const [closed, exited] = await db.batch([
    db
      .select(erasableColumns)
      .from(applications)
      .where(
        and(
          isNull(applications.erasedAt),
          // Written out as the index has it, which a bound value would not match.
          sql`${applications.state} in (${sql.raw(closedStates.map((state) => `'${state}'`).join(', '))})`,
          isNull(applications.fileNumber),
          // Nothing is closed before it is submitted, and this the index knows.
          lt(applications.submittedAt, since.closed),
          lt(closedAt, since.closed),
        ),
      )
      .orderBy(asc(applications.submittedAt))
      .limit(limit),
    db
      .select(erasableColumns)
      .from(applications)
      .where(
        and(
          inArray(
            applications.fileNumber,
            db
              .select({ fileNumber: householdFiles.fileNumber })
              .from(householdFiles)
              .where(lt(householdFiles.exitedAt, since.exited)),
          ),
          isNull(applications.erasedAt),
        ),
      )
      .limit(limit),
  ])
  return [...closed, ...exited].slice(0, limit)
}

/**
 * The statements that erase what applications hold of people: the same number, however many. Number, decision and dates stay. The
 * transitions come first: where an application has moved on their key is taken, and nothing is erased.
 */
export function eraseStatements(
  ctx: ServiceContext,
  cases: readonly (Erasable & { eventId: string })[],
  actor: string,
): D1PreparedStatement[] {
  const rows = JSON.stringify(cases)
  const at = ctx.now.getTime()
  const ids = "(SELECT value->>'id' FROM json_each(?1))"
  const prepare = (text: string, ...values: (string | number)[]) => ctx.db.prepare(text).bind(rows, ...values)
  return [
    prepare(
      `INSERT INTO application_transitions (application_id, sequence, step, state, at, actor)
       SELECT value->>'id', (value->>'version') + 1, 'erase', value->>'state', ?2, ?3 FROM json_each(?1)`,
      at,
      actor,
    ),
    prepare(`UPDATE application_transitions SET reason = NULL WHERE reason IS NOT NULL AND application_id IN ${ids}`),
    // That there was a consent, and when, stays; who gave it goes.
    prepare(
      `UPDATE applications SET guardian_consents = (SELECT json_group_array(json_remove(value, '$.nameSealed', '$.nameMasked'))
         FROM json_each(applications.guardian_consents)) WHERE id IN ${ids}`,
    ),
    // Indexes that nobody else has: an empty one would make strangers the same person.
    prepare(
      `UPDATE applications SET version = version + 1, facts = '{}', members = '[]', identity_sealed = '',
         identity_masked = ?2, missing = NULL, person_index = 'erased:' || id, phone_index = 'erased:' || id, helper_id = NULL, twin_of = NULL, erased_at = ?3
       WHERE id IN ${ids}`,
      JSON.stringify(erasedIdentity),
      at,
    ),
    prepare(`UPDATE corrections SET before_sealed = '', reason = NULL WHERE application_id IN ${ids}`),
    prepare(
      `UPDATE case_requests SET text_sealed = '', answer_sealed = NULL, state = 'answered' WHERE application_id IN ${ids}`,
    ),
    // The bytes go after the rows are marked, with the next tick of the cron at the latest.
    prepare(
      `UPDATE documents SET state = 'removing', version = version + 1 WHERE state = 'kept' AND case_number IN ${ids}`,
    ),
    prepare(`UPDATE document_parts SET created_at = 0 WHERE holder IN ${ids}`),
    prepare(`DELETE FROM drafts WHERE application_id IN ${ids}`),
    prepare(`DELETE FROM correction_drafts WHERE id IN ${ids}`),
    // Whoever applied for nobody else is forgotten with the last case.
    prepare(
      `DELETE FROM agents WHERE id IN (SELECT agent_id FROM case_agents WHERE application_id IN ${ids})
         AND id NOT IN (SELECT agent_id FROM case_agents WHERE application_id NOT IN ${ids})`,
    ),
    prepare(`DELETE FROM case_agents WHERE application_id IN ${ids}`),
    prepare(`DELETE FROM search_terms WHERE application_id IN ${ids}`),
    prepare(
      `UPDATE household_files SET person_index = 'erased:' || file_number WHERE exited_at IS NOT NULL AND file_number IN (
         SELECT file_number FROM applications WHERE id IN ${ids})`,
    ),
    prepare(
      `INSERT INTO timeline (id, application_id, at, type, data)
       SELECT value->>'eventId', value->>'id', ?2, 'application.erased', '{}' FROM json_each(?1)`,
      at,
    ),
  ]
}
