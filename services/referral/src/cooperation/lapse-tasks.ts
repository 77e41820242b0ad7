import { cooperationTasks } from '@jiekun/schema/tables/referral'
import { newId, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'
import * as z from 'zod'
import type { NewDelivery } from '../deliveries/new-deliveries.ts'
import { inList } from '../in-list.ts'
import { settledStates } from '../states/transition.ts'
import type { TaskRow } from './store.ts'

const settled = settledStates.map((state) => `'${state}'`).join(', ')
const hasOpenReferral = `EXISTS (SELECT 1 FROM json_each(cooperation_tasks.referral_ids) AS each
  JOIN referrals ON referrals.id = each.value WHERE referrals.state NOT IN (${settled}))`

/** The statement that ends the open tasks of a plan of which every referral is settled. It goes after those that settle. */
export const lapseTasks = (ctx: ServiceContext, planId: string): D1PreparedStatement =>
  ctx.db
    .prepare(
      `UPDATE cooperation_tasks SET state = 'lapsed', version = version + 1, ended_at = ?2
       WHERE plan_id = ?1 AND state = 'open' AND NOT ${hasOpenReferral}`,
    )
    .bind(planId, ctx.now.getTime())

/** The query of the tasks of plans that lapsed with their referrals. */
export const lapsedTasks = (ctx: ServiceContext, planIds: readonly string[]) =>
  queries(ctx.db)
    .select()
    .from(cooperationTasks)
    .where(and(inList(cooperationTasks.planId, planIds), eq(cooperationTasks.state, 'lapsed')))

/**
 * What opens the lapsed tasks of a referral again, where help that was said to be given has not arrived, and tells their
 * offices. Nothing where there are none. `lapsed`: what {@link lapsedTasks} found.
 */
export function reviveTasks(
  ctx: ServiceContext,
  { id, planId }: { id: string; planId: string },
  lapsed: readonly TaskRow[],
): { statements: D1PreparedStatement[]; notices: NewDelivery[] } {
  const revived = lapsed.filter((task) => task.planId === planId && referralIdsOf(task).includes(id))
  if (revived.length === 0) return { statements: [], notices: [] }
  const statement = ctx.db
    .prepare(
      `UPDATE cooperation_tasks SET state = 'open', version = version + 1, ended_at = NULL
       WHERE state = 'lapsed' AND id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(revived.map((task) => task.id)))
  const notices = revived.map(
    (task): NewDelivery => ({
      id: newId(task.countyCode),
      planId,
      countyCode: task.countyCode,
      officeId: task.officeId,
      type: 'referral.informed',
      clause: task.clause,
      referralIds: referralIdsOf(task),
      taskId: task.id,
    }),
  )
  return { statements: [statement], notices }
}

const referralIdsOf = (task: TaskRow): string[] => idsSchema.parse(JSON.parse(task.referralIds))
const idsSchema = z.array(z.string())
