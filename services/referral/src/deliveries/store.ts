import { type DeliveryState, type EventOf, type NoticeType, noticeTypeSchema, type StaffActor } from '@jiekun/schema'
import { deliveries, formerOfficeSecrets, offices, referrals } from '@jiekun/schema/tables/referral'
import { inbox } from '@jiekun/schema/tables/shared'
import { inForce, queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm'
import * as z from 'zod'
import { inList } from '../in-list.ts'
import { formerSecrets } from '../offices/store.ts'
import { graceMs } from './back-off.ts'
import type { OfficeHealth } from './endpoint-health.ts'

/** Rows that the cron claims at a time. */
export const claimPage = 100

const idsSchema = z.array(z.string())

/** A webhook that is to be tried now. */
export interface DueDelivery {
  id: string
  caseNumber: string
  countyCode: string
  officeId: string
  endpoint: string | null
  /** The secrets that its office knows, sealed; the present one first. */
  secretsSealed: string[]
  type: NoticeType
  clause: string
  referrals: { referralId: string; measure: string; version: number }[]
  /** The first day on which something of it is due. */
  dueOn: string | null
  taskId: string | null
  attempts: number
  /** Attempts since it was made or replayed last. */
  tries: number
  createdAt: number
  office: Pick<typeof offices.$inferSelect, 'signature' | 'disabledAt' | 'pausedUntil'>
}

/** What events ask for. */
export interface Due {
  /** The deliveries, without those that are settled and those whose events have all been seen. */
  deliveries: DueDelivery[]
  /** The ids of the events that have been seen. */
  seen: ReadonlySet<string>
}

export async function loadDue(ctx: ServiceContext, events: readonly EventOf<'delivery.due'>[]): Promise<Due> {
  const db = queries(ctx.db)
  const ids = events.map((event) => event.data.deliveryId)
  const [seenRows, rows, former] = await db.batch([
    db
      .select({ eventId: inbox.eventId })
      .from(inbox)
      .where(
        and(
          eq(inbox.consumer, 'referral-delivery'),
          inList(
            inbox.eventId,
            events.map((event) => event.id),
          ),
        ),
      ),
    db
      .select({
        delivery: deliveries,
        endpoint: offices.endpoint,
        secretSealed: offices.secretSealed,
        office: { signature: offices.signature, disabledAt: offices.disabledAt, pausedUntil: offices.pausedUntil },
      })
      .from(deliveries)
      .innerJoin(offices, eq(offices.id, deliveries.officeId))
      .where(and(inList(deliveries.id, ids), eq(deliveries.state, 'pending'))),
    formerSecrets(
      ctx,
      inArray(
        formerOfficeSecrets.officeId,
        db.select({ id: deliveries.officeId }).from(deliveries).where(inList(deliveries.id, ids)),
      ),
    ),
  ])
  const seen = new Set(inForce('inbox') ? seenRows.map((row) => row.eventId) : [])
  const asked = new Set(events.filter((event) => !seen.has(event.id)).map((event) => event.data.deliveryId))
  const due = rows.filter(({ delivery }) => asked.has(delivery.id))
  const referralIds = due.flatMap(({ delivery }) => idsSchema.parse(JSON.parse(delivery.referralIds)))
  const told = await db
    .select({
      id: referrals.id,
      measure: referrals.measure,
      version: referrals.version,
      dueOn: referrals.dueOn,
      officeId: referrals.officeId,
    })
    .from(referrals)
    .where(inList(referrals.id, referralIds))
  const byId = new Map(told.map((referral) => [referral.id, referral]))
  const toDue = ({ delivery, endpoint, secretSealed, office }: (typeof due)[number]): DueDelivery => {
    const listed = idsSchema
      .parse(JSON.parse(delivery.referralIds))
      .map((id) => byId.get(id))
      .filter((referral) => referral !== undefined)
      // What has gone to another office since is not told to this one.
      .filter(({ officeId }) => delivery.type !== 'referral.created' || officeId === delivery.officeId)
    return {
      id: delivery.id,
      caseNumber: delivery.planId,
      countyCode: delivery.countyCode,
      officeId: delivery.officeId,
      endpoint,
      secretsSealed: [
        secretSealed,
        ...former.filter(({ officeId }) => officeId === delivery.officeId).map((row) => row.secretSealed),
      ].filter((sealed) => sealed !== null),
      type: noticeTypeSchema.parse(delivery.type),
      clause: delivery.clause,
      referrals: listed.map(({ id, measure, version }) => ({ referralId: id, measure, version })),
      dueOn: listed.flatMap((each) => each.dueOn ?? []).toSorted()[0] ?? null,
      taskId: delivery.taskId,
      attempts: delivery.attempts,
      tries: delivery.tries,
      createdAt: delivery.createdAt,
      office,
    }
  }
  return { deliveries: due.map(toDue), seen }
}

/** The statement that marks events as taken effect of; one that is marked already stays so. */
export const seenStatement = (ctx: ServiceContext, eventIds: readonly string[]): D1PreparedStatement =>
  ctx.db
    .prepare(
      `INSERT INTO inbox (consumer, event_id, at) SELECT 'referral-delivery', value, ?2 FROM json_each(?1) WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(eventIds), ctx.now.getTime())

export type UnsentReferral = Pick<
  typeof referrals.$inferSelect,
  'id' | 'planId' | 'countyCode' | 'measure' | 'clause' | 'officeId' | 'version'
>

/** Which of these deliveries are still pending, which of their referrals still only created, and how their offices did so far. */
export async function loadUnsettled(
  ctx: ServiceContext,
  attempted: readonly DueDelivery[],
): Promise<{ pending: Set<string>; created: Map<string, UnsentReferral>; offices: Map<string, OfficeHealth> }> {
  const db = queries(ctx.db)
  const ids = attempted.flatMap((delivery) => delivery.referrals.map(({ referralId }) => referralId))
  const [pending, created, health] = await db.batch([
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          inList(
            deliveries.id,
            attempted.map(({ id }) => id),
          ),
          eq(deliveries.state, 'pending'),
        ),
      ),
    db
      .select()
      .from(referrals)
      .where(and(inList(referrals.id, ids), eq(referrals.state, 'created'))),
    db
      .select({
        id: offices.id,
        areaCode: offices.areaCode,
        version: offices.version,
        failingSince: offices.failingSince,
        disabledAt: offices.disabledAt,
        pausedUntil: offices.pausedUntil,
      })
      .from(offices)
      .where(
        inList(
          offices.id,
          attempted.map(({ officeId }) => officeId),
        ),
      ),
  ])
  return {
    pending: new Set(pending.map(({ id }) => id)),
    created: new Map(created.map((row) => [row.id, row])),
    offices: new Map(health.map((row) => [row.id, row])),
  }
}

/** Times in milliseconds. */
export interface DeliveryUpdate {
  id: string
  state: DeliveryState
  /** 1 where something went out, and where that counts for the back-off. */
  attempted: number
  tried: number
  lastStatus: number | null
  lastError: string | null
  deliveredAt: number | null
  nextAttemptAt: number | null
}

/** The statements that settle attempts: deliveries, then referrals from created to sent, whose transitions fail the batch on a lost race. */
export function settlement(
  ctx: ServiceContext,
  { updates, sent, eventIds }: { updates: DeliveryUpdate[]; sent: UnsentReferral[]; eventIds: string[] },
): D1PreparedStatement[] {
  const at = ctx.now.getTime()
  const referred = JSON.stringify(sent)
  return [
    ...(inForce('inbox') ? [seenStatement(ctx, eventIds)] : []),
    ctx.db
      .prepare(
        `UPDATE deliveries SET state = value->>'state', attempts = attempts + (value->>'attempted'),
           tries = tries + (value->>'tried'), last_status = value->>'lastStatus',
           last_error = value->>'lastError', delivered_at = value->>'deliveredAt', next_attempt_at = value->>'nextAttemptAt'
         FROM json_each(?1) WHERE deliveries.id = value->>'id' AND deliveries.state = 'pending'`,
      )
      .bind(JSON.stringify(updates)),
    ctx.db
      .prepare(
        `INSERT INTO referral_transitions (referral_id, sequence, state, at, actor)
         SELECT value->>'id', (value->>'version') + 1, 'sent', ?2, ?3 FROM json_each(?1)`,
      )
      .bind(referred, at, `system:${ctx.service}`),
    ctx.db
      .prepare(
        `UPDATE referrals SET state = 'sent', version = (value->>'version') + 1
         FROM json_each(?1) WHERE referrals.id = value->>'id'`,
      )
      .bind(referred),
  ]
}

/** A delivery that failed and whose next attempt is due. */
export type LateDelivery = Pick<
  typeof deliveries.$inferSelect,
  'id' | 'planId' | 'countyCode' | 'attempts' | 'nextAttemptAt'
>

/** A page of the deliveries whose next attempt is late, longest first. */
export const loadLate = (ctx: ServiceContext): Promise<LateDelivery[]> =>
  queries(ctx.db)
    .select({
      id: deliveries.id,
      planId: deliveries.planId,
      countyCode: deliveries.countyCode,
      attempts: deliveries.attempts,
      nextAttemptAt: deliveries.nextAttemptAt,
    })
    .from(deliveries)
    .where(and(eq(deliveries.state, 'pending'), lte(deliveries.nextAttemptAt, ctx.now.getTime() - graceMs)))
    .orderBy(asc(deliveries.nextAttemptAt))
    .limit(claimPage)

/** The statement that hands deliveries over to the messages which ask for them. */
export const handOver = (ctx: ServiceContext, late: readonly LateDelivery[]): D1PreparedStatement =>
  ctx.db
    .prepare('UPDATE deliveries SET next_attempt_at = NULL WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(late.map(({ id }) => id)))

/** The deliveries of a case, within the area of who asks. */
export const listDeliveries = (
  ctx: ServiceContext,
  actor: StaffActor,
  page: { caseNumber: string; after?: string | undefined; limit: number },
) =>
  queries(ctx.db)
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.planId, page.caseNumber),
        page.after === undefined ? undefined : gt(deliveries.id, page.after),
        withinReach(actor, {
          county: deliveries.countyCode,
          caseNumber: deliveries.planId,
          office: deliveries.officeId,
        }),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(page.limit)
