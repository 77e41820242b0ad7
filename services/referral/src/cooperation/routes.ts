import { cooperationOperations as api, toCooperationTask } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve, tagged } from '@jiekun/worker'
import { completeTaskByStaff } from './complete-task.ts'
import { findTask, listTasks } from './store.ts'

/** `/api/v1/cooperation`: what offices do beside the lead of a clause. */
export const cooperationRoutes = apiRoutes(
  serve(api.listCooperationTasks, async (ctx, { query }) => {
    const rows = await listTasks(ctx, query)
    return { items: rows.map(toCooperationTask), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.readCooperationTask, async (ctx, { params }) => {
    const task = await findTask(ctx, params.id)
    if (!task) throw new ProblemError('not-found')
    return tagged(toCooperationTask(task), task.version)
  }),
  serve(api.completeCooperationTask, (ctx, { params, body, ifMatch }) =>
    completeTaskByStaff(ctx, { id: params.id, ifMatch, note: body.note }),
  ),
)
