import { documentParts } from '@jiekun/schema/tables/registration'
import { queries, toStatement } from '@jiekun/worker'
import { and, asc, eq, lte } from 'drizzle-orm'

/** Parts that one form or case may have on their way: two of the largest files. */
const mostParts = 160
/** How long parts wait for the rest of their file. */
const keptMs = 24 * 60 * 60_000

export interface Part {
  /** The file that it is of: derived from whom it is given for and from its content. */
  session: string
  holder: string
  /** Where in the file it begins, bytes. */
  start: number
  bytes: number
}

/** Under what a part lies in the bucket. */
export const partKey = ({ session, start }: Pick<Part, 'session' | 'start'>): string => `part-${session}-${start}`

/** Stores the row of a part whose bytes are to come, where its holder has room. @returns its state; undefined where there is none. */
export async function announcePart(d1: D1Database, part: Part, now: Date): Promise<string | undefined> {
  const id = partKey(part)
  const insertion = d1
    .prepare(
      `INSERT INTO document_parts (id, session, holder, start, bytes, state, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, 'coming', ?6
       WHERE (SELECT count(*) FROM document_parts WHERE holder = ?3) < ?7
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(id, part.session, part.holder, part.start, part.bytes, now.getTime(), mostParts)
  const own = d1.prepare('SELECT state FROM document_parts WHERE id = ?1').bind(id)
  const [, stored] = await d1.batch<{ state: string }>([insertion, own])
  return stored?.results[0]?.state
}

const partsQuery = (d1: D1Database, session: string) =>
  queries(d1)
    .select({ session: documentParts.session, start: documentParts.start, bytes: documentParts.bytes })
    .from(documentParts)
    .where(and(eq(documentParts.session, session), eq(documentParts.state, 'kept')))
    .orderBy(asc(documentParts.start))

export type KeptPart = Pick<Part, 'session' | 'start' | 'bytes'>

/** The parts of a file that are there, in order. */
export const loadParts = (d1: D1Database, session: string): Promise<KeptPart[]> => partsQuery(d1, session)

/** Marks a part as there. @returns the parts of its file that are there, in order. */
export async function keepPart(d1: D1Database, part: Part): Promise<KeptPart[]> {
  const kept = queries(d1)
    .update(documentParts)
    .set({ state: 'kept' })
    .where(eq(documentParts.id, partKey(part)))
  const [, rows] = await d1.batch<KeptPart>([toStatement(d1, kept), toStatement(d1, partsQuery(d1, part.session))])
  return rows?.results ?? []
}

/** Parts that one sweep deletes; the bucket deletes up to a thousand at once. */
const sweptAtOnce = 500

/** Keys of parts that waited too long, or of a case that was erased. */
export async function findOldParts(d1: D1Database, now: Date): Promise<string[]> {
  const rows = await queries(d1)
    .select({ id: documentParts.id })
    .from(documentParts)
    .where(lte(documentParts.createdAt, now.getTime() - keptMs))
    .limit(sweptAtOnce)
  return rows.map(({ id }) => id)
}

/** Forgets parts whose bytes are gone. */
export async function forgetParts(d1: D1Database, ids: readonly string[]): Promise<void> {
  await d1
    .prepare('DELETE FROM document_parts WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(ids))
    .run()
}
