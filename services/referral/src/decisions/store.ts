import { offices, referrals, referralTransitions } from '@jiekun/schema/tables/referral'
import { dayInChina, queries, type ServiceContext } from '@jiekun/worker'
import { and, desc, eq, gt, isNull, or } from 'drizzle-orm'
import { inList } from '../in-list.ts'

/** An office that takes referrals today. */
export async function findOpenOffice(ctx: ServiceContext, id: string) {
  const [office] = await queries(ctx.db)
    .select({ id: offices.id, areaCode: offices.areaCode })
    .from(offices)
    .where(and(eq(offices.id, id), or(isNull(offices.closedFrom), gt(offices.closedFrom, dayInChina(ctx.now)))))
  return office
}

/** Who declined a referral last, as its history names them. */
export async function whoDeclined(ctx: ServiceContext, referralId: string): Promise<string | undefined> {
  const [row] = await queries(ctx.db)
    .select({ actor: referralTransitions.actor })
    .from(referralTransitions)
    .where(and(eq(referralTransitions.referralId, referralId), eq(referralTransitions.state, 'declined')))
    .orderBy(desc(referralTransitions.sequence))
    .limit(1)
  return row?.actor
}

/** The query of referrals by their ids. */
export const referralsOf = (ctx: ServiceContext, ids: readonly string[]) =>
  queries(ctx.db).select().from(referrals).where(inList(referrals.id, ids))
