import { jobOperations as api, simulatedSchema, simulationOperations } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve } from '@jiekun/worker'
import { createSimulationJob } from './create-simulation-job.ts'
import { cancelJob, deleteJob, ownJob } from './end-job.ts'
import { shownJob } from './job-view.ts'
import { loadResults } from './store.ts'

/** `/api/v1/simulation-jobs` and `/api/v1/jobs`: simulations that take longer than an answer should. */
export const jobRoutes = apiRoutes(
  serve(simulationOperations.createSimulationJob, (ctx, { body }) => createSimulationJob(ctx, body)),
  serve(api.readJob, async (ctx, { params }) => shownJob(await ownJob(ctx, params.id))),
  serve(api.cancelJob, (ctx, { params }) => cancelJob(ctx, params.id)),
  serve(api.deleteJob, async (ctx, { params }) => {
    await deleteJob(ctx, params.id)
    return undefined
  }),
  serve(simulationOperations.listJobResults, async (ctx, { params, query }) => {
    const after = query.after === undefined ? -1 : Number(query.after)
    const loaded = await loadResults(ctx, params.id, {
      after: Number.isInteger(after) ? after : -1,
      limit: query.limit,
    })
    if (!loaded) throw new ProblemError('not-found')
    const { job, results } = loaded
    if (job.state !== 'done') throw new ProblemError('wrong-state', `The job is ${job.state}`)
    const last = results.at(-1)
    return {
      items: results.map(({ result }) => simulatedSchema.parse(JSON.parse(result))),
      next: last !== undefined && last.position < job.total - 1 ? String(last.position) : null,
    }
  }),
)
