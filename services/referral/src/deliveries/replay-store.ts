import type { DeliveryState } from '@jiekun/schema'
import { deliveries, offices } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext, staffOf, toStatement, withinArea, withinReach } from '@jiekun/worker'
import { and, between, count, desc, eq, isNotNull, lt, ne, or } from 'drizzle-orm'
import { inList } from '../in-list.ts'

/** Which webhooks of an office are to be sent once more: one, or those of a period (milliseconds) in some states. */
export type ReplayPart =
  | { officeId: string; id: string }
  | { officeId: string; from: number; to: number; states: readonly DeliveryState[] }

/** What is on its way has its message, which the outbox answers for: a second one would double it. */
const atRest = or(ne(deliveries.state, 'pending'), isNotNull(deliveries.nextAttemptAt))

const conditionOf = (part: ReplayPart) =>
  and(
    eq(deliveries.officeId, part.officeId),
    'id' in part
      ? eq(deliveries.id, part.id)
      : and(between(deliveries.createdAt, part.from, part.to), inList(deliveries.state, part.states)),
    atRest,
  )

const within = (ctx: ServiceContext) => withinArea(staffOf(ctx), { area: offices.areaCode, office: offices.id })

/** A webhook of an office in the caller's area. */
export async function findReplayable(ctx: ServiceContext, id: string) {
  const [row] = await queries(ctx.db)
    .select({ officeId: deliveries.officeId })
    .from(deliveries)
    .innerJoin(offices, eq(offices.id, deliveries.officeId))
    .where(and(eq(deliveries.id, id), within(ctx)))
  return row
}

/** The office, where the caller may see it, and how many of its webhooks would be sent. */
export async function countReplayable(ctx: ServiceContext, part: ReplayPart) {
  const [[office], [found]] = await queries(ctx.db).batch([
    queries(ctx.db)
      .select({ areaCode: offices.areaCode, disabledAt: offices.disabledAt })
      .from(offices)
      .where(and(eq(offices.id, part.officeId), within(ctx))),
    queries(ctx.db).select({ count: count() }).from(deliveries).where(conditionOf(part)),
  ])
  return { office, count: found?.count ?? 0 }
}

/** The statement that hands webhooks to the cron, as if they were new. */
export const replayStatement = (ctx: ServiceContext, part: ReplayPart): D1PreparedStatement =>
  toStatement(
    ctx.db,
    queries(ctx.db)
      .update(deliveries)
      .set({ state: 'pending', tries: 0, nextAttemptAt: ctx.now.getTime(), deliveredAt: null })
      .where(conditionOf(part)),
  )

/** A webhook within reach. */
export const deliveryWithin = (ctx: ServiceContext, id: string) =>
  queries(ctx.db)
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.id, id),
        withinReach(staffOf(ctx), {
          county: deliveries.countyCode,
          caseNumber: deliveries.planId,
          office: deliveries.officeId,
        }),
      ),
    )

/** The webhooks of an office, newest first: ids sort by time. */
export const listOfOffice = (
  ctx: ServiceContext,
  officeId: string,
  page: { state?: DeliveryState | undefined; after?: string | undefined; limit: number },
) =>
  queries(ctx.db)
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        page.state === undefined ? undefined : eq(deliveries.state, page.state),
        page.after === undefined ? undefined : lt(deliveries.id, page.after),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(page.limit)
