import { cooperationStateSchema } from '@jiekun/schema'
import { commit, ProblemError, requireVersion, type ServiceContext, violates } from '@jiekun/worker'
import { doneStatements, findTask, type TaskRow, taskOfOffice } from './store.ts'

/** What a task is ended with, and what is written in the same batch. */
export interface Completion {
  note?: string | undefined
  statements?: D1PreparedStatement[]
  /** A key of `statements` whose violation says that all of this was recorded before. */
  repeatedKey?: string
}

/** Records that a cooperating office has done its part, in one batch. Said twice it has no effect; a lapsed one is refused. */
export async function completeTask(ctx: ServiceContext, task: TaskRow, completion: Completion) {
  if (task.state === 'done') return shownTaskResult('known', task)
  if (task.state !== 'open') {
    const { state, version } = task
    throw new ProblemError('wrong-state', `The task is ${state}`, { extra: { state, version } })
  }
  try {
    await commit(ctx, {
      statements: [...(completion.statements ?? []), ...doneStatements(ctx, task, completion.note)],
      audit: [{ action: 'cooperation.done', subject: task.id, area: task.countyCode }],
    })
  } catch (error) {
    if (completion.repeatedKey && violates(error, completion.repeatedKey)) return shownTaskResult('known', task)
    if (!violates(error, 'cooperation_tasks.id')) throw error
    const [now] = await taskOfOffice(ctx, task.officeId, task.id)
    if (now?.state === 'done') return shownTaskResult('known', now)
    throw new ProblemError('changed-meanwhile')
  }
  return shownTaskResult('recorded', { ...task, state: 'done', version: task.version + 1 })
}

/** The same by staff, or by the office's own clerk. */
export async function completeTaskByStaff(
  ctx: ServiceContext,
  { id, ifMatch, note }: { id: string; ifMatch: number | undefined; note: string | undefined },
) {
  const task = await findTask(ctx, id)
  if (!task) throw new ProblemError('not-found')
  requireVersion(ifMatch, task.version)
  return completeTask(ctx, task, { note })
}

/** What became of it, as it is answered. */
export const shownTaskResult = (result: 'recorded' | 'known', { state, version }: TaskRow) => ({
  result,
  state: cooperationStateSchema.parse(state),
  version,
})
