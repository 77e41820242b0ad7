import {
  type CaseDocument,
  type DocumentKind,
  type DocumentMediaType,
  documentSchema,
  maxDocuments,
  maxDocumentsOfOne,
  type StaffActor,
} from '@jiekun/schema'
import { applications, documents } from '@jiekun/schema/tables/registration'
import { queries, withinReach } from '@jiekun/worker'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'

export type DocumentRow = typeof documents.$inferSelect

/** Who a document is given by: a form on its way, or a case. */
export type Holder = { draftId: string } | { caseNumber: string }

export const holderId = (holder: Holder): string => ('draftId' in holder ? holder.draftId : holder.caseNumber)

/** When a paper was given first, milliseconds: where it was taken over from an earlier case it was there. */
export const givenAtOf = ({ givenAt, createdAt }: DocumentRow): number => givenAt ?? createdAt

/** A document as it is listed. */
export const toDocument = (row: DocumentRow): CaseDocument =>
  documentSchema.parse({
    id: row.id,
    caseNumber: row.caseNumber ?? '',
    kind: row.kind,
    memberId: row.memberId === '' ? null : row.memberId,
    mediaType: row.mediaType,
    bytes: row.bytes,
    createdAt: new Date(row.createdAt).toISOString(),
    takenFrom: row.takenFrom,
    givenAt: new Date(givenAtOf(row)).toISOString(),
  })

const ofHolder = (holder: Holder) =>
  'draftId' in holder ? eq(documents.draftId, holder.draftId) : eq(documents.caseNumber, holder.caseNumber)

/** What is kept for a form or a case, oldest first. */
export const loadKept = (d1: D1Database, holder: Holder): Promise<DocumentRow[]> =>
  queries(d1)
    .select()
    .from(documents)
    .where(and(ofHolder(holder), eq(documents.state, 'kept')))
    .orderBy(asc(documents.createdAt), asc(documents.id))

/** One of them. */
export async function findKept(d1: D1Database, holder: Holder, id: string): Promise<DocumentRow | undefined> {
  const [row] = await queries(d1)
    .select()
    .from(documents)
    .where(and(eq(documents.id, id), ofHolder(holder), eq(documents.state, 'kept')))
  return row
}

/** What is kept for a case within reach and for the other cases of its person within reach, oldest first; with `id` that one alone. */
export function documentsQuery(d1: D1Database, actor: StaffActor, caseNumber: string, id?: string) {
  const db = queries(d1)
  const asked = alias(applications, 'asked')
  const ofPerson = db
    .select({ id: applications.id })
    .from(applications)
    .innerJoin(asked, eq(asked.personIndex, applications.personIndex))
    .where(
      and(
        eq(asked.id, caseNumber),
        withinReach(actor, { county: asked.countyCode, caseNumber: asked.id }),
        withinReach(actor, { county: applications.countyCode, caseNumber: applications.id }),
      ),
    )
  return db
    .select()
    .from(documents)
    .where(
      and(
        inArray(documents.caseNumber, ofPerson),
        eq(documents.state, 'kept'),
        id === undefined ? undefined : eq(documents.id, id),
      ),
    )
    .orderBy(asc(documents.createdAt), asc(documents.id))
}

/** The case, where it lies within reach, and its documents by {@link documentsQuery}, in one round trip. */
export async function loadWithinReach(d1: D1Database, actor: StaffActor, caseNumber: string, id?: string) {
  const db = queries(d1)
  const [[found], rows] = await db.batch([
    db
      .select({ id: applications.id, countyCode: applications.countyCode })
      .from(applications)
      .where(
        and(
          eq(applications.id, caseNumber),
          withinReach(actor, { county: applications.countyCode, caseNumber: applications.id }),
        ),
      ),
    documentsQuery(d1, actor, caseNumber, id),
  ])
  return found && { application: found, documents: rows }
}

export interface NewDocument {
  id: string
  holder: Holder
  kind: DocumentKind
  memberId: string
  mediaType: DocumentMediaType
  bytes: number
  contentMac: string
  at: number
  /** Whether it takes the place of another one, and needs no room of its own. */
  replaces: boolean
  /** The earlier case that it is taken over from, and when it was given there first, milliseconds. */
  origin: { caseNumber: string; givenAt: number } | undefined
}

/**
 * Stores the row of a document whose bytes are to come, where its holder is there and has room for it; what is known
 * already stays as it is. @returns what is stored under its id and whether the same paper is kept already, in one round trip.
 */
export async function announceDocument(d1: D1Database, document: NewDocument) {
  const { id, holder, kind, memberId, mediaType, bytes, contentMac, at, replaces, origin } = document
  const isDraft = 'draftId' in holder
  const ofSame = isDraft ? 'draft_id' : 'case_number'
  const room = replaces ? 1 : 0
  const insertion = d1
    .prepare(
      `INSERT INTO documents (id, draft_id, case_number, kind, member_id, media_type, bytes, content_mac, state, version, created_at, taken_from, given_at)
       SELECT ?1, ${isDraft ? '?2, (SELECT application_id FROM drafts WHERE id = ?2)' : 'NULL, ?2'}, ?3, ?4, ?5, ?6, ?7, 'coming', 1, ?8, ?11, ?12
       WHERE EXISTS (SELECT 1 FROM ${isDraft ? 'drafts WHERE id = ?2' : 'applications WHERE id = ?2 AND erased_at IS NULL'})
         AND NOT EXISTS (SELECT 1 FROM documents
           WHERE ${ofSame} = ?2 AND kind = ?3 AND member_id = ?4 AND content_mac = ?7 AND state = 'kept')
         AND (SELECT count(*) FROM documents WHERE ${ofSame} = ?2 AND state <> 'removing') < ?9
         AND (SELECT count(*) FROM documents
           WHERE ${ofSame} = ?2 AND kind = ?3 AND member_id = ?4 AND state <> 'removing') < ?10
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(
      id,
      holderId(holder),
      kind,
      memberId,
      mediaType,
      bytes,
      contentMac,
      at,
      maxDocuments + room,
      maxDocumentsOfOne + room,
      origin?.caseNumber ?? null,
      origin?.givenAt ?? null,
    )
  const own = d1.prepare('SELECT state FROM documents WHERE id = ?1').bind(id)
  const same = d1
    .prepare(
      `SELECT id FROM documents
       WHERE ${ofSame} = ?1 AND kind = ?2 AND member_id = ?3 AND content_mac = ?4 AND state = 'kept' LIMIT 1`,
    )
    .bind(holderId(holder), kind, memberId, contentMac)
  const [, stored, known] = await d1.batch<{ state?: string; id?: string }>([insertion, own, same])
  return { state: stored?.results[0]?.state, isKnown: (known?.results.length ?? 0) > 0 }
}

/**
 * The statement that says a document is kept, now that its bytes are there; it changes nothing where whoever it was given
 * for is gone meanwhile.
 */
export const keptStatement = (d1: D1Database, id: string): D1PreparedStatement =>
  d1
    .prepare(
      `UPDATE documents SET state = 'kept', version = version + 1
       WHERE id = ?1 AND state = 'coming'
         AND iif(case_number IS NULL, EXISTS (SELECT 1 FROM drafts WHERE id = draft_id),
           EXISTS (SELECT 1 FROM applications WHERE applications.id = case_number AND erased_at IS NULL))`,
    )
    .bind(id)

/** The statement that marks a document of a form on its way as one that is to go; what belongs to a case stays. */
export const removingStatement = (d1: D1Database, draftId: string, id: string): D1PreparedStatement =>
  d1
    .prepare(
      `UPDATE documents SET state = 'removing', version = version + 1
       WHERE id = ?1 AND draft_id = ?2 AND case_number IS NULL AND state = 'kept'`,
    )
    .bind(id, draftId)

/** The statement that lets a draft be kept from now on as if it had been filled in: a document was given. */
export const touchStatement = (d1: D1Database, draftId: string, at: number): D1PreparedStatement =>
  d1.prepare('UPDATE drafts SET updated_at = ?2 WHERE id = ?1 AND application_id IS NULL').bind(draftId, at)

/** The statement that gives the documents of a draft to the case that it became. */
export const attachStatement = (d1: D1Database, draftId: string, caseNumber: string): D1PreparedStatement =>
  d1
    .prepare('UPDATE documents SET case_number = ?2 WHERE draft_id = ?1 AND case_number IS NULL')
    .bind(draftId, caseNumber)

/** Marks what did not become whole since `before` (milliseconds) and finds what is to go, as many as `limit`. */
export async function findToDestroy(d1: D1Database, before: number, limit: number): Promise<string[]> {
  const swept = "state IN ('coming', 'removing')"
  const [, found] = await d1.batch<{ id: string }>([
    d1
      .prepare(
        `UPDATE documents SET state = 'removing', version = version + 1
         WHERE rowid IN (SELECT rowid FROM documents WHERE ${swept} AND state = 'coming' AND created_at <= ?1 LIMIT ?2)`,
      )
      .bind(before, limit),
    d1.prepare(`SELECT id FROM documents WHERE ${swept} AND state = 'removing' LIMIT ?1`).bind(limit),
  ])
  return found?.results.map(({ id }) => id) ?? []
}

/** Forgets documents whose bytes are gone. */
export async function forgetDocuments(d1: D1Database, ids: readonly string[]): Promise<void> {
  await d1
    .prepare("DELETE FROM documents WHERE state = 'removing' AND id IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(ids))
    .run()
}
