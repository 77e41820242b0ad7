import { determinationOperations as api } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve } from '@jiekun/worker'
import { listDeterminations, readDetermination } from './read-determination.ts'
import { type RecomputeRefusal, recomputeDetermination } from './recompute-determination.ts'

/** `/api/v1/determinations`: what the policy said, whole, and whether it says the same again. */
export const determinationRoutes = apiRoutes(
  serve(api.listDeterminations, (ctx, { query }) => listDeterminations(ctx, query)),
  serve(api.readDetermination, (ctx, { params }) => readDetermination(ctx, params.id)),
  serve(api.recomputeDetermination, async (ctx, { params }) => {
    const result = await recomputeDetermination(ctx, params.id)
    if (!result.ok) throw toProblem(result.refusal)
    return result.value
  }),
)

function toProblem(refusal: RecomputeRefusal): ProblemError {
  switch (refusal.reason) {
    case 'not-found':
      return new ProblemError('not-found')
    case 'other-version':
      return new ProblemError('wrong-state', `It was made by ${refusal.policyVersion}, which is not at hand any more`)
    case 'input-not-kept':
      return new ProblemError('wrong-state', 'It was made before households were kept, and the case has changed since')
    case 'erased':
      return new ProblemError('wrong-state', 'The facts that it was made from have been erased')
    default:
      return refusal satisfies never
  }
}
