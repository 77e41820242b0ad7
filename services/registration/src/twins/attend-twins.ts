import { workingCalendar } from '@jiekun/calendar'
import { timeline } from '@jiekun/schema/tables/registration'
import { type Change, commit, dayInChina, insertRow, newId, type ServiceContext, violates } from '@jiekun/worker'
import { type ApplicationRow, moveStatements } from '../applications/store.ts'
import { reviewCaseOf, reviewColumns } from '../review/store.ts'
import { takeStep } from '../review/transition.ts'
import { shownTwins } from './bounds.ts'
import { loadFoldedDue, nextQuery } from './store.ts'
import { tellOthers } from './tell-others.ts'
import { turnedEvent } from './turned-event.ts'

/** Applications that one tick of the cron moves on of each kind. */
const atOnce = 50

/**
 * What becomes of twins by themselves, each tick: the others of their person are told of them; whose turn it is goes
 * forward; what is folded ends once its review is due. None of it is done in the request that a twin comes with, so that
 * this one is like any other.
 */
export async function attendTwins(ctx: ServiceContext): Promise<void> {
  await tellOthers(ctx)
  for (const next of await nextQuery(ctx.db, atOnce)) {
    await move(ctx, next, 'take-turn', { statements: [], events: [turnedEvent(ctx, next)], audit: [] })
  }
  for (const folded of await loadFoldedDue(ctx.db, shownTwins, dayInChina(ctx.now), atOnce)) {
    await move(ctx, folded, 'lapse', declined(ctx, folded))
  }
}

async function move(ctx: ServiceContext, row: ApplicationRow, step: 'take-turn' | 'lapse', more: Change) {
  // Neither counts days, so the library's calendar will do.
  const by = { id: ctx.service, mayApprove: false, today: dayInChina(ctx.now), calendar: workingCalendar() }
  const taken = takeStep(reviewCaseOf(row), { step }, by)
  if (!taken.ok) return
  const at = ctx.now.getTime()
  const set = reviewColumns(row, taken.value, at)
  const actor = `system:${ctx.service}`
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, row, { step, state: taken.value.state, at, actor, set }),
        ...more.statements,
      ],
      events: more.events ?? [],
      audit: [{ action: `application.${step.replace('-', '_')}`, subject: row.id, area: row.countyCode }],
    })
  } catch (error) {
    // Somebody decided on it, another tick was faster, or another of the same person is open again: the next tick looks anew.
    if (violates(error, 'application_transitions.application_id') || violates(error, 'applications.person_index'))
      return
    throw error
  }
}

/** What tells that an application was declined. */
function declined(ctx: ServiceContext, { id: subject, countyCode: area, version }: ApplicationRow): Change {
  const id = newId(area)
  const at = ctx.now.getTime()
  return {
    statements: [
      insertRow(ctx.db, timeline, { id, applicationId: subject, at, type: 'application.declined', data: '{}' }),
    ],
    events: [
      {
        specversion: '1.0',
        id,
        source: ctx.service,
        type: 'application.declined',
        subject,
        area,
        time: ctx.now.toISOString(),
        data: { version: version + 1 },
      },
    ],
    audit: [],
  }
}
