import { applications, correctionDrafts, draftBrowsers } from '@jiekun/schema/tables/registration'
import { queries, type ServiceContext, toStatement } from '@jiekun/worker'
import { and, eq, getTableColumns, gt, lte } from 'drizzle-orm'

/** How long a correction that was begun is kept after its last change. */
const keptMs = 30 * 24 * 60 * 60_000
/** How long a browser gets in without the access code after its last change: others may use the same telephone. */
export const browserMs = 2 * 60 * 60_000

type DraftRow = typeof correctionDrafts.$inferSelect

const isFresh = (now: Date) => gt(correctionDrafts.updatedAt, now.getTime() - keptMs)
const isOpen = (now: Date) => gt(draftBrowsers.at, now.getTime() - browserMs)

/** The case that a browser puts right, by the digest of its secret, with what it has typed; one round trip. */
export async function loadByBrowser({ db, now }: ServiceContext, browser: string) {
  const [row] = await queries(db)
    .select({ application: getTableColumns(applications), draft: getTableColumns(correctionDrafts) })
    .from(draftBrowsers)
    .innerJoin(applications, eq(applications.id, draftBrowsers.draftId))
    .leftJoin(correctionDrafts, and(eq(correctionDrafts.id, applications.id), isFresh(now)))
    .where(and(eq(draftBrowsers.id, browser), isOpen(now)))
  return row
}

/** When what was typed into a correction of a case was last changed; undefined where none waits. */
export async function findWaiting({ db, now }: ServiceContext, caseNumber: string): Promise<Date | undefined> {
  const [row] = await queries(db)
    .select({ updatedAt: correctionDrafts.updatedAt })
    .from(correctionDrafts)
    .where(and(eq(correctionDrafts.id, caseNumber), isFresh(now)))
  return row && new Date(row.updatedAt)
}

/**
 * Lets a browser into the correction of a case and begins one where none waits, sealed as `answersSealed`; unless the case
 * has got another access code since `accessRound`.
 */
export async function storeBegun(
  { db, now }: ServiceContext,
  {
    browser,
    caseNumber,
    accessRound,
    answersSealed,
  }: { browser: string; caseNumber: string; accessRound: number; answersSealed: string },
): Promise<void> {
  const at = now.getTime()
  const forgotten = queries(db)
    .delete(correctionDrafts)
    .where(and(eq(correctionDrafts.id, caseNumber), lte(correctionDrafts.updatedAt, at - keptMs)))
  const begun = queries(db)
    .insert(correctionDrafts)
    .values({ id: caseNumber, answersSealed, version: 1, updatedAt: at })
    .onConflictDoNothing()
  await db.batch([
    toStatement(db, forgotten),
    toStatement(db, begun),
    db
      .prepare(
        `INSERT INTO draft_browsers (id, draft_id, at)
         SELECT ?1, id, ?3 FROM applications WHERE id = ?2 AND access_round = ?4`,
      )
      .bind(browser, caseNumber, at, accessRound),
  ])
}

/** Stores what was typed, where it is still as it was read, and lets the browser in for longer. @returns whether it was. */
export async function storeTyped(
  { db, now }: ServiceContext,
  { browser, draft, answersSealed }: { browser: string; draft: DraftRow; answersSealed: string },
): Promise<boolean> {
  const at = now.getTime()
  const typed = queries(db)
    .update(correctionDrafts)
    .set({ answersSealed, version: draft.version + 1, updatedAt: at })
    .where(and(eq(correctionDrafts.id, draft.id), eq(correctionDrafts.version, draft.version)))
  const seen = queries(db).update(draftBrowsers).set({ at }).where(eq(draftBrowsers.id, browser))
  const [stored] = await db.batch([toStatement(db, typed), toStatement(db, seen)])
  return (stored?.meta.changes ?? 0) > 0
}

/** The statement that throws away what was typed: it was sent, or nobody wants it. */
export const forgetStatement = (db: D1Database, caseNumber: string): D1PreparedStatement =>
  toStatement(db, queries(db).delete(correctionDrafts).where(eq(correctionDrafts.id, caseNumber)))

/** The statement that lets no browser into the correction of a case any more; what was typed into it is kept. */
export const shutOutStatement = (db: D1Database, caseNumber: string): D1PreparedStatement =>
  toStatement(db, queries(db).delete(draftBrowsers).where(eq(draftBrowsers.draftId, caseNumber)))

/** Rows that one tick of the cron deletes. */
const forgottenAtOnce = 500

/** Deletes corrections that were begun and never sent, once their time is over. What let browsers in goes with that of the forms. */
export async function forgetCorrections({ db, now }: ServiceContext): Promise<void> {
  await db
    .prepare(
      `DELETE FROM correction_drafts WHERE rowid IN (
         SELECT rowid FROM correction_drafts WHERE updated_at <= ?1 LIMIT ${forgottenAtOnce})`,
    )
    .bind(now.getTime() - keptMs)
    .run()
}
