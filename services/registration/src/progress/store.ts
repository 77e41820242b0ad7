import { workingCalendar } from '@jiekun/calendar'
import type { EventOf } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { applications, caseMeasures, timeline } from '@jiekun/schema/tables/registration'
import { announcedYears, inForce, insertRow, queries, toStatement, yearsOf } from '@jiekun/worker'
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { summaryColumns } from '../applications/store.ts'

/**
 * Applications with the determination that an event told of, and the calendar, in one round trip. Queue batches stay
 * below the 100 parameters of D1.
 */
export async function loadDetermined(d1: D1Database, determinationIds: string[]) {
  const db = queries(d1)
  const [rows, years] = await db.batch([
    db
      .select({
        // A batch gives rows by the names of their columns, so that two of one name would be one.
        determinationId: sql<string>`${determinations.id}`.as('made_id'),
        determination: determinations.determination,
        application: summaryColumns,
      })
      .from(determinations)
      .innerJoin(applications, eq(applications.id, determinations.applicationId))
      .where(inArray(determinations.id, determinationIds)),
    announcedYears({ db: d1 }),
  ])
  const calendar = workingCalendar(yearsOf(years))
  return new Map(
    rows.map((row) => {
      const { taskGroups, ...outcome } = outcomeSchema.parse(JSON.parse(row.determination))
      return [row.determinationId, { ...row, outcome, taskGroups, calendar }]
    }),
  )
}

/** The part of a determination that the application itself carries, and what it is found by. */
const outcomeSchema = z.object({
  archiveDecision: z.string(),
  unionCategory: z.string(),
  taskGroups: z.array(z.string()),
})

/** The latest state of a measure. An older event than the one known changes nothing. */
export function measureStatement(d1: D1Database, event: EventOf<'referral.changed'>): D1PreparedStatement {
  const { referralId, measure, clause, officeId, state, version } = event.data
  return toStatement(
    d1,
    queries(d1)
      .insert(caseMeasures)
      .values({ referralId, applicationId: event.subject, measure, clause, officeId, state, version })
      .onConflictDoUpdate({
        target: caseMeasures.referralId,
        set: { state: sql`excluded.state`, version: sql`excluded.version` },
        ...(inForce('version-guard') ? { setWhere: sql`excluded.version > ${caseMeasures.version}` } : {}),
      }),
  )
}

/** An entry of the timeline, by the time of its event. */
export const timelineStatement = (
  d1: D1Database,
  entry: { id: string; subject: string; time: string },
  type: string,
  data: object,
) =>
  insertRow(d1, timeline, {
    id: entry.id,
    applicationId: entry.subject,
    at: Date.parse(entry.time),
    type,
    data: JSON.stringify(data),
  })

/** Marks the plan of a case as complete. */
export const planCompletedStatement = (d1: D1Database, event: EventOf<'plan.completed'>): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(applications)
      .set({ planCompletedAt: Date.parse(event.time) })
      .where(and(eq(applications.id, event.subject), isNull(applications.planCompletedAt))),
  )

/** Takes the completion of a plan back that lies before an event; one that came later stays. */
export const planReopenedStatement = (d1: D1Database, event: EventOf<'referral.changed'>): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(applications)
      .set({ planCompletedAt: null })
      .where(and(eq(applications.id, event.subject), lt(applications.planCompletedAt, Date.parse(event.time)))),
  )
