import { areaRange, reachOf, type StaffActor } from '@jiekun/schema'
import { applications } from '@jiekun/schema/tables/registration'
import { between, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { QueryBuilder, type SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** The columns that a table has for whoever may see its rows. */
export interface ReachColumns {
  county: SQLiteColumn
  /** The case number of the case that a row belongs to. */
  caseNumber?: SQLiteColumn
  /** The office that a row is with. */
  office?: SQLiteColumn
}

const nobody = sql`0`
const builder = new QueryBuilder({ casing: 'snake_case' })

/** The condition that holds a query to the reach of its actor. Every query of staff carries it; `reaches` says the same of one row. */
export function withinReach(actor: StaffActor, columns: ReachColumns): SQL {
  const reach = reachOf(actor.role)
  switch (reach) {
    case 'area':
      return between(columns.county, ...areaRange(actor.area))
    case 'pairs':
      return columns.caseNumber
        ? inArray(
            columns.caseNumber,
            builder.select({ id: applications.id }).from(applications).where(eq(applications.helperId, actor.id)),
          )
        : nobody
    case 'office':
      return columns.office && actor.officeId !== undefined ? eq(columns.office, actor.officeId) : nobody
    case 'nothing':
      return nobody
    default:
      return reach satisfies never
  }
}
