import type { StaffActor } from '@jiekun/schema'
import { areaRange, reachOf } from '@jiekun/schema'
import {
  deliveries,
  offices,
  referralEscalations,
  referrals,
  referralTransitions,
} from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, asc, between, desc, eq, gte, inArray, lt, ne, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import * as z from 'zod'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { inList } from '../in-list.ts'
import type { ReferralRow } from '../states/move-referral.ts'
import type { KnownOffice, StallFacts } from './stalls-of.ts'

/** Where a page ended: in the order of the list. */
export interface StalledCursor {
  /** ISO date. */
  dueOn: string
  id: string
}

export interface StalledFilter {
  areaCode?: string | undefined
  officeId?: string | undefined
  after?: StalledCursor | undefined
  /** ISO date. */
  today: string
  limit: number
}

/** Notices that bring a referral to its office: at first, once its question is answered, once help has not arrived. */
const bringing = ['referral.created', 'referral.resumed', 'referral.disputed']

/** Whether the notice of a referral that was not sent was given up or held. What is moot is of another time. */
const isStuck = sql`EXISTS (
  SELECT 1 FROM deliveries d, json_each(d.referral_ids) AS told
  WHERE d.plan_id = ${referrals.planId} AND d.office_id = ${referrals.officeId} AND d.type = 'referral.created'
    AND d.state IN ('failed', 'held') AND coalesce(d.last_error, '') <> 'moot' AND told.value = ${referrals.id}
    AND d.created_at >= coalesce((SELECT max(at) FROM referral_transitions WHERE referral_id = ${referrals.id}), 0))`

/** The same of one that its office had before, and that is to go on: few, so that they are found from their notices. */
const goesOnStuck = sql`(${referrals.id}, ${referrals.officeId}) IN (
  SELECT told.value, d.office_id FROM deliveries d INDEXED BY deliveries_stuck, json_each(d.referral_ids) AS told
  WHERE d.type IN ('referral.resumed', 'referral.disputed') AND d.state IN ('failed', 'held')
    AND coalesce(d.last_error, '') <> 'moot'
    AND d.created_at >= coalesce((SELECT max(at) FROM referral_transitions WHERE referral_id = told.value), 0))`

/**
 * A page of what stalls, that which is due first coming first. What is overdue, what waits for the union and what was
 * never sent are each read in the order of an index and merged, so that reading ends where the page does; what was to go
 * on and did not reach its office is sorted among them.
 */
export function stalledQuery(d1: D1Database, actor: StaffActor, filter: StalledFilter) {
  const { dueOn, id } = referrals
  const { today, after } = filter
  const part = (reach: SQL, isStalled: SQL | undefined) =>
    queries(d1)
      .select()
      .from(referrals)
      .where(
        and(
          isStalled,
          reach,
          filter.areaCode === undefined
            ? undefined
            : aside(between(referrals.countyCode, ...areaRange(filter.areaCode))),
          filter.officeId === undefined ? undefined : eq(referrals.officeId, filter.officeId),
          after && sql`(${dueOn}, ${id}) > (${after.dueOn}, ${after.id})`,
        ),
      )
  const isOverdue = lt(dueOn, today)
  const { own, risen } = reachOfCaller(actor)
  return unionAll(
    part(own, isOverdue),
    // Written out: a partial index is not seen behind a parameter.
    part(own, and(sql`${referrals.duty} = 'union'`, gte(dueOn, today))),
    part(own, and(sql`${referrals.state} = 'created'`, gte(dueOn, today), isStuck)),
    part(
      own,
      and(sql`${referrals.duty} = 'office' AND ${referrals.state} <> 'created'`, gte(dueOn, today), goesOnStuck),
    ),
    ...(risen ? [part(risen, isOverdue)] : []),
  )
    .orderBy(asc(dueOn), asc(id))
    .limit(filter.limit)
}

/** A condition that the planner does not look for an index for: the one that has the order serves it. */
const aside = (condition: SQL): SQL => sql`+(${condition})`

/** Whom a caller reaches. An office has its own referrals, and may see those that rose to it because they are overdue. */
function reachOfCaller(actor: StaffActor): { own: SQL; risen?: SQL | undefined } {
  const own = withinReach(actor, {
    county: referrals.countyCode,
    caseNumber: referrals.planId,
    office: referrals.officeId,
  })
  const { officeId } = actor
  if (reachOf(actor.role) !== 'office' || officeId === undefined) return { own: aside(own) }
  return { own, risen: and(eq(referrals.escalatedTo, officeId), ne(referrals.officeId, officeId)) }
}

/** A referral that stalls, with what it is judged by. */
export interface Stalled {
  row: ReferralRow
  facts: StallFacts
}

/** A page of what stalls with all that says who must act, and the calendar; two round trips. */
export async function loadStalled(ctx: ServiceContext, actor: StaffActor, filter: StalledFilter) {
  const db = queries(ctx.db)
  const [rows, years] = await db.batch([stalledQuery(ctx.db, actor, filter), announcedYears(ctx)])
  return { calendar: calendarWith(years), page: rows.length === 0 ? [] : await withFacts(ctx, rows) }
}

const idsSchema = z.array(z.string())

async function withFacts(ctx: ServiceContext, rows: readonly ReferralRow[]): Promise<Stalled[]> {
  const db = queries(ctx.db)
  const ids = rows.map(({ id }) => id)
  const [moves, escalations, unsent, known] = await db.batch([
    db
      .select({
        id: referralTransitions.referralId,
        at: sql`max(${referralTransitions.at})`.mapWith(Number).as('moved_at'),
      })
      .from(referralTransitions)
      .where(inList(referralTransitions.referralId, ids))
      .groupBy(referralTransitions.referralId),
    db
      .select()
      .from(referralEscalations)
      .where(and(inList(referralEscalations.referralId, ids), eq(referralEscalations.kind, 'escalation')))
      .orderBy(asc(referralEscalations.sequence)),
    db
      .select()
      .from(deliveries)
      .where(
        and(
          inList(
            deliveries.planId,
            rows.map(({ planId }) => planId),
          ),
          inArray(deliveries.state, ['failed', 'held']),
          inArray(deliveries.type, bringing),
          sql`coalesce(${deliveries.lastError}, '') <> 'moot'`,
        ),
      )
      .orderBy(desc(deliveries.id)),
    db
      .select({ id: offices.id, name: offices.name, areaCode: offices.areaCode, closedFrom: offices.closedFrom })
      .from(offices)
      .where(
        inList(
          offices.id,
          rows.flatMap(({ officeId, escalatedTo }) => (escalatedTo === null ? [officeId] : [officeId, escalatedTo])),
        ),
      ),
  ])
  const office = new Map<string, KnownOffice>(known.map((each) => [each.id, each]))
  const movedAt = new Map(moves.map(({ id, at }) => [id, at]))
  const last = new Map(escalations.map((each) => [each.referralId, each]))
  const told = unsent.map(({ officeId, state, createdAt, referralIds }) => ({
    officeId,
    state: state === 'held' ? ('held' as const) : ('failed' as const),
    at: createdAt,
    referralIds: idsSchema.parse(JSON.parse(referralIds)),
  }))
  return rows.map((row) => {
    const moved = movedAt.get(row.id) ?? row.createdAt
    const risen = row.escalations > 0 ? last.get(row.id) : undefined
    return {
      row,
      facts: {
        office: office.get(row.officeId),
        risen: risen && { toArea: risen.toArea, toOffice: office.get(risen.toOfficeId ?? '') },
        movedAt: moved,
        // Whoever has moved it since knows of it.
        undelivered: told.find(
          ({ officeId, at, referralIds }) => officeId === row.officeId && at >= moved && referralIds.includes(row.id),
        ),
      },
    }
  })
}
