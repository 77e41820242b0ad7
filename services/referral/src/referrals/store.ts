import type { ReferralState, StaffActor } from '@jiekun/schema'
import { referralEscalations, referrals, referralTransitions } from '@jiekun/schema/tables/referral'
import { inArea, queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, asc, eq, gt, lt } from 'drizzle-orm'
import { inDays } from '../day-range.ts'

export interface ReferralFilter {
  caseNumber?: string | undefined
  officeId?: string | undefined
  areaCode?: string | undefined
  measure?: string | undefined
  clause?: string | undefined
  emergency?: 'true' | 'false' | undefined
  createdFrom?: string | undefined
  createdTo?: string | undefined
  state?: ReferralState | undefined
  duty?: 'office' | 'union' | 'applicant' | undefined
  escalatedTo?: string | undefined
  /** ISO date. */
  dueBefore?: string | undefined
  /** Id of the last referral of the page before. */
  after?: string | undefined
  limit: number
}

export type ReferralRow = typeof referrals.$inferSelect

const reachColumns = { county: referrals.countyCode, caseNumber: referrals.planId, office: referrals.officeId }

/** The condition that holds a list to whom it may be shown. An office lists its own, or what rose to it where it asks for that. */
const listedFor = (actor: StaffActor, { escalatedTo }: ReferralFilter) =>
  withinReach(actor, {
    ...reachColumns,
    ...(escalatedTo !== undefined && escalatedTo === actor.officeId ? { office: referrals.escalatedTo } : {}),
  })

/** Referrals within reach, in order of id. */
export const listReferrals = (ctx: ServiceContext, actor: StaffActor, filter: ReferralFilter): Promise<ReferralRow[]> =>
  queries(ctx.db)
    .select()
    .from(referrals)
    .where(
      and(
        listedFor(actor, filter),
        filter.caseNumber === undefined ? undefined : eq(referrals.planId, filter.caseNumber),
        filter.officeId === undefined ? undefined : eq(referrals.officeId, filter.officeId),
        inArea(actor, filter.areaCode, {
          county: referrals.countyCode,
          id: referrals.id,
        }),
        filter.measure === undefined ? undefined : eq(referrals.measure, filter.measure),
        filter.clause === undefined ? undefined : eq(referrals.clause, filter.clause),
        filter.emergency === undefined ? undefined : eq(referrals.emergency, filter.emergency === 'true'),
        inDays(referrals.createdAt, filter.createdFrom, filter.createdTo),
        filter.state === undefined ? undefined : eq(referrals.state, filter.state),
        filter.duty === undefined ? undefined : eq(referrals.duty, filter.duty),
        filter.escalatedTo === undefined ? undefined : eq(referrals.escalatedTo, filter.escalatedTo),
        filter.dueBefore === undefined ? undefined : lt(referrals.dueOn, filter.dueBefore),
        filter.after === undefined ? undefined : gt(referrals.id, filter.after),
      ),
    )
    .orderBy(asc(referrals.id))
    .limit(filter.limit)

/**
 * A referral, its history and what was warned of and escalated, in one round trip: within the reach of who asks. The
 * office above that it rose to may read it as long as it waits there.
 */
export async function findReferral(ctx: ServiceContext, actor: StaffActor, id: string) {
  const db = queries(ctx.db)
  const [[referral], transitions, escalations] = await db.batch([
    db
      .select()
      .from(referrals)
      .where(and(eq(referrals.id, id), withinReach(actor, { ...reachColumns, risenTo: referrals.escalatedTo }))),
    db
      .select()
      .from(referralTransitions)
      .where(eq(referralTransitions.referralId, id))
      .orderBy(asc(referralTransitions.sequence)),
    db
      .select()
      .from(referralEscalations)
      .where(eq(referralEscalations.referralId, id))
      .orderBy(asc(referralEscalations.sequence)),
  ])
  return referral && { referral, transitions, escalations }
}
