import { actorHolds, areaFullName, type Event, reaches } from '@jiekun/schema'
import type { CaseHead } from '@jiekun/schema/api'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  dayInChina,
  insertRow,
  newId,
  ok,
  type Reply,
  type Result,
  refuse,
  requireVersion,
  type ServiceContext,
  staffOf,
  tagged,
  violates,
} from '@jiekun/worker'
import { caseHead } from '../applications/read-case.ts'
import { type ApplicationRow, moveStatements } from '../applications/store.ts'
import type { StepInput } from '../review/step-application.ts'
import { loadForReview, reviewCaseOf, reviewColumns } from '../review/store.ts'
import { type StepRefusal, type StepTaker, takeStep } from '../review/transition.ts'
import { loadStanding } from './store.ts'
import { turnedEvent } from './turned-event.ts'

export type PutForwardRefusal =
  | StepRefusal
  | { reason: 'not-found' }
  | { reason: 'changed-meanwhile' }
  | { reason: 'twin-elsewhere'; contact: string }

/**
 * Puts an application that waits in the place of the one that goes forward: that one is declined as not made by the
 * person, this one goes forward, and its emergency aid is referred at once. One batch; whoever decides on either of them
 * meanwhile makes it fail.
 */
export async function putForward(
  ctx: ServiceContext,
  { caseNumber, ifMatch, reason }: StepInput,
): Promise<Result<Reply<CaseHead>, PutForwardRefusal>> {
  const actor = staffOf(ctx)
  const [loaded, standing] = await Promise.all([
    loadForReview(ctx.db, actor, caseNumber),
    loadStanding(ctx.db, caseNumber),
  ])
  if (!loaded) return refuse({ reason: 'not-found' })
  const { application } = loaded
  requireVersion(ifMatch, application.version)
  const by: StepTaker = {
    id: actor.id,
    mayApprove: actorHolds(actor, 'applications:approve'),
    today: dayInChina(ctx.now),
    calendar: loaded.calendar,
  }
  const taken = takeStep(reviewCaseOf(application), { step: 'put-forward' }, by)
  if (!taken.ok) return taken
  if (standing && !reaches(actor, standing)) {
    return refuse({ reason: 'twin-elsewhere', contact: `${areaFullName(standing.countyCode)}总工会` })
  }
  const given = standing && giveWay(ctx, standing, by, reason)
  if (given && !given.ok) return given

  const at = ctx.now.getTime()
  const { id: subject, countyCode: area } = application
  const set = reviewColumns(application, taken.value, at)
  const moved = { step: 'put-forward', state: taken.value.state, at, actor: `staff:${actor.id}`, reason, set }
  try {
    await commit(ctx, {
      // Who goes leaves the place before who comes takes it.
      statements: [...(given?.value.statements ?? []), ...moveStatements(ctx.db, application, moved)],
      events: [...(given?.value.events ?? []), turnedEvent(ctx, application)],
      audit: [...(given?.value.audit ?? []), { action: 'application.put_forward', subject, area, reason }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id') || violates(error, 'applications.person_index')) {
      return refuse({ reason: 'changed-meanwhile' })
    }
    throw error
  }
  const version = application.version + 1
  return ok(tagged(caseHead({ ...application, ...set, version }), version))
}

/** What takes the one out of its place that goes forward until now. */
function giveWay(ctx: ServiceContext, standing: ApplicationRow, by: StepTaker, reason: string | undefined) {
  const taken = takeStep(reviewCaseOf(standing), { step: 'give-way' }, by)
  if (!taken.ok) return taken
  const at = ctx.now.getTime()
  const { id: subject, countyCode: area } = standing
  const eventId = newId(area)
  const set = reviewColumns(standing, taken.value, at)
  const moved = { step: 'give-way', state: taken.value.state, at, actor: `staff:${by.id}`, reason, set }
  const declined: Event = {
    specversion: '1.0',
    id: eventId,
    source: ctx.service,
    type: 'application.declined',
    subject,
    area,
    time: ctx.now.toISOString(),
    data: { version: standing.version + 1 },
  }
  return ok({
    statements: [
      ...moveStatements(ctx.db, standing, moved),
      insertRow(ctx.db, timeline, {
        id: eventId,
        applicationId: subject,
        at,
        type: 'application.declined',
        data: '{}',
      }),
    ],
    events: [declined],
    audit: [{ action: 'application.declined', subject, area, reason }],
  })
}
