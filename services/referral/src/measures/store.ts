import { areaRange, type ReferralState, referralStateSchema } from '@jiekun/schema'
import { referrals } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext, staffOf, withinReach } from '@jiekun/worker'
import { and, asc, between, count, eq } from 'drizzle-orm'

export interface MeasureFilter {
  areaCode?: string | undefined
  measure?: string | undefined
  state?: ReferralState | undefined
}

/** How many referrals within reach there are of each measure in each state. There are some 50 measures and six states. */
export async function countMeasures(ctx: ServiceContext, filter: MeasureFilter) {
  const rows = await queries(ctx.db)
    .select({ measure: referrals.measure, state: referrals.state, cases: count() })
    .from(referrals)
    .where(
      and(
        withinReach(staffOf(ctx), {
          county: referrals.countyCode,
          caseNumber: referrals.planId,
          office: referrals.officeId,
        }),
        filter.areaCode === undefined ? undefined : between(referrals.countyCode, ...areaRange(filter.areaCode)),
        filter.measure === undefined ? undefined : eq(referrals.measure, filter.measure),
        filter.state === undefined ? undefined : eq(referrals.state, filter.state),
      ),
    )
    .groupBy(referrals.measure, referrals.state)
    .orderBy(asc(referrals.measure))
  return rows.map((row) => ({ ...row, state: referralStateSchema.parse(row.state) }))
}
