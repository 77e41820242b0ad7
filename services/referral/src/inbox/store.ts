import {
  cooperationTasks,
  officeDigests,
  offices,
  referralEscalations,
  referrals,
  referralTransitions,
} from '@jiekun/schema/tables/referral'
import { applications } from '@jiekun/schema/tables/registration'
import { dayInChina, queries, type ServiceContext } from '@jiekun/worker'
import { and, asc, desc, eq, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { type CountedDays, countColumns, soonDays, tabColumns, tabCountsSchema } from '../digests/counts.ts'
import { statesOfTab, type Tab } from './tabs.ts'

export type ReferralRow = typeof referrals.$inferSelect
export type TransitionRow = typeof referralTransitions.$inferSelect
export type EscalationRow = typeof referralEscalations.$inferSelect
export type OfficeRow = typeof offices.$inferSelect
export type TaskRow = typeof cooperationTasks.$inferSelect

/** Items of one page of the inbox. */
export const pageSize = 20

/** Where a page of a list begins: after this item. Of lists in order of due day the cursor holds the day too. */
export interface Cursor {
  day: string
  id: string
}

const byDue = (tab: Tab): boolean => tab !== 'done' && tab !== 'escalated'

/** The query of a tab's referrals: what is due first comes first; what is done or was escalated, the newest first. */
export function tabQuery(db: D1Database, officeId: string, tab: Exclude<Tab, 'tasks'>, today: string, after?: Cursor) {
  const conditions: (SQL | undefined)[] = byDue(tab)
    ? [
        eq(referrals.officeId, officeId),
        isNotNull(referrals.dueOn),
        after && sql`(${referrals.dueOn}, ${referrals.id}) > (${after.day}, ${after.id})`,
      ]
    : [
        eq(tab === 'escalated' ? referrals.escalatedTo : referrals.officeId, officeId),
        after && lt(referrals.id, after.id),
      ]
  if (tab === 'overdue') conditions.push(lt(referrals.dueOn, today), eq(referrals.duty, 'office'))
  // The plus keeps the planner at the index that has the order.
  else if (tab !== 'escalated') conditions.push(sql`+${inArray(referrals.state, [...statesOfTab[tab]])}`)
  return queries(db)
    .select()
    .from(referrals)
    .where(and(...conditions))
    .orderBy(...(byDue(tab) ? [asc(referrals.dueOn), asc(referrals.id)] : [desc(referrals.id)]))
    .limit(pageSize + 1)
}

/** The tasks of an office to cooperate in 协办, those to be done first. */
export const tasksQuery = (db: D1Database, officeId: string, after?: Cursor) =>
  queries(db)
    .select()
    .from(cooperationTasks)
    .where(and(eq(cooperationTasks.officeId, officeId), after && lt(cooperationTasks.id, after.id)))
    .orderBy(desc(cooperationTasks.id))
    .limit(pageSize + 1)

/** The query of the counts on the page of an office's inbox: of its day, and on its tabs. */
export const countsQuery = (officeId: string, days: CountedDays): SQL =>
  sql`SELECT ${countColumns(days)}, ${tabColumns} FROM offices o WHERE o.id = ${officeId}`

/** All that a page of the inbox shows; undefined where the office is gone. What is soon goes by the calendar, which is read first. */
export async function loadInbox(ctx: ServiceContext, officeId: string, tab: Tab, after: Cursor | undefined) {
  const db = queries(ctx.db)
  const today = dayInChina(ctx.now)
  const calendar = calendarWith(await announcedYears(ctx))
  const days = { today, soon: calendar.after(today, soonDays).day }
  const isTasks = tab === 'tasks'
  const lists = db.batch([
    officeQuery(ctx, officeId),
    unionQuery(ctx, sql`(select area_code from offices where id = ${officeId})`),
    db
      .select()
      .from(officeDigests)
      .where(and(eq(officeDigests.officeId, officeId), eq(officeDigests.day, today))),
    isTasks ? tabQuery(ctx.db, '', 'new', today) : tabQuery(ctx.db, officeId, tab, today, after),
    tasksQuery(ctx.db, isTasks ? officeId : '', after),
  ])
  const [[[office], [union], [digest], items, tasks], counted] = await Promise.all([
    lists,
    db.get(countsQuery(officeId, days)),
  ])
  return office && { office, union, digest, calendar, today, items, tasks, counts: tabCountsSchema.parse(counted) }
}

const officeQuery = (ctx: ServiceContext, id: string) =>
  queries(ctx.db).select().from(offices).where(eq(offices.id, id))

/** The union's office of an area: whom to ask. */
const unionQuery = (ctx: ServiceContext, area: SQL | string) =>
  queries(ctx.db)
    .select()
    .from(offices)
    .where(and(eq(offices.department, 'ZGH'), sql`${offices.areaCode} = ${area}`))

/**
 * A referral with all that its page shows, in one round trip: of the office that has it, or of the office above that it
 * rose to, which may look and not answer.
 */
export async function loadReferral(ctx: ServiceContext, officeId: string, id: string) {
  const db = queries(ctx.db)
  const [[referral], transitions, escalations, [office], [union], [applicant], years] = await db.batch([
    db
      .select()
      .from(referrals)
      .where(and(eq(referrals.id, id), or(eq(referrals.officeId, officeId), eq(referrals.escalatedTo, officeId)))),
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
    db.select().from(offices).where(sql`${offices.id} = (select office_id from referrals where id = ${id})`),
    unionQuery(ctx, sql`(select county_code from referrals where id = ${id})`),
    db
      .select({ masked: applications.identityMasked })
      .from(applications)
      .where(sql`${applications.id} = (select plan_id from referrals where id = ${id})`),
    announcedYears(ctx),
  ])
  if (!referral || !office) return undefined
  const calendar = calendarWith(years)
  return { referral, transitions, escalations, office, union, calendar, maskedName: maskedNameOf(applicant?.masked) }
}
export type LoadedReferral = NonNullable<Awaited<ReturnType<typeof loadReferral>>>

const maskedSchema = z.object({ name: z.string() })

/** The masked name of an applicant; undefined where it was erased. */
function maskedNameOf(masked: string | undefined): string | undefined {
  try {
    return maskedSchema.safeParse(JSON.parse(masked ?? '{}')).data?.name
  } catch {
    return undefined
  }
}
