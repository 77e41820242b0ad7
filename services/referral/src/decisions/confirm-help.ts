import type { EventOf } from '@jiekun/schema'
import { type Effect, queries, type ServiceContext } from '@jiekun/worker'
import { lapsedTasks, reviveTasks } from '../cooperation/lapse-tasks.ts'
import type { TaskRow } from '../cooperation/store.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { deliveryStatements, dueEvents } from '../deliveries/new-deliveries.ts'
import { reopenPlan } from '../plans/store.ts'
import { type Move, movedEvent, moveOf, moveStatements, noticeAbout, stateOf } from '../states/move-referral.ts'
import { takeStep } from '../states/transition.ts'
import { referralsOf } from './store.ts'

/**
 * What applicants say of help that was said to be given: it arrived, which closes the referral, or it did not, which
 * gives it back to its office. Said twice, or of what is closed already, it changes nothing.
 */
export async function confirmHelp(
  ctx: ServiceContext,
  events: readonly EventOf<'help.confirmed'>[],
): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>(events.map(({ id }) => [id, 'nothing']))
  if (events.length === 0) return effects
  const [rows, years, lapsed] = await queries(ctx.db).batch([
    referralsOf(
      ctx,
      events.map(({ data }) => data.referralId),
    ),
    announcedYears(ctx),
    lapsedTasks(
      ctx,
      events.flatMap(({ subject, data }) => (data.arrived ? [] : [subject])),
    ),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const asApplicant: ServiceContext = { ...ctx, actor: { kind: 'public' } }
  for (const { id, subject, data } of events) {
    const row = byId.get(data.referralId)
    // What was said of an earlier delivery says nothing of this one.
    if (!row || row.planId !== subject || row.version !== data.version) continue
    const step = data.arrived ? 'confirm' : 'dispute'
    const taken = takeStep(stateOf(row), step)
    if (!taken.ok || taken.value === 'repeats') continue
    const set = data.arrived ? { outcome: 'confirmed' } : {}
    const move = moveOf(ctx, calendarWith(years), row, { step, set })
    effects.set(id, effectOf(asApplicant, move, lapsed))
    // A second one of the same batch finds what the first has made of it.
    byId.set(row.id, move.next)
  }
  return effects
}

function effectOf(ctx: ServiceContext, move: Move, lapsed: readonly TaskRow[]): Effect {
  const { row, step } = move
  const revived = step === 'dispute' ? reviveTasks(ctx, row, lapsed) : undefined
  const notices = revived ? [noticeAbout(row, 'referral.disputed', row.officeId), ...revived.notices] : []
  return {
    statements: [
      ...moveStatements(ctx, [move]),
      ...deliveryStatements(ctx, notices),
      ...(revived ? [reopenPlan(ctx, row.planId), ...revived.statements] : []),
    ],
    events: [movedEvent(ctx, move), ...dueEvents(ctx, notices)],
    audit: [{ action: `referral.${step}`, subject: row.id, area: row.countyCode }],
  }
}
