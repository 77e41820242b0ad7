import { areaPrefix, reachOf, regionCode, type StaffActor } from '@jiekun/schema'
import { cooperationTasks } from '@jiekun/schema/tables/referral'
import { inArea, queries, type ServiceContext, staffOf, withinReach } from '@jiekun/worker'
import { and, asc, eq, gt, gte, lt } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/sqlite-core'

export type TaskRow = typeof cooperationTasks.$inferSelect

export interface TaskFilter {
  caseNumber?: string | undefined
  officeId?: string | undefined
  state?: 'open' | 'done' | 'lapsed' | undefined
  /** Id of the last task of the page before. */
  after?: string | undefined
  limit: number
}

const within = (actor: StaffActor) =>
  withinReach(actor, {
    county: cooperationTasks.countyCode,
    caseNumber: cooperationTasks.planId,
    office: cooperationTasks.officeId,
  })

/** All ids of the region. It says nothing new, but without it the range of all counties is walked, and what it finds sorted. */
const anyId = and(
  gte(cooperationTasks.id, areaPrefix(regionCode)),
  lt(cooperationTasks.id, String(Number(areaPrefix(regionCode)) + 1)),
)

/** Which tasks a page shows: those within reach, in order of id. */
const conditionOf = (actor: StaffActor, filter: TaskFilter) =>
  and(
    within(actor),
    filter.caseNumber === undefined ? undefined : eq(cooperationTasks.planId, filter.caseNumber),
    filter.officeId === undefined ? undefined : eq(cooperationTasks.officeId, filter.officeId),
    filter.caseNumber === undefined && filter.officeId === undefined
      ? inArea(actor, undefined, { county: cooperationTasks.countyCode, id: cooperationTasks.id })
      : undefined,
    reachOf(actor.role) === 'area' && actor.area === regionCode && filter.officeId === undefined ? anyId : undefined,
    filter.state === undefined ? undefined : eq(cooperationTasks.state, filter.state),
    filter.after === undefined ? undefined : gt(cooperationTasks.id, filter.after),
  )

/** The SQL of a page of tasks. */
export const taskPageQuery = (actor: StaffActor, filter: TaskFilter) =>
  new QueryBuilder({ casing: 'snake_case' })
    .select()
    .from(cooperationTasks)
    .where(conditionOf(actor, filter))
    .orderBy(asc(cooperationTasks.id))
    .limit(filter.limit)
    .toSQL()

/** Tasks within reach, in order of id. */
export const listTasks = (ctx: ServiceContext, filter: TaskFilter): Promise<TaskRow[]> =>
  queries(ctx.db)
    .select()
    .from(cooperationTasks)
    .where(conditionOf(staffOf(ctx), filter))
    .orderBy(asc(cooperationTasks.id))
    .limit(filter.limit)

/** A task within reach. */
export async function findTask(ctx: ServiceContext, id: string): Promise<TaskRow | undefined> {
  const [row] = await queries(ctx.db)
    .select()
    .from(cooperationTasks)
    .where(and(eq(cooperationTasks.id, id), within(staffOf(ctx))))
  return row
}

/** The query of a task of an office. */
export const taskOfOffice = (ctx: ServiceContext, officeId: string, taskId: string) =>
  queries(ctx.db)
    .select()
    .from(cooperationTasks)
    .where(and(eq(cooperationTasks.id, taskId), eq(cooperationTasks.officeId, officeId)))

/**
 * The statements that end a task as done. The first stores the task once more where it has moved on since it was read,
 * so that its key fails the batch: an update that matches nothing would not.
 */
export const doneStatements = (
  ctx: ServiceContext,
  { id, version }: TaskRow,
  note: string | undefined,
): D1PreparedStatement[] => [
  ctx.db
    .prepare('INSERT INTO cooperation_tasks SELECT * FROM cooperation_tasks WHERE id = ?1 AND version <> ?2')
    .bind(id, version),
  ctx.db
    .prepare(
      `UPDATE cooperation_tasks SET state = 'done', version = version + 1, note = coalesce(?2, note), ended_at = ?3
       WHERE id = ?1`,
    )
    .bind(id, note ?? null, ctx.now.getTime()),
]
