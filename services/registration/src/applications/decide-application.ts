import type { ApplicationState, Event } from '@jiekun/schema'
import type { Decision } from '@jiekun/schema/api'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  dayInChina,
  insertRow,
  newFileNumber,
  newId,
  ok,
  type Result,
  refuse,
  type ServiceContext,
  staffOf,
  violates,
} from '@jiekun/worker'
import { type ApplicationRow, loadFileOfPerson, loadWithin, moveStatements, openFileStatement } from './store.ts'

export type DecideRefusal =
  | { reason: 'not-found' }
  | { reason: 'not-under-review'; state: string }
  | { reason: 'not-approvable'; archiveDecision: string }
  | { reason: 'changed-meanwhile' }

export interface Decided {
  caseNumber: string
  state: ApplicationState
  fileNumber: string | null
}

/** What the tables let a reviewer turn into a file; anything else needs new facts first. */
const approvable: readonly string[] = ['eligible', 'manual_review']

/** A reviewer's decision. Approval opens the household file; both need a reason and are final for this application. */
export async function decideApplication(
  ctx: ServiceContext,
  input: { caseNumber: string; decision: Decision },
): Promise<Result<Decided, DecideRefusal>> {
  const actor = staffOf(ctx)
  const application = await loadWithin(ctx.db, input.caseNumber, actor)
  if (!application) return refuse({ reason: 'not-found' })
  if (application.state !== 'under_review') return refuse({ reason: 'not-under-review', state: application.state })
  const archiveDecision = application.archiveDecision ?? ''
  const approves = input.decision.decision === 'approve'
  if (approves && !approvable.includes(archiveDecision)) return refuse({ reason: 'not-approvable', archiveDecision })

  const change = approves
    ? await approval(ctx, application)
    : { state: 'declined' as const, fileNumber: null, statements: [], events: [declined(ctx, application)] }
  const at = ctx.now.getTime()
  const told = approves ? 'application.approved' : 'application.declined'
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          state: change.state,
          at,
          actor: `staff:${actor.id}`,
          reason: input.decision.reason,
          set: { fileNumber: change.fileNumber },
        }),
        insertRow(ctx.db, timeline, {
          id: newId(application.countyCode),
          applicationId: application.id,
          at,
          type: told,
          data: '{}',
        }),
        ...change.statements,
      ],
      events: change.events,
      audit: [{ action: told, subject: application.id, area: application.countyCode, reason: input.decision.reason }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok({ caseNumber: application.id, state: change.state, fileNumber: change.fileNumber })
}

async function approval(ctx: ServiceContext, application: ApplicationRow) {
  const known = await loadFileOfPerson(ctx.db, application.personIndex)
  const fileNumber = known?.fileNumber ?? newFileNumber(application.countyCode, dayInChina(ctx.now))
  const { id: applicationId, countyCode, personIndex } = application
  const at = ctx.now.getTime()
  const event: Event = {
    ...envelope(ctx, application),
    type: 'file.opened',
    data: { fileNumber, determinationId: application.determinationId ?? '' },
  }
  const unionCategory = application.unionCategory ?? 'none'
  return {
    state: 'approved' as const,
    fileNumber,
    statements: [
      openFileStatement(ctx.db, {
        fileNumber,
        applicationId,
        personIndex,
        countyCode,
        unionCategory,
        state: 'open',
        openedAt: at,
      }),
      // One moment later than the approval that it follows from, so that the timeline shows them in that order.
      insertRow(ctx.db, timeline, {
        id: event.id,
        applicationId,
        at: at + 1,
        type: event.type,
        data: JSON.stringify({ fileNumber }),
      }),
    ],
    events: [event],
  }
}

const declined = (ctx: ServiceContext, application: ApplicationRow): Event => ({
  ...envelope(ctx, application),
  type: 'application.declined',
  data: { version: application.version + 1 },
})

const envelope = (ctx: ServiceContext, application: ApplicationRow) => ({
  specversion: '1.0' as const,
  id: newId(application.countyCode),
  source: 'registration',
  subject: application.id,
  area: application.countyCode,
  time: ctx.now.toISOString(),
})
