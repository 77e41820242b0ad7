import {
  actorHolds,
  applicationStateSchema,
  type RequestKind,
  type RequestOutcome,
  requestKindSchema,
} from '@jiekun/schema'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  dayInChina,
  insertRow,
  newId,
  ProblemError,
  requireVersion,
  type ServiceContext,
  staffOf,
  tagged,
  violates,
} from '@jiekun/worker'
import { moveStatements } from '../applications/store.ts'
import { reviewCaseOf, reviewColumns } from '../review/store.ts'
import { takeStep } from '../review/transition.ts'
import { answerStatements, decidingSteps, findRequest } from './store.ts'
import { answerPlace, shownRequest } from './views.ts'

/** What can be answered to each kind of request. */
const outcomesOf: Readonly<Record<RequestKind, readonly RequestOutcome[]>> = {
  appeal: ['upheld', 'reopened'],
  change: ['noted'],
}

type Found = NonNullable<Awaited<ReturnType<typeof findRequest>>>

/** Answers a request; an appeal that is upheld leaves the case as it is, one that is not opens it again for a review. */
export async function answerRequest(
  ctx: ServiceContext,
  {
    id,
    ifMatch,
    outcome,
    answer,
  }: { id: string; ifMatch: number | undefined; outcome: RequestOutcome; answer: string },
) {
  const found = await findRequest(ctx, staffOf(ctx), id)
  if (!found) throw new ProblemError('not-found')
  const { request } = found
  requireVersion(ifMatch, request.version)
  refuseUnfit(ctx, found, outcome)
  const { applicationId, countyCode } = request
  const kind = requestKindSchema.parse(request.kind)
  const actor = `staff:${staffOf(ctx).id}`
  const answerSealed = await ctx.keyring.seal(answer, answerPlace(id))
  const at = ctx.now.getTime()
  const eventId = newId(countyCode)
  try {
    await commit(ctx, {
      statements: [
        ...answerStatements(ctx, request, { outcome, answerSealed, answeredBy: actor }),
        ...(outcome === 'reopened' ? reopening(ctx, found, actor) : []),
        insertRow(ctx.db, timeline, {
          id: eventId,
          applicationId,
          at,
          type: `request.answered.${outcome}`,
          data: JSON.stringify({ requestId: id }),
        }),
      ],
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: ctx.service,
          type: 'request.answered',
          subject: applicationId,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { requestId: id, kind, outcome },
        },
      ],
      // What was written stays between the applicant and the staff.
      audit: [{ action: `request.answered:${outcome}`, subject: applicationId, area: countyCode }],
    })
  } catch (error) {
    if (violates(error, 'case_requests.id') || violates(error, 'application_transitions.application_id')) {
      throw new ProblemError('changed-meanwhile')
    }
    if (violates(error, 'applications.person_index')) {
      throw new ProblemError('wrong-state', 'The person has another application that is not decided')
    }
    throw error
  }
  const answered = {
    ...request,
    state: 'answered',
    version: request.version + 1,
    outcome,
    answerSealed,
    answeredAt: at,
    answeredBy: actor,
  }
  return tagged(await shownRequest(ctx.keyring, answered), answered.version)
}

function refuseUnfit(ctx: ServiceContext, { request, steps }: Found, outcome: RequestOutcome): void {
  if (request.state !== 'open') throw new ProblemError('wrong-state', 'The request is answered')
  const kind = requestKindSchema.parse(request.kind)
  if (!outcomesOf[kind].includes(outcome)) {
    const errors = [{ path: 'outcome', message: `must be ${outcomesOf[kind].join(' or ')} for this kind of request` }]
    throw new ProblemError('invalid-input', undefined, { errors })
  }
  if (kind !== 'appeal') return
  const actor = staffOf(ctx)
  if (!actorHolds(actor, 'applications:approve')) {
    throw new ProblemError('not-allowed', 'An appeal is answered by whoever may approve')
  }
  const decidedBy = steps.findLast(({ step }) => decidingSteps.includes(step))?.actor
  if (decidedBy === `staff:${actor.id}`) throw new ProblemError('own-work')
}

function reopening(ctx: ServiceContext, { application, calendar }: Found, actor: string): D1PreparedStatement[] {
  const taken = takeStep(
    reviewCaseOf(application),
    { step: 'reopen' },
    { id: actor, mayApprove: true, today: dayInChina(ctx.now), calendar },
  )
  if (!taken.ok) {
    const state = applicationStateSchema.parse(application.state)
    throw new ProblemError('wrong-state', `The application is ${state}, which cannot be opened again`)
  }
  const at = ctx.now.getTime()
  return moveStatements(ctx.db, application, {
    step: 'reopen',
    state: taken.value.state,
    at,
    actor,
    set: reviewColumns(application, taken.value, at),
  })
}
