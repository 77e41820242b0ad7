import { areaLevel, areaRange, type StaffActor } from '@jiekun/schema'
import { applications, searchTerms } from '@jiekun/schema/tables/registration'
import { queryOf, selected, withinReach } from '@jiekun/worker'
import { and, between, eq, gte, inArray, lt, type Query, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { type CaseHeadRow, headColumns } from '../applications/read-case.ts'
import type { Criteria } from './criteria.ts'
import { areaOf, countWalk, outsideReach, pageWalk, type Walk } from './walk.ts'

/** Where a page ends: the last row that it shows. */
export interface Place {
  at: number
  id: string
}

export interface Extent {
  after?: Place | undefined
  limit: number
  /** Counts what is found, but not beyond; without it nothing is counted. */
  countUpTo?: number | undefined
}

/** Applications that fit, newest first, and their number, in one round trip. */
export async function search(d1: D1Database, actor: StaffActor, criteria: Criteria, extent: Extent): Promise<Found> {
  const { countUpTo } = extent
  if (outsideReach(actor, criteria)) return { rows: [], count: countUpTo && 0 }
  const page = statementOf(d1, pageQuery(actor, criteria, extent))
  if (countUpTo === undefined) return { rows: (await page.all<CaseHeadRow>()).results, count: undefined }
  const total = statementOf(d1, countQuery(actor, criteria, countUpTo))
  const [rows, counted] = await d1.batch<CaseHeadRow & { count: number }>([page, total])
  return { rows: rows?.results ?? [], count: counted?.results[0]?.count }
}

interface Found {
  rows: CaseHeadRow[]
  count: number | undefined
}

const statementOf = (d1: D1Database, { sql: text, params }: Query): D1PreparedStatement =>
  d1.prepare(text).bind(...params)

const heads = selected(Object.fromEntries(headColumns.map((name) => [name, applications[name]])))

/** The query of a page. It is written out: the query builder knows neither INDEXED BY nor the order of a CROSS JOIN. */
export function pageQuery(actor: StaffActor, criteria: Criteria, { after, limit }: Extent): Query {
  const walk = pageWalk(actor, criteria)
  const { at, id } = columnsOf(walk)
  const further = after && sql`(${at}, ${id}) < (${after.at}, ${after.id})`
  const walking = (each: Criteria) =>
    sql`SELECT ${heads} FROM ${sourceOf(walk, true)} WHERE ${and(...conditionsOf(walk, actor, each), further)}`
  // Each state has its own part of the index; walked side by side and merged they come in order without sorting.
  const states = walk === 'state' ? (criteria.states ?? []) : []
  const query =
    states.length > 1
      ? sql`${sql.join(
          states.map((state) => walking({ ...criteria, states: [state] })),
          sql` UNION ALL `,
        )} ORDER BY "submittedAt" DESC, "id" DESC`
      : sql`${walking(criteria)} ORDER BY ${at} DESC, ${id} DESC`
  return queryOf(sql`${query} LIMIT ${limit}`)
}

/** The query of a number, which stops at `upTo`. */
export function countQuery(actor: StaffActor, criteria: Criteria, upTo: number): Query {
  const walk = countWalk(actor, criteria)
  const needsRows = criteria.states !== undefined || criteria.category !== undefined
  const conditions = and(...conditionsOf(walk, actor, criteria, needsRows))
  return queryOf(
    sql`SELECT count(*) AS count FROM (SELECT 1 FROM ${sourceOf(walk, needsRows)} WHERE ${conditions} LIMIT ${upTo})`,
  )
}

type TermKind = 'name' | 'cause' | 'group'
const isTerm = (walk: Walk): walk is TermKind => walk === 'name' || walk === 'cause' || walk === 'group'

const indexes: Record<Exclude<Walk, TermKind>, string> = {
  ids: 'sqlite_autoindex_applications_1',
  file: 'applications_by_file',
  person: 'applications_by_person',
  phone: 'applications_by_phone',
  category: 'applications_by_category',
  county: 'applications_by_county',
  state: 'applications_by_state',
  time: 'applications_by_time',
}

/** Where a walk reads. The index is named, and the join ordered: the planner knows nothing of how the values are spread. */
function sourceOf(walk: Walk, needsRows: boolean): SQL {
  if (!isTerm(walk)) return sql`${applications} INDEXED BY ${sql.identifier(indexes[walk])}`
  const terms = sql`${searchTerms} INDEXED BY search_terms_by_term`
  return needsRows ? sql`${terms} CROSS JOIN ${applications}` : terms
}

interface WalkColumns {
  at: SQLiteColumn
  id: SQLiteColumn
  county: SQLiteColumn
}
const columnsOf = (walk: Walk): WalkColumns =>
  isTerm(walk)
    ? { at: searchTerms.at, id: searchTerms.applicationId, county: searchTerms.area }
    : { at: applications.submittedAt, id: applications.id, county: applications.countyCode }

function conditionsOf(walk: Walk, actor: StaffActor, criteria: Criteria, needsRows = true): (SQL | undefined)[] {
  const { at, id, county } = columnsOf(walk)
  const area = areaOf(actor, criteria)
  const same = (column: SQLiteColumn, value: string | undefined) =>
    value === undefined ? undefined : eq(column, value)
  return [
    withinReach(actor, { county, caseNumber: id }),
    // Said once more where the reach is one county: a range of one value would not keep the order of the index.
    area === undefined ? undefined : within(county, area),
    ...termConditions(walk, id, criteria),
    isTerm(walk) && needsRows ? eq(applications.id, searchTerms.applicationId) : undefined,
    same(applications.id, criteria.caseNumber),
    same(applications.fileNumber, criteria.fileNumber),
    same(applications.personIndex, criteria.person),
    same(applications.phoneIndex, criteria.phone),
    same(applications.unionCategory, criteria.category),
    criteria.states && stateCondition(criteria.states),
    criteria.from === undefined ? undefined : gte(at, criteria.from),
    criteria.before === undefined ? undefined : lt(at, criteria.before),
  ]
}

const within = (county: SQLiteColumn, area: string): SQL =>
  areaLevel(area) === 'county' ? eq(county, area) : between(county, ...areaRange(area))

const stateCondition = (states: readonly string[]): SQL => {
  const [only, ...others] = states
  return only !== undefined && others.length === 0 ? eq(applications.state, only) : inArray(applications.state, states)
}

/** The term that is walked by, and those that a row must have besides. */
function termConditions(walk: Walk, id: SQLiteColumn, { name, cause, taskGroup }: Criteria): (SQL | undefined)[] {
  const wanted = Object.entries({ name, cause, group: taskGroup })
  return wanted.map(([kind, term]) => {
    if (term === undefined) return undefined
    if (kind === walk) return and(eq(searchTerms.kind, kind), eq(searchTerms.term, term))
    return sql`EXISTS (SELECT 1 FROM search_terms AS other WHERE other.application_id = ${id} AND other.kind = ${kind} AND other.term = ${term})`
  })
}
