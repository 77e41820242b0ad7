import type { cooperationTasks } from '@jiekun/schema/tables/referral'
import { commit, ProblemError, type ServiceContext, violates } from '@jiekun/worker'

type Task = typeof cooperationTasks.$inferSelect

/**
 * Records that an office has done its part of what another leads 协办. Once only: a repeated one is taken without effect,
 * and a task that has lapsed with its referrals is answered 409.
 */
export async function finishTask(
  ctx: ServiceContext,
  task: Task,
  how: { note: string | undefined; statements: D1PreparedStatement[]; repeatedKey: string },
): Promise<{ result: 'recorded' | 'known' }> {
  const { id, state, version, countyCode } = task
  if (state === 'done') return { result: 'known' }
  if (state !== 'open') throw new ProblemError('wrong-state', `The task is ${state}`, { extra: { state, version } })
  try {
    const [, updated] = await commit(ctx, {
      statements: [
        ...how.statements,
        ctx.db
          .prepare(
            `UPDATE cooperation_tasks SET state = 'done', version = version + 1, note = ?2, ended_at = ?3
             WHERE id = ?1 AND state = 'open'`,
          )
          .bind(id, how.note ?? null, ctx.now.getTime()),
      ],
      audit: [{ action: 'cooperation.done', subject: id, area: countyCode }],
    })
    // Two that say the same at one instant say it once.
    return { result: updated?.meta.changes === 0 ? 'known' : 'recorded' }
  } catch (error) {
    if (violates(error, how.repeatedKey)) return { result: 'known' }
    throw error
  }
}
