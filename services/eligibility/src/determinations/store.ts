import { type Household, householdSchema, isoDateSchema, type StaffActor } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { applications } from '@jiekun/schema/tables/registration'
import { dayInChina, insertRow, queries, withinReach } from '@jiekun/worker'
import { and, eq, inArray } from 'drizzle-orm'

/** An application as the policy reads it: its facts on the day of submission, and nothing of who it is. */
export interface Determinable {
  caseNumber: string
  version: number
  household: Household
}

/** Reads the facts of applications by id. Queue batches stay below the 100 parameters of D1. */
export async function loadDeterminable(d1: D1Database, caseNumbers: string[]): Promise<Map<string, Determinable>> {
  const rows = await queries(d1)
    .select({
      caseNumber: applications.id,
      version: applications.version,
      countyCode: applications.countyCode,
      facts: applications.facts,
      members: applications.members,
      submittedAt: applications.submittedAt,
    })
    .from(applications)
    .where(inArray(applications.id, caseNumbers))
  return new Map(
    rows.map(({ caseNumber, version, countyCode, facts, members, submittedAt }) => {
      const asOf = isoDateSchema.parse(dayInChina(new Date(submittedAt)))
      const household = householdSchema.parse({
        asOf,
        countyCode,
        facts: JSON.parse(facts),
        members: JSON.parse(members),
      })
      return [caseNumber, { caseNumber, version, household }]
    }),
  )
}

/** The statement that stores a determination; a second one of the same version of an application fails its batch. */
export const determinationStatement = (d1: D1Database, row: typeof determinations.$inferInsert): D1PreparedStatement =>
  insertRow(d1, determinations, row)

/** A determination by its id, where it lies within reach. */
export async function loadWithinReach(d1: D1Database, id: string, actor: StaffActor) {
  const reach = withinReach(actor, { county: determinations.countyCode, caseNumber: determinations.applicationId })
  const rows = await queries(d1)
    .select()
    .from(determinations)
    .where(and(eq(determinations.id, id), reach))
  return rows[0]
}
