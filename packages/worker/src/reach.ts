import { areaLevel, areaPrefix, areaRange, reachOf, regionCode, type StaffActor } from '@jiekun/schema'
import { applications } from '@jiekun/schema/tables/registration'
import { and, between, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { QueryBuilder, type SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** The columns that a table has for whoever may see its rows. */
export interface ReachColumns {
  county: SQLiteColumn
  /** The case number of the case that a row belongs to. */
  caseNumber?: SQLiteColumn
  /** The office that a row is with. */
  office?: SQLiteColumn
  /** The office above that a row rose to, where that may read it; it never answers for the one below. */
  risenTo?: SQLiteColumn
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
    case 'office': {
      if (!columns.office || actor.officeId === undefined) return nobody
      const own = eq(columns.office, actor.officeId)
      return columns.risenTo ? (or(own, eq(columns.risenTo, actor.officeId)) ?? own) : own
    }
    case 'nothing':
      return nobody
    default:
      return reach satisfies never
  }
}

/**
 * The condition for what belongs to no case, such as offices: everybody sees their area and below, also who sees no case
 * at all; a clerk sees the own office only.
 */
export function withinArea(actor: StaffActor, columns: { area: SQLiteColumn; office: SQLiteColumn }): SQL {
  if (reachOf(actor.role) !== 'office') return between(columns.area, ...areaRange(actor.area))
  return actor.officeId === undefined ? nobody : eq(columns.office, actor.officeId)
}

/** What lists of cases can be held to an area by: the county, and ids that begin with the digits of the city. */
export interface AreaColumns {
  county: SQLiteColumn
  id: SQLiteColumn
}

/**
 * The condition that holds a list, in order of id, to an area and what lies below it: the one asked for, else the actor's
 * own. It goes beside `withinReach`, written so that an index serves both the condition and the order: the county is
 * equal, a city is a range of ids, the region is everything.
 */
export function inArea(actor: StaffActor, asked: string | undefined, { county, id }: AreaColumns): SQL | undefined {
  const area = asked ?? (reachOf(actor.role) === 'area' ? actor.area : regionCode)
  const level = areaLevel(area)
  switch (level) {
    case 'county':
      return eq(county, area)
    case 'city':
      // The dash that follows the digits, and the character after the dash.
      return and(gte(id, `${areaPrefix(area)}-`), lt(id, `${areaPrefix(area)}.`))
    case 'region':
      return undefined
    default:
      return level satisfies never
  }
}
