import { type Household, householdSchema, isoDateSchema, type StaffActor } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { applications } from '@jiekun/schema/tables/registration'
import { dayInChina, insertRow, queries, withinReach } from '@jiekun/worker'
import { and, asc, eq, getTableColumns, gt, inArray } from 'drizzle-orm'

/** An application as the policy reads it: its facts on the day of submission, and nothing of who it is. */
export interface Determinable {
  caseNumber: string
  version: number
  state: string
  /** None once the personal data of the case has been erased. */
  household: Household | undefined
}

/** Reads the facts of applications by id. Queue batches stay below the 100 parameters of D1. */
export async function loadDeterminable(d1: D1Database, caseNumbers: string[]): Promise<Map<string, Determinable>> {
  const rows = await queries(d1)
    .select({
      caseNumber: applications.id,
      version: applications.version,
      state: applications.state,
      erasedAt: applications.erasedAt,
      countyCode: applications.countyCode,
      facts: applications.facts,
      members: applications.members,
      submittedAt: applications.submittedAt,
    })
    .from(applications)
    .where(inArray(applications.id, caseNumbers))
  return new Map(
    rows.map(({ caseNumber, version, state, erasedAt, countyCode, facts, members, submittedAt }) => {
      const asOf = isoDateSchema.parse(dayInChina(new Date(submittedAt)))
      const read = () =>
        householdSchema.parse({ asOf, countyCode, facts: JSON.parse(facts), members: JSON.parse(members) })
      return [caseNumber, { caseNumber, version, state, household: erasedAt === null ? read() : undefined }]
    }),
  )
}

/** The statement that stores a determination; a second one of the same version of an application fails its batch. */
export const determinationStatement = (d1: D1Database, row: typeof determinations.$inferInsert): D1PreparedStatement =>
  insertRow(d1, determinations, row)

export type DeterminationRow = typeof determinations.$inferSelect
const { explanation: _explanation, input: _input, ...unexplained } = getTableColumns(determinations)
export type UnexplainedRow = Omit<DeterminationRow, 'explanation' | 'input'>

const reachColumns = { county: determinations.countyCode, caseNumber: determinations.applicationId }
/** The statement that erases what determinations of a case say of its members and their facts; decision and amounts stay. */
export const eraseStatement = (d1: D1Database, caseNumber: string): D1PreparedStatement =>
  d1
    .prepare(
      `UPDATE determinations SET input = NULL, explanation = '[]', determination = json_set(determination, '$.measures', (
         SELECT json_group_array(json_set(value, '$.memberIds', json('[]'))) FROM json_each(determination, '$.measures')))
       WHERE application_id = ?1`,
    )
    .bind(caseNumber)

/** A determination by its id, where it lies within reach. */
export async function loadWithinReach(
  d1: D1Database,
  id: string,
  actor: StaffActor,
): Promise<DeterminationRow | undefined> {
  const rows = await queries(d1)
    .select()
    .from(determinations)
    .where(and(eq(determinations.id, id), withinReach(actor, reachColumns)))
  return rows[0]
}

/** The determinations of a case, where it lies within reach, by the version of the application; `after` is the last one known. */
export const listWithinReach = (
  d1: D1Database,
  actor: StaffActor,
  page: { caseNumber: string; after: number; limit: number },
): Promise<UnexplainedRow[]> =>
  queries(d1)
    .select(unexplained)
    .from(determinations)
    .where(
      and(
        eq(determinations.applicationId, page.caseNumber),
        gt(determinations.applicationVersion, page.after),
        withinReach(actor, reachColumns),
      ),
    )
    .orderBy(asc(determinations.applicationVersion))
    .limit(page.limit)
