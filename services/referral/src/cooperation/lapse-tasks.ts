import type { ServiceContext } from '@jiekun/worker'
import { settledStates } from '../states/transition.ts'

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

/** The statement that opens lapsed tasks of a referral again: help that was said to be given has not arrived. */
export const reviveTasks = (ctx: ServiceContext, { id, planId }: { id: string; planId: string }): D1PreparedStatement =>
  ctx.db
    .prepare(
      `UPDATE cooperation_tasks SET state = 'open', version = version + 1, ended_at = NULL
       WHERE plan_id = ?1 AND state = 'lapsed' AND EXISTS (
         SELECT 1 FROM json_each(cooperation_tasks.referral_ids) AS each WHERE each.value = ?2)`,
    )
    .bind(planId, id)
