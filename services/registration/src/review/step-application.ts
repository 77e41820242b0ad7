import { actorHolds } from '@jiekun/schema'
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
import { moveStatements } from '../applications/store.ts'
import { consequencesOf } from './consequences.ts'
import { loadForReview, reviewCaseOf, reviewColumns } from './store.ts'
import { type Step, type StepRefusal, takeStep } from './transition.ts'

export type ReviewRefusal = StepRefusal | { reason: 'not-found' } | { reason: 'changed-meanwhile' }

export interface StepInput {
  caseNumber: string
  ifMatch: number | undefined
  /** What staff are told of it; the applicant is told in the words of the state. */
  reason?: string | undefined
}

/** A step that staff take in a review. */
export type ReviewStep = Exclude<
  Step,
  { step: 'determine' | 'correct' | 'withdraw' | 'reopen' | 'take-turn' | 'put-forward' | 'give-way' | 'lapse' }
>

/** What timeline and audit call a step. */
const names: Record<ReviewStep['step'], string> = {
  claim: 'application.claimed',
  release: 'application.released',
  return: 'application.returned',
  endorse: 'application.endorsed',
  approve: 'application.approved',
  decline: 'application.declined',
  'propose-override': 'override.proposed',
  'confirm-override': 'override.confirmed',
  'reject-override': 'override.rejected',
}
/** Takes one step of a review: all of them go this way. Answers the head of the case as it then is, with its version. */
export async function stepApplication(
  ctx: ServiceContext,
  { caseNumber, ifMatch, reason }: StepInput,
  step: ReviewStep,
): Promise<Result<Reply<CaseHead>, ReviewRefusal>> {
  const actor = staffOf(ctx)
  const loaded = await loadForReview(ctx.db, actor, caseNumber)
  if (!loaded) return refuse({ reason: 'not-found' })
  const { application } = loaded
  requireVersion(ifMatch, application.version)
  const found = reviewCaseOf(application)
  const taken = takeStep(found, step, {
    id: actor.id,
    mayApprove: actorHolds(actor, 'applications:approve'),
    today: dayInChina(ctx.now),
    calendar: loaded.calendar,
  })
  if (!taken.ok) return taken
  if (taken.value === found) return ok(tagged(caseHead(application), application.version))

  const at = ctx.now.getTime()
  const next = taken.value
  const follows = consequencesOf(ctx, loaded, step, next)
  const set = { ...reviewColumns(application, next, at), ...follows.set }
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step: step.step,
          state: next.state,
          at,
          actor: `staff:${actor.id}`,
          reason,
          set,
        }),
        insertRow(ctx.db, timeline, {
          id: newId(application.countyCode),
          applicationId: application.id,
          at,
          type: names[step.step],
          data: JSON.stringify(follows.told),
        }),
        ...follows.statements,
      ],
      events: follows.events,
      audit: [{ action: names[step.step], subject: application.id, area: application.countyCode, reason }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id') || violates(error, 'file_transitions.file_number')) {
      return refuse({ reason: 'changed-meanwhile' })
    }
    throw error
  }
  const version = application.version + 1
  return ok(tagged(caseHead({ ...application, ...set, state: next.state, version }), version))
}
