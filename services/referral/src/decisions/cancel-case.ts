import type { WorkingCalendar } from '@jiekun/calendar'
import type { EventOf } from '@jiekun/schema'
import { referrals } from '@jiekun/schema/tables/referral'
import { applicationTransitions } from '@jiekun/schema/tables/registration'
import { type Effect, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'
import { lapseTasks } from '../cooperation/lapse-tasks.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { deliveryStatements, dueEvents } from '../deliveries/new-deliveries.ts'
import { inList } from '../in-list.ts'
import { movedEvent, moveOf, moveStatements, noticeAbout, type ReferralRow, stateOf } from '../states/move-referral.ts'
import { takeStep } from '../states/transition.ts'

/** What ends a case: aid that is still on its way stops. */
export type Ending = EventOf<'application.declined'> | EventOf<'application.withdrawn'> | EventOf<'application.erased'>

/**
 * Cancels what is still open of cases that were refused or erased: aid that did not wait for the approval must not go on
 * for a household that has none. What was delivered stays delivered. One that comes late, after an appeal has opened the
 * case again, changes nothing. One round trip for all of a batch.
 */
export async function cancelCases(ctx: ServiceContext, events: readonly Ending[]): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>()
  if (events.length === 0) return effects
  const cases = events.map(({ subject }) => subject)
  const [rows, reopened, years] = await queries(ctx.db).batch([
    queries(ctx.db).select().from(referrals).where(inList(referrals.planId, cases)),
    queries(ctx.db)
      .select({ id: applicationTransitions.applicationId, sequence: applicationTransitions.sequence })
      .from(applicationTransitions)
      .where(and(inList(applicationTransitions.applicationId, cases), eq(applicationTransitions.step, 'reopen'))),
    announcedYears(ctx),
  ])
  const calendar = calendarWith(years)
  const cancelled = new Set<string>()
  for (const { id, type, subject, data } of events) {
    if (reopened.some((step) => step.id === subject && step.sequence > data.version)) continue
    const open = rows.filter(({ planId, id: referralId }) => planId === subject && !cancelled.has(referralId))
    for (const row of open) cancelled.add(row.id)
    const effect = cancelReferrals(ctx, calendar, open, type)
    if (effect !== 'nothing') effects.set(id, effect)
  }
  return effects
}

/** Cancels those of some referrals that are still open, and tells their offices. */
export function cancelReferrals(
  ctx: ServiceContext,
  calendar: WorkingCalendar,
  rows: readonly ReferralRow[],
  reason: Ending['type'],
): Effect {
  const moves = rows
    .filter((row) => {
      const taken = takeStep(stateOf(row), 'cancel')
      return taken.ok && taken.value === 'moves'
    })
    .map((row) => moveOf(ctx, calendar, row, { step: 'cancel', reason }))
  if (moves.length === 0) return 'nothing'
  // An office that has declined knows that it is rid of it.
  const notices = moves
    .filter(({ row }) => row.state !== 'declined')
    .map(({ row }) => noticeAbout(row, 'referral.withdrawn', row.officeId))
  const plans = new Set(moves.map(({ row }) => row.planId))
  return {
    statements: [
      ...moveStatements(ctx, moves),
      ...[...plans].map((plan) => lapseTasks(ctx, plan)),
      ...deliveryStatements(ctx, notices),
    ],
    events: [...moves.map((move) => movedEvent(ctx, move)), ...dueEvents(ctx, notices)],
    audit: moves.map(({ row }) => ({ action: 'referral.cancel', subject: row.id, area: row.countyCode })),
  }
}
