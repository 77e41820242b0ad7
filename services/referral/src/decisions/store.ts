import { offices, referrals, referralTransitions } from '@jiekun/schema/tables/referral'
import { dayInChina, queries, type ServiceContext } from '@jiekun/worker'
import { and, desc, eq, gt, isNull, or } from 'drizzle-orm'
import { inList } from '../in-list.ts'
import { rulesBy } from '../routing/store.ts'

/** An office that takes referrals today, and the rules of today, in one round trip. */
export async function findOpenOffice(ctx: ServiceContext, id: string) {
  const day = dayInChina(ctx.now)
  const { areaCode, department, measures, closedFrom } = offices
  const [[office], rules] = await queries(ctx.db).batch([
    queries(ctx.db)
      .select({ id: offices.id, areaCode, department, measures })
      .from(offices)
      .where(and(eq(offices.id, id), or(isNull(closedFrom), gt(closedFrom, day)))),
    rulesBy(ctx, day),
  ])
  return { office, rules, day }
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
