import type { Department } from '@jiekun/policy'
import { type Contact, openStates } from '@jiekun/schema'
import { applications, codeAttempts } from '@jiekun/schema/tables/registration'
import { queries } from '@jiekun/worker'
import { and, asc, eq, getTableColumns, gt, type InferInsertModel, inArray, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { ApplicationRow } from '../applications/store.ts'

const open = openStates.map((state) => `'${state}'`).join(', ')
const columns = Object.entries(getTableColumns(applications))
const holderOf = (key: string): string => `?${columns.findIndex(([name]) => name === key) + 1}`
const ofPerson = `FROM applications WHERE person_index = ${holderOf('personIndex')} AND state IN (${open})`
/** What the database itself finds out as it stores an application; what is given for it is not looked at. */
const found: Readonly<Record<string, string>> = {
  turn: `(SELECT count(*) ${ofPerson})`,
  twinOf: `(SELECT coalesce(twin_of, id) ${ofPerson} ORDER BY turn, submitted_at LIMIT 1)`,
}
const insertion = `INSERT INTO applications (${columns.map(([key]) => toSnakeCase(key))})
  SELECT ${columns.map(([key]) => found[key] ?? holderOf(key))}`

/**
 * The statement that stores an application in its turn among the open ones of its person. It is one statement whether
 * there are others or not: nothing that the request does, or the time that it takes, tells the two apart.
 */
export function insertInTurn(d1: D1Database, row: InferInsertModel<typeof applications>): D1PreparedStatement {
  const values = new Map<string, unknown>(Object.entries(row))
  return d1.prepare(insertion).bind(
    ...columns.map(([key, column]) => {
      const value = values.get(key) ?? column.default ?? null
      return value === null ? null : column.mapToDriverValue(value)
    }),
  )
}

/**
 * The statement that says anew which applications one that waits is a twin of, once its ID number was put right; it goes
 * after that. Where there are none its turn comes with the next tick.
 */
export const rejoinStatement = (d1: D1Database, caseNumber: string): D1PreparedStatement =>
  d1
    .prepare(
      `UPDATE applications SET twin_of = (SELECT coalesce(o.twin_of, o.id) FROM applications AS o
         WHERE o.person_index = applications.person_index AND o.id <> applications.id AND o.state IN (${open})
         ORDER BY o.turn, o.submitted_at LIMIT 1)
       WHERE id = ?1 AND turn > 0`,
    )
    .bind(caseNumber)

/** The open applications of a person, the one that goes forward first, each with the wrong codes that were tried on it since. */
export const loadOpenOfPerson = (d1: D1Database, personIndex: string, since: number) =>
  queries(d1)
    .select({
      id: applications.id,
      accessKeyId: applications.accessKeyId,
      accessRound: applications.accessRound,
      countyCode: applications.countyCode,
      helperId: applications.helperId,
      wrong: codeAttempts.wrong,
    })
    .from(applications)
    .leftJoin(codeAttempts, and(eq(codeAttempts.id, applications.id), gt(codeAttempts.since, since)))
    .where(and(eq(applications.personIndex, personIndex), inArray(applications.state, openStates)))
    .orderBy(asc(applications.turn), asc(applications.submittedAt))

/** The trade union looks after every case of its county. */
const unionDepartment = 'ZGH' satisfies Department

/**
 * The text of the query of a case's twins: other applications of its person that are open, or that were open with it and
 * are approved. With each, how to reach the union of its county.
 */
export const twinsText = `SELECT o.id, o.state, o.turn, o.submitted_at AS submittedAt, o.county_code AS countyCode,
    o.helper_id AS helperId, u.name, u.telephone, u.address, u.hours
  FROM applications AS a JOIN applications AS o ON o.person_index = a.person_index AND o.id <> a.id
  LEFT JOIN offices AS u ON u.department = '${unionDepartment}' AND u.area_code = o.county_code
  WHERE a.id = ?1 AND (o.state IN (${open})
    OR (a.state IN (${open}) AND a.turn > 0 AND o.state = 'approved' AND (o.id = a.twin_of OR o.twin_of = a.twin_of)))
  ORDER BY o.turn, o.submitted_at LIMIT 50`

/** A row of that query. */
export type TwinRow = Pick<ApplicationRow, 'id' | 'state' | 'turn' | 'submittedAt' | 'countyCode' | 'helperId'> & {
  [column in keyof Contact]: Contact[column] | null
}

/** Whether the person of a row of `applications` has another open one. Written out: in what is selected a builder names no table. */
export const hasTwin =
  sql<number>`EXISTS (SELECT 1 FROM applications AS o WHERE o.person_index = applications.person_index
  AND o.id <> applications.id AND o.state IN (${sql.raw(open)}))`.mapWith(Boolean)

/** The application of the same person that goes forward while this one waits. */
export async function loadStanding(d1: D1Database, caseNumber: string): Promise<ApplicationRow | undefined> {
  const db = queries(d1)
  const [row] = await db
    .select()
    .from(applications)
    .where(
      and(
        eq(
          applications.personIndex,
          db
            .select({ personIndex: applications.personIndex })
            .from(applications)
            .where(eq(applications.id, caseNumber)),
        ),
        // Written out as the index has it, which a bound value would not match.
        sql`turn = 0 AND state IN (${sql.raw(open)})`,
      ),
    )
  return row
}

/** A twin of which the others are still to be told, and one of them; none where nobody is left to tell. */
export interface Untold {
  twin: string
  submittedAt: number
  other: string | null
  countyCode: string | null
  /** Of how many that one has heard already. */
  heard: number
}

/** Twins that the others have not been told of, the oldest first, as many as `?1`, with the open applications that came before. */
export const untoldText = `SELECT t.id AS twin, t.submitted_at AS submittedAt, o.id AS other, o.county_code AS countyCode,
    (SELECT count(*) FROM timeline WHERE application_id = o.id AND type = 'application.twinned') AS heard
  FROM (SELECT id, person_index, submitted_at, turn FROM applications
    WHERE turn > 0 AND twin_told_at IS NULL ORDER BY submitted_at LIMIT ?1) AS t
  LEFT JOIN applications AS o ON o.person_index = t.person_index AND o.id <> t.id AND o.state IN (${open})
    AND (o.submitted_at, o.turn) < (t.submitted_at, t.turn)
  ORDER BY t.submitted_at, t.turn`

/** What {@link untoldText} finds. */
export const loadUntold = async (d1: D1Database, limit: number): Promise<Untold[]> =>
  (await d1.prepare(untoldText).bind(limit).all<Untold>()).results

/** The statement that says of twins that the others were told of them. */
export const toldStatement = (d1: D1Database, twins: readonly string[], at: number): D1PreparedStatement =>
  d1
    .prepare('UPDATE applications SET twin_told_at = ?2 WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(twins), at)

/** That an application waits: by the index that holds these alone, which the planner would pass over for one of all states. */
const waits = sql`${applications.id} IN (SELECT id FROM applications INDEXED BY applications_in_turn
  WHERE turn > 0 AND state IN ('submitted', 'under_review', 'returned'))`

/**
 * The query of twins whose turn it is, as many as `limit`: nothing else of their person is open before them, and none of
 * those that were open with them was approved. Where one was, the staff settle what is left.
 */
export function nextQuery(d1: D1Database, limit: number) {
  const db = queries(d1)
  return db
    .select()
    .from(applications)
    .where(
      and(
        waits,
        sql`NOT EXISTS (SELECT 1 FROM applications AS o WHERE o.person_index = ${applications.personIndex}
          AND o.state IN (${sql.raw(open)}) AND (o.turn, o.submitted_at, o.id) < (${applications.turn}, ${applications.submittedAt}, ${applications.id}))`,
        sql`NOT EXISTS (SELECT 1 FROM applications AS o WHERE o.state = 'approved'
          AND o.person_index = ${applications.personIndex} AND (o.id = ${applications.twinOf} OR o.twin_of = ${applications.twinOf}))`,
      ),
    )
    .orderBy(asc(applications.personIndex), asc(applications.submittedAt))
    .limit(limit)
}

/** Folded twins whose review is over, as many as `limit`. */
export const loadFoldedDue = (d1: D1Database, shown: number, today: string, limit: number): Promise<ApplicationRow[]> =>
  queries(d1)
    .select()
    .from(applications)
    .where(and(waits, sql`turn > ${shown} AND due_on < ${today}`))
    .limit(limit)
