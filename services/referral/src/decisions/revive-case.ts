import type { Event, EventOf } from '@jiekun/schema'
import { referrals, referralTransitions } from '@jiekun/schema/tables/referral'
import { applications } from '@jiekun/schema/tables/registration'
import { type Effect, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq, exists, inArray, sql } from 'drizzle-orm'
import { lapsedTasks, reviveTasks } from '../cooperation/lapse-tasks.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { deliveryStatements, dueEvents } from '../deliveries/new-deliveries.ts'
import { inList } from '../in-list.ts'
import { endedStates, helpOfOthers, referralsOfOthers } from '../plans/help-of-others.ts'
import { reopenPlan } from '../plans/store.ts'
import { movedEvent, moveOf, moveStatements, noticeAbout, stateOf } from '../states/move-referral.ts'
import { takeStep } from '../states/transition.ts'

/** What cancelled them, as `cancelCases` has written it. */
const whyCancelled = 'application.declined' satisfies Event['type']

/**
 * Takes up again what was cancelled because its case was declined, where an appeal has opened the case: aid that does not
 * wait for the approval did not have to stop. What the union cancelled by itself stays cancelled, as does what the person
 * has got under another number. Where the case was declined once more since, nothing is taken up.
 */
export async function reviveCases(
  ctx: ServiceContext,
  events: readonly EventOf<'request.answered'>[],
): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>()
  const reopened = events.filter(({ data }) => data.outcome === 'reopened')
  if (reopened.length === 0) return effects
  const db = queries(ctx.db)
  const planIds = reopened.map(({ subject }) => subject)
  const [rows, years, lapsed, ended, otherRows] = await db.batch([
    db
      .select()
      .from(referrals)
      .where(
        and(
          inList(referrals.planId, planIds),
          eq(referrals.state, 'cancelled'),
          exists(
            db
              .select({ one: sql`1` })
              .from(referralTransitions)
              .where(
                and(
                  eq(referralTransitions.referralId, referrals.id),
                  eq(referralTransitions.sequence, referrals.version),
                  eq(referralTransitions.reason, whyCancelled),
                ),
              ),
          ),
        ),
      ),
    announcedYears(ctx),
    lapsedTasks(ctx, planIds),
    db
      .select({ caseNumber: applications.id })
      .from(applications)
      .where(and(inList(applications.id, planIds), inArray(applications.state, endedStates))),
    referralsOfOthers(ctx, planIds),
  ])
  const others = helpOfOthers(otherRows)
  const calendar = calendarWith(years)
  const revived = new Set<string>()
  for (const { id, subject } of reopened) {
    if (ended.some(({ caseNumber }) => caseNumber === subject)) continue
    const moves = rows
      .filter((row) => row.planId === subject && !revived.has(row.id) && takeStep(stateOf(row), 'revive').ok)
      .filter(({ measure }) => !others.get(subject)?.measures.has(measure))
      .map((row) => moveOf(ctx, calendar, row, { step: 'revive', reason: 'request.answered' }))
    if (moves.length === 0) continue
    for (const { row } of moves) revived.add(row.id)
    const tasks = moves.map(({ row }) => reviveTasks(ctx, row, lapsed))
    const told = new Map(tasks.flatMap(({ notices }) => notices).map((notice) => [notice.taskId, notice]))
    const notices = [
      ...moves.map(({ row }) => noticeAbout(row, 'referral.created', row.officeId)),
      // A task of several referrals is told of once.
      ...told.values(),
    ]
    effects.set(id, {
      statements: [
        ...moveStatements(ctx, moves),
        reopenPlan(ctx, subject),
        ...tasks.flatMap(({ statements }) => statements),
        ...deliveryStatements(ctx, notices),
      ],
      events: [...moves.map((move) => movedEvent(ctx, move)), ...dueEvents(ctx, notices)],
      audit: moves.map(({ row }) => ({ action: 'referral.revive', subject: row.id, area: row.countyCode })),
    })
  }
  return effects
}
