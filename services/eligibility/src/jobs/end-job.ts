import type { Job } from '@jiekun/schema/api'
import { commit, ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { shownJob } from './job-view.ts'
import { cancelStatements, deleteStatements, findJob, type JobRow, loadExpired } from './store.ts'

/** Jobs that one tick of the cron deletes: each holds up to a thousand results. */
const deletedAtOnce = 20

/** Stops a job of the caller that is queued or running. */
export async function cancelJob(ctx: ServiceContext, id: string): Promise<Job> {
  const { state } = await ownJob(ctx, id)
  if (state !== 'queued' && state !== 'running') throw new ProblemError('wrong-state', `The job is ${state}`)
  const results = await commit(ctx, {
    statements: cancelStatements(ctx, id),
    audit: [{ action: 'simulation-job.cancelled', subject: id, area: staffOf(ctx).area }],
  })
  const after = await ownJob(ctx, id)
  // It may have ended between the two.
  if (results.at(-1)?.results.length !== 1) throw new ProblemError('wrong-state', `The job is ${after.state}`)
  return shownJob(after)
}

/** Deletes a job of the caller with all it holds. */
export async function deleteJob(ctx: ServiceContext, id: string): Promise<void> {
  await ownJob(ctx, id)
  await commit(ctx, {
    statements: deleteStatements(ctx, id),
    audit: [{ action: 'simulation-job.deleted', subject: id, area: staffOf(ctx).area }],
  })
}

/** Deletes the jobs whose day is over. */
export async function deleteExpiredJobs(ctx: ServiceContext): Promise<void> {
  for (const id of await loadExpired(ctx, deletedAtOnce)) await ctx.db.batch(deleteStatements(ctx, id))
}

/** A job of the caller, or the end of the request with 404. */
export async function ownJob(ctx: ServiceContext, id: string): Promise<JobRow> {
  const job = await findJob(ctx, id)
  if (!job) throw new ProblemError('not-found')
  return job
}
