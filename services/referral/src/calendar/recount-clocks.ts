import type { Event, EventOf } from '@jiekun/schema'
import type { Effect, ServiceContext } from '@jiekun/worker'
import { type Clock, recountedClock } from '../deadlines/clock.ts'
import { envelope } from '../envelope.ts'
import { type ClockCursor, loadClocks, recountStatement } from './store.ts'

/** Clocks that one step counts anew. */
export const recountPage = 500

/**
 * Counts the running clocks anew after the calendar has changed, a page a step. Each step asks for the next one in the
 * batch of its own effect, so that one that dies is taken up where it was and one that comes twice changes nothing. A
 * step of an older change than the last leaves the rest to the steps of that one. Clocks whose days stay are not
 * written. Where a referral has moved meanwhile the step fails and is tried again. Whoever moves one behind the steps
 * counts by the new calendar, unless they read the old one before the import and write after the step: that is put right
 * when its day comes (`attentionFor`).
 */
export async function recountClocks(
  ctx: ServiceContext,
  events: readonly RecountEvent[],
): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>()
  // Two changes of the calendar may be on their way at once; what one step of a batch counts, the others need not.
  const done = new Set<string>()
  for (const event of events) effects.set(event.id, await recountPageOf(ctx, event, done))
  return effects
}

type RecountEvent = EventOf<'calendar.changed'> | EventOf<'recount.due'>

async function recountPageOf(ctx: ServiceContext, event: RecountEvent, done: Set<string>): Promise<Effect> {
  const { year, version } = event.data
  const after = event.type === 'recount.due' ? event.data.after : null
  const { calendar, version: current, page } = await loadClocks(ctx, { year, after, limit: recountPage })
  if (current !== undefined && current > version) return 'nothing'
  const counted = page
    .map((row) => ({ row, clock: recountedClock(calendar, row) }))
    .filter(({ row, clock }) => differs(row, clock) && !done.has(row.id))
  for (const { row } of counted) done.add(row.id)
  const last = page.length === recountPage ? page.at(-1) : undefined
  if (counted.length === 0 && !last) return 'nothing'
  return {
    statements: counted.length > 0 ? [recountStatement(ctx, counted)] : [],
    events: last ? [recountDue(ctx, event, { attendOn: last.attendOn ?? '', id: last.id })] : [],
    audit: counted.map(({ row }) => ({ action: 'referral.recounted', subject: row.id, area: row.countyCode })),
  }
}

const differs = (row: Clock, clock: Clock): boolean =>
  row.dueOn !== clock.dueOn || row.dueKnown !== clock.dueKnown || row.attendOn !== clock.attendOn

const recountDue = (
  ctx: ServiceContext,
  { subject, area, data: { year, version } }: RecountEvent,
  after: ClockCursor,
): Event => ({ ...envelope(ctx, subject, area), type: 'recount.due', data: { year, version, after } })
