import { workingCalendar } from '@jiekun/calendar'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  dayInChina,
  insertRow,
  newId,
  ok,
  type Result,
  refuse,
  type ServiceContext,
  violates,
} from '@jiekun/worker'
import { type ApplicationRow, moveStatements } from '../applications/store.ts'
import { openCase } from '../privacy/open-case.ts'
import { reviewCaseOf, reviewColumns } from './store.ts'
import { takeStep } from './transition.ts'

/** Steps that an applicant takes by themselves, and what is told of each. */
const ownSteps = {
  withdraw: {
    step: 'withdraw',
    only: undefined,
    told: 'application.withdrawn',
    event: 'application.withdrawn',
    set: {},
  },
  // In the states before a decision a correction takes it back to the beginning: that is for facts that change.
  'hand-back': {
    step: 'correct',
    only: 'returned',
    told: 'application.handed_back',
    event: 'application.corrected',
    set: { determinationId: null },
  },
} as const

export type OwnStepRefusal = { reason: 'case-not-found' } | { reason: 'not-now' } | { reason: 'changed-meanwhile' }

/**
 * Takes a step of an application for the holder of its access code. `withdraw`: takes it back before it is decided; aid on
 * its way stops. `hand-back`: gives one that was returned back to its review, as what was missing is there now or can be had
 * otherwise; it is determined anew, as after any correction, though nothing of its facts has changed.
 */
export async function stepAsApplicant(
  ctx: ServiceContext,
  caseKey: { caseNumber: string; accessCode: string },
  name: keyof typeof ownSteps,
): Promise<Result<'taken', OwnStepRefusal>> {
  const opened = await openCase(ctx, caseKey)
  return opened.ok ? takeOwnStep(ctx, opened.value, name, 'public') : opened
}

/** Takes a step of an application that somebody may act in for its applicant; `actor` is who the history names. */
export async function takeOwnStep(
  ctx: ServiceContext,
  application: ApplicationRow,
  name: keyof typeof ownSteps,
  actor: string,
): Promise<Result<'taken', OwnStepRefusal>> {
  const { id: applicationId, countyCode } = application
  const { step, only, told, event, set } = ownSteps[name]
  if (application.erasedAt !== null || (only !== undefined && application.state !== only)) {
    return refuse({ reason: 'not-now' })
  }
  const taken = takeStep(
    reviewCaseOf(application),
    { step },
    // It counts no days, so the library's calendar will do.
    { id: actor, mayApprove: false, today: dayInChina(ctx.now), calendar: workingCalendar() },
  )
  if (!taken.ok) return refuse({ reason: 'not-now' })
  const at = ctx.now.getTime()
  const eventId = newId(countyCode)
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step,
          state: taken.value.state,
          at,
          actor,
          set: { ...set, ...reviewColumns(application, taken.value, at) },
        }),
        insertRow(ctx.db, timeline, { id: eventId, applicationId, at, type: told, data: '{}' }),
      ],
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: ctx.service,
          type: event,
          subject: applicationId,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { version: application.version + 1 },
        },
      ],
      audit: [{ action: told, subject: applicationId, area: countyCode }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok('taken')
}
