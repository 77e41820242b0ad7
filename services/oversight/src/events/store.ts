import { type EventType, eventSchema, type StaffActor } from '@jiekun/schema'
import { eventLog } from '@jiekun/schema/tables/shared'
import { queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, asc, gt, inArray, sql } from 'drizzle-orm'

/** Rows of the log that one page looks through, whoever they are for: a reader of a small area asks once more instead. */
const lookedThrough = 5000

/** Events after a sequence that are within reach, and how far the log was looked through and goes. */
export async function loadFeed(
  ctx: ServiceContext,
  actor: StaffActor,
  { after, types, limit }: { after: number; types: readonly EventType[] | undefined; limit: number },
) {
  const db = queries(ctx.db)
  const [rows, [bounds]] = await db.batch([
    db
      .select({ sequence: eventLog.sequence, event: eventLog.event })
      .from(eventLog)
      .where(
        and(
          gt(eventLog.sequence, after),
          sql`${eventLog.sequence} <= ${lookedUpTo(after)}`,
          withinReach(actor, { county: eventLog.area }),
          types === undefined ? undefined : inArray(eventLog.type, [...types]),
        ),
      )
      .orderBy(asc(eventLog.sequence))
      .limit(limit + 1),
    db
      .select({
        oldest: sql<number>`coalesce(min(${eventLog.sequence}), 0)`,
        newest: sql<number>`coalesce(max(${eventLog.sequence}), 0)`,
        lookedUpTo: lookedUpTo(after),
      })
      .from(eventLog),
  ])
  return {
    found: rows.map(({ sequence, event }) => ({ sequence, event: eventSchema.parse(JSON.parse(event)) })),
    bounds: bounds ?? { oldest: 0, newest: 0, lookedUpTo: after },
  }
}

/** The sequence up to which a page looks. */
const lookedUpTo = (after: number) =>
  sql<number>`(SELECT coalesce(max(sequence), ${after}) FROM
    (SELECT sequence FROM event_log WHERE sequence > ${after} ORDER BY sequence LIMIT ${lookedThrough}))`

/**
 * Forgets a page of the events stored before a moment, oldest first and never the newest: from what is left it must
 * show how much is gone. @returns how many it forgot.
 */
export async function forgetBefore(ctx: ServiceContext, moment: number, limit: number): Promise<number> {
  const { meta } = await ctx.db
    .prepare(
      `DELETE FROM event_log WHERE sequence IN (SELECT sequence FROM event_log
         WHERE sequence < coalesce((SELECT sequence FROM event_log WHERE at >= ?1 ORDER BY sequence LIMIT 1),
           (SELECT max(sequence) FROM event_log))
         ORDER BY sequence LIMIT ?2)`,
    )
    .bind(moment, limit)
    .run()
  return meta.changes
}
