import { openStates, type StaffActor } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { offices } from '@jiekun/schema/tables/referral'
import { applications, applicationTransitions, caseMeasures, timeline } from '@jiekun/schema/tables/registration'
import { queries, toStatement, withinReach } from '@jiekun/worker'
import { and, asc, desc, eq, getTableColumns, inArray, lt } from 'drizzle-orm'

export type ApplicationRow = typeof applications.$inferSelect
export type TimelineRow = typeof timeline.$inferSelect
export type DeterminationRow = typeof determinations.$inferSelect

const { identitySealed: _sealed, facts: _facts, members: _members, ...summaryColumns } = getTableColumns(applications)
const { applicationId: _case, ...measureColumns } = getTableColumns(caseMeasures)
const reachColumns = { county: applications.countyCode, caseNumber: applications.id }

/** What lists read of an application, and what decides whose list it stands in. */
export { reachColumns, summaryColumns }
export type ApplicationSummaryRow = Omit<ApplicationRow, 'identitySealed' | 'facts' | 'members'>

/** Everything that is shown of a case, in one round trip. */
export async function loadCase(d1: D1Database, caseNumber: string) {
  const db = queries(d1)
  const [found, entries, measures, made, steps] = await db.batch([
    db.select().from(applications).where(eq(applications.id, caseNumber)),
    db
      .select()
      .from(timeline)
      .where(eq(timeline.applicationId, caseNumber))
      .orderBy(asc(timeline.at), asc(timeline.id)),
    db
      .select({ ...measureColumns, officeName: offices.name })
      .from(caseMeasures)
      .leftJoin(offices, eq(offices.id, caseMeasures.officeId))
      .where(eq(caseMeasures.applicationId, caseNumber))
      .orderBy(asc(caseMeasures.measure)),
    db
      .select()
      .from(determinations)
      .where(eq(determinations.applicationId, caseNumber))
      .orderBy(desc(determinations.applicationVersion))
      .limit(1),
    db
      .select()
      .from(applicationTransitions)
      .where(eq(applicationTransitions.applicationId, caseNumber))
      .orderBy(asc(applicationTransitions.sequence)),
  ])
  const application = found[0]
  return application && { application, timeline: entries, measures, determination: made[0], steps }
}

/** An application within the area of its reader; what lies outside is as if it were not there. */
export async function loadWithin(
  d1: D1Database,
  caseNumber: string,
  actor: StaffActor,
): Promise<ApplicationRow | undefined> {
  const rows = await queries(d1)
    .select()
    .from(applications)
    .where(and(eq(applications.id, caseNumber), withinReach(actor, reachColumns)))
  return rows[0]
}

/** A page of the applications of an area, newest case number first. */
export function listWithin(
  d1: D1Database,
  actor: StaffActor,
  page: { state?: string | undefined; after?: string | undefined; limit: number },
): Promise<ApplicationSummaryRow[]> {
  return queries(d1)
    .select(summaryColumns)
    .from(applications)
    .where(
      and(
        withinReach(actor, reachColumns),
        page.state === undefined ? undefined : eq(applications.state, page.state),
        page.after === undefined ? undefined : lt(applications.id, page.after),
      ),
    )
    .orderBy(desc(applications.id))
    .limit(page.limit)
}

/** The open application of a person, if there is one. */
export async function loadOpenOfPerson(d1: D1Database, personIndex: string) {
  const rows = await queries(d1)
    .select({ id: applications.id, accessKeyId: applications.accessKeyId })
    .from(applications)
    .where(and(eq(applications.personIndex, personIndex), inArray(applications.state, openStates)))
  return rows[0]
}

/** What changes in an application when it moves on. */
export interface Move {
  /** The step that it takes, as the table of the review names it. */
  step: string
  state: string
  at: number
  actor: string
  reason?: string | undefined
  set?: Partial<Omit<ApplicationRow, 'id' | 'state' | 'version'>>
}

/**
 * The statements that move an application from the version it was read at. The transition row comes first: where somebody
 * else was faster its key is taken, and the whole batch is rolled back.
 */
export function moveStatements(
  d1: D1Database,
  from: Pick<ApplicationRow, 'id' | 'version'>,
  move: Move,
): D1PreparedStatement[] {
  const db = queries(d1)
  const version = from.version + 1
  return [
    toStatement(
      d1,
      db.insert(applicationTransitions).values({
        applicationId: from.id,
        sequence: version,
        step: move.step,
        state: move.state,
        at: move.at,
        actor: move.actor,
        reason: move.reason ?? null,
      }),
    ),
    toStatement(
      d1,
      db
        .update(applications)
        .set({ ...move.set, state: move.state, version })
        .where(and(eq(applications.id, from.id), eq(applications.version, from.version))),
    ),
  ]
}
