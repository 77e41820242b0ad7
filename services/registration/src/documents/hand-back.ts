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
import { moveStatements } from '../applications/store.ts'
import { openCase } from '../privacy/open-case.ts'
import { reviewCaseOf, reviewColumns } from '../review/store.ts'
import { takeStep } from '../review/transition.ts'

export type HandBackRefusal = { reason: 'case-not-found' } | { reason: 'not-now' } | { reason: 'changed-meanwhile' }

/**
 * Hands an application that was returned back to its review, for the holder of its access code: what was missing is there
 * now, or can be had otherwise. It is determined anew, as after any correction; nothing of its facts has changed.
 */
export async function handBack(
  ctx: ServiceContext,
  caseKey: { caseNumber: string; accessCode: string },
): Promise<Result<'handed-back', HandBackRefusal>> {
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const application = opened.value
  const { id: applicationId, countyCode } = application
  // In the states before a decision a correction would take it back to the beginning: that is for facts that change.
  if (application.state !== 'returned') return refuse({ reason: 'not-now' })
  const taken = takeStep(
    reviewCaseOf(application),
    { step: 'correct' },
    // It counts no days, so the library's calendar will do.
    { id: 'public', mayApprove: false, today: dayInChina(ctx.now), calendar: workingCalendar() },
  )
  if (!taken.ok || application.erasedAt !== null) return refuse({ reason: 'not-now' })
  const at = ctx.now.getTime()
  const eventId = newId(countyCode)
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step: 'correct',
          state: taken.value.state,
          at,
          actor: 'public',
          set: { determinationId: null, ...reviewColumns(application, taken.value, at) },
        }),
        insertRow(ctx.db, timeline, { id: eventId, applicationId, at, type: 'application.handed_back', data: '{}' }),
      ],
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: ctx.service,
          type: 'application.corrected',
          subject: applicationId,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { version: application.version + 1 },
        },
      ],
      audit: [{ action: 'application.handed_back', subject: applicationId, area: countyCode }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok('handed-back')
}
