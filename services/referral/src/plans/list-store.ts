import type { StaffActor } from '@jiekun/schema'
import { cooperationTasks, plans, referrals } from '@jiekun/schema/tables/referral'
import { inArea, queries, type ServiceContext, staffOf, withinReach } from '@jiekun/worker'
import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { inDays } from '../day-range.ts'

export type PlanRow = typeof plans.$inferSelect

const within = (actor: StaffActor) => withinReach(actor, { county: plans.countyCode, caseNumber: plans.id })

export interface PlanFilter {
  areaCode?: string | undefined
  completed?: 'true' | 'false' | undefined
  openedFrom?: string | undefined
  openedTo?: string | undefined
  /** Case number of the last plan of the page before. */
  after?: string | undefined
  limit: number
}

/** Plans within reach, in order of case number. */
export function listPlans(ctx: ServiceContext, filter: PlanFilter): Promise<PlanRow[]> {
  const actor = staffOf(ctx)
  const columns = { county: plans.countyCode, id: plans.id }
  return queries(ctx.db)
    .select()
    .from(plans)
    .where(
      and(
        within(actor),
        inArea(actor, filter.areaCode, columns),
        filter.completed === undefined
          ? undefined
          : (filter.completed === 'true' ? isNotNull : isNull)(plans.completedAt),
        inDays(plans.openedAt, filter.openedFrom, filter.openedTo),
        filter.after === undefined ? undefined : gt(plans.id, filter.after),
      ),
    )
    .orderBy(asc(plans.id))
    .limit(filter.limit)
}

/** A plan within reach with its referrals and tasks, in one round trip. */
export async function findPlan(ctx: ServiceContext, caseNumber: string) {
  const db = queries(ctx.db)
  const [[plan], itsReferrals, tasks] = await db.batch([
    db
      .select()
      .from(plans)
      .where(and(eq(plans.id, caseNumber), within(staffOf(ctx)))),
    db.select().from(referrals).where(eq(referrals.planId, caseNumber)).orderBy(asc(referrals.measure)),
    db.select().from(cooperationTasks).where(eq(cooperationTasks.planId, caseNumber)).orderBy(asc(cooperationTasks.id)),
  ])
  return plan && { plan, referrals: itsReferrals, tasks }
}
