import type { Department } from '@jiekun/policy'
import type { StaffActor } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { users } from '@jiekun/schema/tables/gateway'
import { offices, referrals } from '@jiekun/schema/tables/referral'
import {
  agents,
  applications,
  applicationTransitions,
  caseAgents,
  caseMeasures,
  timeline,
} from '@jiekun/schema/tables/registration'
import { fixedText, queries, selected, toStatement, withinReach } from '@jiekun/worker'
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { CaseAgentRow } from '../agents/agent-view.ts'
import { type TwinRow, twinsText } from '../twins/store.ts'

export type ApplicationRow = typeof applications.$inferSelect
export type TimelineRow = typeof timeline.$inferSelect
export type DeterminationRow = typeof determinations.$inferSelect
/** A determination without its explanation. */
export type PlainDeterminationRow = Omit<DeterminationRow, 'explanation'>

const { identitySealed: _sealed, ...shownColumns } = getTableColumns(applications)
const { explanation: _explanation, ...determinationColumns } = getTableColumns(determinations)
const { applicationId: _case, ...measureColumns } = getTableColumns(caseMeasures)
const { applicationId: _helped, ...agentColumns } = getTableColumns(caseAgents)
const reachColumns = { county: applications.countyCode, caseNumber: applications.id }

const { facts: _facts, members: _members, ...summaryColumns } = shownColumns

/** What lists read of an application, and what decides whose list it stands in. */
export { reachColumns, summaryColumns }

export type StepRow = typeof applicationTransitions.$inferSelect
type ShownRow = Omit<ApplicationRow, 'identitySealed'>
type MeasureRow = Omit<typeof caseMeasures.$inferSelect, 'applicationId'> & {
  officeName: string | null
  officeTelephone: string | null
  officeAddress: string | null
  officeHours: string | null
  duty: string | null
  dueOn: string | null
}
type ContactRow = Pick<typeof offices.$inferSelect, 'name' | 'telephone' | 'address' | 'hours'>
/** What the statements of a case answer; each of them only its own part. */
type CaseRow = ShownRow & TimelineRow & MeasureRow & DeterminationRow & StepRow & ContactRow & CaseAgentRow & TwinRow

/** The trade union looks after every case of its county. */
const unionDepartment = 'ZGH' satisfies Department
const contactColumns = {
  name: offices.name,
  telephone: offices.telephone,
  address: offices.address,
  hours: offices.hours,
}
const followedColumns = {
  ...measureColumns,
  officeName: offices.name,
  officeTelephone: offices.telephone,
  officeAddress: offices.address,
  officeHours: offices.hours,
  duty: referrals.duty,
  dueOn: referrals.dueOn,
}

const caseNumberGiven = sql.raw('?1')
const determinationOf = (columns: Record<string, SQLiteColumn>): SQL =>
  sql`SELECT ${selected(columns)} FROM ${determinations} WHERE ${determinations.applicationId} = ${caseNumberGiven}
    ORDER BY ${determinations.applicationVersion} DESC LIMIT 1`
const caseTexts = [
  sql`SELECT ${selected(shownColumns)} FROM ${applications} WHERE ${applications.id} = ${caseNumberGiven}`,
  sql`SELECT ${selected(getTableColumns(timeline))} FROM ${timeline} WHERE ${timeline.applicationId} = ${caseNumberGiven}
    ORDER BY ${timeline.at}, ${timeline.id}`,
  sql`SELECT ${selected(followedColumns)} FROM ${caseMeasures}
    LEFT JOIN ${offices} ON ${offices.id} = ${caseMeasures.officeId}
    LEFT JOIN ${referrals} ON ${referrals.id} = ${caseMeasures.referralId}
    WHERE ${caseMeasures.applicationId} = ${caseNumberGiven} ORDER BY ${caseMeasures.measure}`,
  sql`SELECT ${selected(getTableColumns(applicationTransitions))} FROM ${applicationTransitions}
    WHERE ${applicationTransitions.applicationId} = ${caseNumberGiven} ORDER BY ${applicationTransitions.sequence}`,
  sql`SELECT ${selected(contactColumns)} FROM ${offices} WHERE ${offices.department} = ${sql.raw(`'${unionDepartment}'`)}
    AND ${offices.areaCode} =
      (SELECT ${applications.countyCode} FROM ${applications} WHERE ${applications.id} = ${caseNumberGiven})`,
  sql`SELECT ${selected({ name: users.displayName, telephone: users.telephone })} FROM ${users} WHERE ${users.id} =
      (SELECT ${applications.helperId} FROM ${applications} WHERE ${applications.id} = ${caseNumberGiven})`,
  sql`SELECT ${selected({ ...agentColumns, detailsMasked: agents.detailsMasked })} FROM ${caseAgents}
    JOIN ${agents} ON ${agents.id} = ${caseAgents.agentId} WHERE ${caseAgents.applicationId} = ${caseNumberGiven}`,
].map(fixedText)
const plainText = fixedText(determinationOf(determinationColumns))
const explainedText = fixedText(determinationOf(getTableColumns(determinations)))

interface Case<D> {
  application: ShownRow
  timeline: TimelineRow[]
  measures: MeasureRow[]
  determination: D | undefined
  steps: StepRow[]
  /** How to reach who looks after it. */
  responsible: ContactRow | undefined
  helper: Pick<ContactRow, 'name' | 'telephone'> | undefined
  agent: CaseAgentRow | undefined
  /** Other open applications of its person, where staff read it. */
  twins: TwinRow[]
}

/** A case with the explanation of its determination. */
export type ExplainedCase = Case<DeterminationRow>

/** Everything that staff are shown of a case but the explanation of its determination, in one round trip. */
export const loadCase = (d1: D1Database, caseNumber: string): Promise<Case<PlainDeterminationRow> | undefined> =>
  readTexts(d1, caseNumber, plainText, twinsText)

/** The same with the explanation, which is longer than all the rest, and without its twins: for its applicant. */
export const loadExplainedCase = (d1: D1Database, caseNumber: string): Promise<ExplainedCase | undefined> =>
  readTexts(d1, caseNumber, explainedText)

async function readTexts(d1: D1Database, caseNumber: string, ...further: readonly string[]) {
  const statements = [...caseTexts, ...further].map((text) => d1.prepare(text).bind(caseNumber))
  const results = await d1.batch<CaseRow>(statements)
  const [found = [], entries = [], measures = [], steps = [], union = [], helper = [], agent = [], ...last] =
    results.map((result) => result.results)
  const [made = [], twins = []] = last
  const [application] = found
  return (
    application && {
      application,
      timeline: entries,
      measures,
      determination: made[0],
      steps,
      responsible: union[0],
      helper: helper[0],
      agent: agent[0],
      twins,
    }
  )
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
