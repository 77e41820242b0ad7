import type { Event, EventOf } from '@jiekun/schema'
import { dayInChina, type Effect, type ServiceContext } from '@jiekun/worker'
import { moveStatements } from '../applications/store.ts'
import { reviewCaseOf, reviewColumns } from '../review/store.ts'
import { takeStep } from '../review/transition.ts'
import { replaceTermsStatements } from '../search/terms-store.ts'
import {
  loadDetermined,
  measureStatement,
  planCompletedStatement,
  planReopenedStatement,
  timelineStatement,
} from './store.ts'

/** What registration makes of what the others tell: the determination moves the application on, the rest is its timeline. */
export async function followCase(ctx: ServiceContext, events: readonly Event[]): Promise<Map<string, Effect>> {
  const made = events.filter((event) => event.type === 'determination.made')
  const determined =
    made.length > 0
      ? await loadDetermined(
          ctx.db,
          made.map((event) => event.data.determinationId),
        )
      : new Map<string, never>()
  return new Map(events.map((event) => [event.id, effectOf(ctx, event, determined)]))
}

type Determined = Awaited<ReturnType<typeof loadDetermined>>

function effectOf(ctx: ServiceContext, event: Event, determined: Determined): Effect {
  switch (event.type) {
    case 'determination.made':
      return applyDetermination(ctx, event, determined)
    case 'referral.changed': {
      const { referralId, measure, clause, officeId, state } = event.data
      return {
        statements: [
          measureStatement(ctx.db, event),
          // Help that was said to be given has not arrived: the plan is not completed any more.
          ...(state === 'in_progress' ? [planReopenedStatement(ctx.db, event)] : []),
          timelineStatement(ctx.db, event, `referral.${state}`, { referralId, measure, clause, officeId, state }),
        ],
        audit: [],
      }
    }
    case 'referral.escalated': {
      const { referralId, measure, clause, officeId, kind } = event.data
      if (kind !== 'escalation') return 'nothing'
      const told = { referralId, measure, clause, officeId }
      return { statements: [timelineStatement(ctx.db, event, 'referral.escalated', told)], audit: [] }
    }
    case 'plan.completed':
      return {
        statements: [planCompletedStatement(ctx.db, event), timelineStatement(ctx.db, event, 'plan.completed', {})],
        audit: [],
      }
    default:
      return 'nothing'
  }
}

function applyDetermination(ctx: ServiceContext, event: EventOf<'determination.made'>, determined: Determined): Effect {
  const found = determined.get(event.data.determinationId)
  if (!found) throw new Error('the determination that an event told of is not stored')
  const { application, outcome, taskGroups, calendar } = found
  // A determination of older facts, or one that comes after the decision, must not move the application back.
  if (application.version !== event.data.applicationVersion || application.state !== 'submitted') return 'nothing'
  const at = ctx.now.getTime()
  const taken = takeStep(
    reviewCaseOf(application),
    { step: 'determine', ...outcome },
    { id: ctx.service, mayApprove: false, today: dayInChina(ctx.now), calendar },
  )
  if (!taken.ok) return 'nothing'
  const next = taken.value
  return {
    statements: [
      ...moveStatements(ctx.db, application, {
        step: 'determine',
        state: next.state,
        at,
        actor: 'system:registration',
        set: { determinationId: found.determinationId, ...reviewColumns(application, next, at) },
      }),
      ...replaceTermsStatements(ctx.db, application, { group: taskGroups }),
      timelineStatement(ctx.db, event, 'determination.made', { determinationId: found.determinationId, ...outcome }),
    ],
    audit: [{ action: `application.${next.state}`, subject: application.id, area: event.area }],
  }
}
