import type { AreaLevel } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { dayInChina, queries, type ServiceContext } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import type { ReferralRow } from '../states/move-referral.ts'
import { type RoutingReason, routeMeasure } from './route-measure.ts'
import { ruleBook, toRule } from './rules.ts'
import { directoryOf, officesAround, registrationOf, rulesBy } from './store.ts'

/** Another office for a referral. */
export interface OtherOffice {
  officeId: string
  department: string
  level: AreaLevel
  isDefault: boolean
  /** To be stored as `routedBecause`, as JSON. */
  reasons: RoutingReason[]
}

/**
 * The office that a referral goes to by the rules of today, where it shall not go to those that are left out: most often
 * the present one. It rises a level where it must. Undefined where no other office is there. One round trip, reads only.
 */
export async function findOtherOffice(
  ctx: ServiceContext,
  row: ReferralRow,
  leftOut: readonly string[],
): Promise<OtherOffice | undefined> {
  const day = dayInChina(ctx.now)
  const [offices, rules, [registered]] = await queries(ctx.db).batch([
    officesAround(ctx, [row.countyCode], eq(determinations.applicationId, row.planId)),
    rulesBy(ctx, day),
    registrationOf(ctx, row.planId),
  ])
  const { measure, clause, countyCode } = row
  const question = { measure, clause, countyCode, registeredCode: registered?.code ?? null, day }
  const route = routeMeasure(
    { ...question, without: new Set(leftOut) },
    ruleBook(rules.map(toRule), day),
    directoryOf(offices),
  )
  return (
    route && {
      officeId: route.office.id,
      department: route.department,
      level: route.level,
      isDefault: route.isDefault,
      reasons: route.reasons,
    }
  )
}
