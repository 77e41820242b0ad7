import { policyFields } from '@jiekun/policy'
import type { Event } from '@jiekun/schema'
import type { simulationJobSchema } from '@jiekun/schema/api'
import { commit, created, newId, ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { shownJob } from './job-view.ts'
import type { PartOptions } from './part-options.ts'
import { countUnderWay, type JobRow, jobStatements } from './store.ts'

/** Households of a part: at most 600 KB going in and some 4 MB coming out, which takes 10 to 50 ms. */
const partSize = 25
/** How long a job is kept, milliseconds: a day. */
const keptMs = 24 * 3_600_000
/** Jobs of one caller under way at a time. */
const mostUnderWay = 10
const retrySeconds = 30

/** Stores a simulation as a job, a part for every so many households, each with an event that asks for it. */
export async function createSimulationJob(ctx: ServiceContext, input: z.infer<typeof simulationJobSchema>) {
  const actor = staffOf(ctx)
  if ((await countUnderWay(ctx)) >= mostUnderWay) {
    throw new ProblemError('too-many-requests', `${mostUnderWay} of your jobs are under way`, {
      headers: { 'retry-after': String(retrySeconds) },
    })
  }
  const { households, asOf, overrides, explain } = input
  const now = ctx.now.getTime()
  const job: JobRow = {
    id: newId(actor.area),
    kind: 'simulation',
    createdBy: actor.id,
    state: 'queued',
    options: JSON.stringify({ asOf, overrides, explain } satisfies PartOptions),
    total: households.length,
    done: 0,
    createdAt: now,
    endedAt: null,
    expiresAt: now + keptMs,
  }
  const parts = Array.from({ length: Math.ceil(households.length / partSize) }, (_, part) => {
    const first = part * partSize
    return { part, first, input: JSON.stringify(households.slice(first, first + partSize).map(policyFields)) }
  })
  const answer = created(shownJob(job), `/jobs/${job.id}`)
  await commit(ctx, {
    statements: jobStatements(ctx, job, parts),
    events: parts.map(({ part }) => partDue(ctx, job.id, actor.area, part)),
    audit: [{ action: 'simulation-job.created', subject: job.id, area: actor.area }],
    answer,
  })
  return answer
}

const partDue = (ctx: ServiceContext, jobId: string, area: string, part: number): Event => ({
  specversion: '1.0',
  id: newId(area),
  source: ctx.service,
  type: 'job.due',
  subject: jobId,
  area,
  time: ctx.now.toISOString(),
  data: { part },
})
