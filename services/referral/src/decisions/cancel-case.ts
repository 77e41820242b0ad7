import type { Event } from '@jiekun/schema'
import { referrals } from '@jiekun/schema/tables/referral'
import { type Change, queries, type ServiceContext } from '@jiekun/worker'
import { lapseTasks } from '../cooperation/lapse-tasks.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { deliveryStatements, dueEvents } from '../deliveries/new-deliveries.ts'
import { inList } from '../in-list.ts'
import { movedEvent, moveOf, moveStatements, noticeAbout, stateOf } from '../states/move-referral.ts'
import { takeStep } from '../states/transition.ts'

/**
 * Cancels what is still open of cases that were refused or erased: aid that did not wait for the approval must not go on
 * for a household that has none. What was delivered stays delivered. One round trip for all of a batch.
 */
export async function cancelCases(ctx: ServiceContext, events: readonly Event[]): Promise<Map<string, Change>> {
  const changes = new Map<string, Change>()
  if (events.length === 0) return changes
  const [rows, years] = await queries(ctx.db).batch([
    queries(ctx.db)
      .select()
      .from(referrals)
      .where(
        inList(
          referrals.planId,
          events.map(({ subject }) => subject),
        ),
      ),
    announcedYears(ctx),
  ])
  const calendar = calendarWith(years)
  const cancelled = new Set<string>()
  for (const { id, type, subject } of events) {
    const moves = rows
      .filter(({ planId, id: referralId }) => planId === subject && !cancelled.has(referralId))
      .filter((row) => {
        const taken = takeStep(stateOf(row), 'cancel')
        return taken.ok && taken.value === 'moves'
      })
      .map((row) => moveOf(ctx, calendar, row, { step: 'cancel', reason: type }))
    if (moves.length === 0) continue
    for (const { row } of moves) cancelled.add(row.id)
    // An office that has declined knows that it is rid of it.
    const notices = moves
      .filter(({ row }) => row.state !== 'declined')
      .map(({ row }) => noticeAbout(row, 'referral.withdrawn', row.officeId))
    changes.set(id, {
      statements: [...moveStatements(ctx, moves), lapseTasks(ctx, subject), ...deliveryStatements(ctx, notices)],
      events: [...moves.map((move) => movedEvent(ctx, move)), ...dueEvents(ctx, notices)],
      audit: moves.map(({ row }) => ({ action: 'referral.cancel', subject: row.id, area: row.countyCode })),
    })
  }
  return changes
}
