import type { JobState } from '@jiekun/schema/api'
import { jobParts, jobResults, jobs } from '@jiekun/schema/tables/eligibility'
import { insertRow, queries, type ServiceContext, staffOf } from '@jiekun/worker'
import { and, asc, count, eq, gt, inArray, lte } from 'drizzle-orm'
import * as z from 'zod'

export type JobRow = typeof jobs.$inferSelect
type NewPart = Omit<typeof jobParts.$inferInsert, 'jobId'>

const underWay: JobState[] = ['queued', 'running']

/** How many jobs of the caller are queued or running. */
export async function countUnderWay(ctx: ServiceContext): Promise<number> {
  const [row] = await queries(ctx.db)
    .select({ jobs: count() })
    .from(jobs)
    .where(and(eq(jobs.createdBy, staffOf(ctx).id), inArray(jobs.state, underWay)))
  return row?.jobs ?? 0
}

/** The statements that store a job and all its parts. */
export const jobStatements = (ctx: ServiceContext, job: JobRow, parts: readonly NewPart[]): D1PreparedStatement[] => [
  insertRow(ctx.db, jobs, job),
  ...parts.map((part) => insertRow(ctx.db, jobParts, { jobId: job.id, ...part })),
]

/** A job of the caller; another's is not there, nor is one that has expired. */
export async function findJob(ctx: ServiceContext, id: string): Promise<JobRow | undefined> {
  const [row] = await queries(ctx.db).select().from(jobs).where(mine(ctx, id))
  return row
}

/** A job of the caller with a page of its results, in one round trip. */
export async function loadResults(ctx: ServiceContext, id: string, page: { after: number; limit: number }) {
  const db = queries(ctx.db)
  const [[job], results] = await db.batch([
    db.select().from(jobs).where(mine(ctx, id)),
    db
      .select({ position: jobResults.position, result: jobResults.result })
      .from(jobResults)
      .where(and(eq(jobResults.jobId, id), gt(jobResults.position, page.after)))
      .orderBy(asc(jobResults.position))
      .limit(page.limit),
  ])
  return job && { job, results }
}

const mine = (ctx: ServiceContext, id: string) =>
  and(eq(jobs.id, id), eq(jobs.createdBy, staffOf(ctx).id), gt(jobs.expiresAt, ctx.now.getTime()))

/** A part that is to be worked off now. */
const duePartSchema = z.object({
  jobId: z.string(),
  part: z.int(),
  first: z.int(),
  input: z.string(),
  options: z.string(),
})
export type DuePart = z.infer<typeof duePartSchema>

/** The parts that are still to be worked off, of those asked for. */
export async function loadParts(
  ctx: ServiceContext,
  asked: readonly { jobId: string; part: number }[],
): Promise<DuePart[]> {
  const { results } = await ctx.db
    .prepare(
      `SELECT job_parts.job_id AS jobId, part, first, input, options FROM job_parts JOIN jobs ON jobs.id = job_parts.job_id
       WHERE (job_parts.job_id, part) IN (SELECT value->>'jobId', value->>'part' FROM json_each(?1))`,
    )
    .bind(JSON.stringify(asked))
    .all()
  return z.array(duePartSchema).parse(results)
}

/**
 * The statements that store the results of a part and count them. Each looks whether the part is still there, so that a
 * part worked off twice counts once, and nothing comes back of a job that was cancelled or deleted meanwhile.
 */
export function partStatements(
  ctx: ServiceContext,
  { jobId, part, first }: DuePart,
  results: readonly unknown[],
): D1PreparedStatement[] {
  const there = 'EXISTS (SELECT 1 FROM job_parts WHERE job_id = ?1 AND part = ?2)'
  return [
    ...results.map((result, index) =>
      ctx.db
        .prepare(`INSERT INTO job_results (job_id, position, result) SELECT ?1, ?3, ?4 WHERE ${there}`)
        .bind(jobId, part, first + index, JSON.stringify(result)),
    ),
    ctx.db
      .prepare(
        `UPDATE jobs SET done = done + ?3, ended_at = CASE WHEN done + ?3 = total THEN ?4 ELSE ended_at END,
           state = CASE WHEN done + ?3 = total THEN 'done' WHEN state = 'failed' THEN 'failed' ELSE 'running' END
         WHERE id = ?1 AND ${there}`,
      )
      .bind(jobId, part, results.length, ctx.now.getTime()),
    ctx.db.prepare('DELETE FROM job_parts WHERE job_id = ?1 AND part = ?2').bind(jobId, part),
  ]
}

/** The statements that stop a job; the last returns a row if it was under way. */
export const cancelStatements = (ctx: ServiceContext, id: string): D1PreparedStatement[] => [
  ctx.db.prepare('DELETE FROM job_parts WHERE job_id = ?1').bind(id),
  ctx.db
    .prepare(
      "UPDATE jobs SET state = 'cancelled', ended_at = ?2 WHERE id = ?1 AND state IN ('queued', 'running') RETURNING id",
    )
    .bind(id, ctx.now.getTime()),
]

/** The statements that delete a job with all it holds. */
export const deleteStatements = (ctx: ServiceContext, id: string): D1PreparedStatement[] => [
  ctx.db.prepare('DELETE FROM job_parts WHERE job_id = ?1').bind(id),
  ctx.db.prepare('DELETE FROM job_results WHERE job_id = ?1').bind(id),
  ctx.db.prepare('DELETE FROM jobs WHERE id = ?1').bind(id),
]

/** Ids of jobs that have expired, longest ago first. */
export async function loadExpired(ctx: ServiceContext, limit: number): Promise<string[]> {
  const rows = await queries(ctx.db)
    .select({ id: jobs.id })
    .from(jobs)
    .where(lte(jobs.expiresAt, ctx.now.getTime()))
    .orderBy(asc(jobs.expiresAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Marks jobs as failed that are under way. */
export async function markFailed(ctx: ServiceContext, ids: readonly string[]): Promise<void> {
  await ctx.db
    .prepare(
      `UPDATE jobs SET state = 'failed', ended_at = ?2
       WHERE id IN (SELECT value FROM json_each(?1)) AND state IN ('queued', 'running')`,
    )
    .bind(JSON.stringify(ids), ctx.now.getTime())
    .run()
}
