import { workingCalendar } from '@jiekun/calendar'
import { areaRange, type RequestKind, type StaffActor } from '@jiekun/schema'
import { applications, applicationTransitions, caseRequests } from '@jiekun/schema/tables/registration'
import { announcedYears, insertRow, queries, type ServiceContext, withinReach, yearsOf } from '@jiekun/worker'
import { and, asc, between, desc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import { reachColumns, summaryColumns } from '../applications/store.ts'

export type RequestRow = typeof caseRequests.$inferSelect

/** Requests that a case shows at once. */
const shownAtOnce = 50

/** The query of the requests of cases, the latest first. */
export const requestsOf = (d1: D1Database, ofCases: SQL) =>
  queries(d1).select().from(caseRequests).where(ofCases).orderBy(desc(caseRequests.id)).limit(shownAtOnce)

export interface RequestFilter {
  kind?: RequestKind | undefined
  state: string
  area?: string | undefined
  after?: { dueOn: string; id: string } | undefined
  limit: number
}

/** A page of requests within reach, in the order they are due. */
export const listRows = (d1: D1Database, actor: StaffActor, { kind, state, area, after, limit }: RequestFilter) =>
  queries(d1)
    .select(getTableColumns(caseRequests))
    .from(caseRequests)
    .innerJoin(applications, eq(applications.id, caseRequests.applicationId))
    .where(
      and(
        eq(caseRequests.state, state),
        withinReach(actor, reachColumns),
        kind === undefined ? undefined : eq(caseRequests.kind, kind),
        area === undefined ? undefined : between(caseRequests.countyCode, ...areaRange(area)),
        after && sql`(${caseRequests.dueOn}, ${caseRequests.id}) > (${after.dueOn}, ${after.id})`,
      ),
    )
    .orderBy(asc(caseRequests.dueOn), asc(caseRequests.id))
    .limit(limit)

/** A request within reach, its case, who has decided that, and the calendar, in one round trip. */
export async function findRequest(ctx: ServiceContext, actor: StaffActor, id: string) {
  const db = queries(ctx.db)
  const reached = and(eq(caseRequests.id, id), withinReach(actor, reachColumns))
  const ofCase = eq(caseRequests.applicationId, applications.id)
  const [[request], [application], steps, years] = await db.batch([
    db.select(getTableColumns(caseRequests)).from(caseRequests).innerJoin(applications, ofCase).where(reached),
    db.select(summaryColumns).from(applications).innerJoin(caseRequests, ofCase).where(reached),
    db
      .select({ step: applicationTransitions.step, actor: applicationTransitions.actor })
      .from(applicationTransitions)
      .innerJoin(caseRequests, eq(caseRequests.applicationId, applicationTransitions.applicationId))
      .where(eq(caseRequests.id, id))
      .orderBy(asc(applicationTransitions.sequence)),
    announcedYears(ctx),
  ])
  return request && application && { request, application, steps, calendar: workingCalendar(yearsOf(years)) }
}

/** Steps by which a case is decided against its applicant. */
export const decidingSteps: readonly string[] = ['decline', 'determine']

/** When a case was decided, milliseconds, and the calendar that an answer is due by; one round trip. */
export async function sinceWhen(ctx: ServiceContext, applicationId: string) {
  const [[row], years] = await queries(ctx.db).batch([
    queries(ctx.db)
      .select({ at: applicationTransitions.at })
      .from(applicationTransitions)
      .where(
        and(
          eq(applicationTransitions.applicationId, applicationId),
          inArray(applicationTransitions.step, decidingSteps),
        ),
      )
      .orderBy(desc(applicationTransitions.sequence))
      .limit(1),
    announcedYears(ctx),
  ])
  return { since: row?.at ?? 0, calendar: workingCalendar(yearsOf(years)) }
}

/** The statement that stores a request; where one of its kind is open it fails its batch. */
export const insertRequest = (ctx: ServiceContext, row: RequestRow): D1PreparedStatement =>
  insertRow(ctx.db, caseRequests, row)

/**
 * The statements that answer a request from the version it was read at. Where somebody was faster the first stores it once
 * more, so that its key fails the batch: an update that matches nothing would not.
 */
export const answerStatements = (
  ctx: ServiceContext,
  { id, version }: RequestRow,
  { outcome, answerSealed, answeredBy }: { outcome: string; answerSealed: string; answeredBy: string },
): D1PreparedStatement[] => [
  ctx.db
    .prepare('INSERT INTO case_requests SELECT * FROM case_requests WHERE id = ?1 AND version <> ?2')
    .bind(id, version),
  ctx.db
    .prepare(
      `UPDATE case_requests SET state = 'answered', version = version + 1, outcome = ?2, answer_sealed = ?3,
         answered_at = ?4, answered_by = ?5 WHERE id = ?1`,
    )
    .bind(id, outcome, answerSealed, ctx.now.getTime(), answeredBy),
]

/**
 * The statements that write more into an open request; where somebody was faster they fail their batch, as those of an
 * answer do.
 */
export const appendStatements = (
  ctx: ServiceContext,
  { id, version }: RequestRow,
  textSealed: string,
): D1PreparedStatement[] => [
  ctx.db
    .prepare('INSERT INTO case_requests SELECT * FROM case_requests WHERE id = ?1 AND version <> ?2')
    .bind(id, version),
  ctx.db.prepare('UPDATE case_requests SET text_sealed = ?2, version = version + 1 WHERE id = ?1').bind(id, textSealed),
]
