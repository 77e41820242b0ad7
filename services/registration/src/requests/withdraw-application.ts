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

export type WithdrawRefusal = { reason: 'case-not-found' } | { reason: 'not-now' } | { reason: 'changed-meanwhile' }

/** Takes an application back that is not decided yet, for the holder of its access code. Aid on its way stops. */
export async function withdrawApplication(
  ctx: ServiceContext,
  caseKey: { caseNumber: string; accessCode: string },
): Promise<Result<'withdrawn', WithdrawRefusal>> {
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const application = opened.value
  const { id: applicationId, countyCode } = application
  const taken = takeStep(
    reviewCaseOf(application),
    { step: 'withdraw' },
    { id: 'public', mayApprove: false, today: dayInChina(ctx.now) },
  )
  if (!taken.ok || application.erasedAt !== null) return refuse({ reason: 'not-now' })
  const at = ctx.now.getTime()
  const eventId = newId(countyCode)
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step: 'withdraw',
          state: taken.value.state,
          at,
          actor: 'public',
          set: reviewColumns(application, taken.value, at),
        }),
        insertRow(ctx.db, timeline, { id: eventId, applicationId, at, type: 'application.withdrawn', data: '{}' }),
      ],
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: ctx.service,
          type: 'application.withdrawn',
          subject: applicationId,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { version: application.version + 1 },
        },
      ],
      audit: [{ action: 'application.withdrawn', subject: applicationId, area: countyCode }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok('withdrawn')
}
