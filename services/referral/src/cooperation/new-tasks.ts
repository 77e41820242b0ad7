import type { ServiceContext } from '@jiekun/worker'

/** What an office does beside the lead of a clause 协办, still to be written. */
export interface NewTask {
  id: string
  planId: string
  countyCode: string
  officeId: string
  clause: string
  referralIds: string[]
}

/** What tasks are made of. */
interface Led {
  id: string
  clause: string
  cooperating: readonly string[]
}

/** One task for each office and clause, whatever the number of referrals it helps with. */
export function newTasks(
  referrals: readonly Led[],
  { caseNumber, countyCode }: { caseNumber: string; countyCode: string },
  newId: () => string,
): NewTask[] {
  const tasks = new Map<string, NewTask>()
  for (const { id, clause, cooperating } of referrals) {
    for (const officeId of cooperating) {
      const key = `${officeId}|${clause}`
      const task = tasks.get(key) ?? { id: newId(), planId: caseNumber, countyCode, officeId, clause, referralIds: [] }
      task.referralIds.push(id)
      tasks.set(key, task)
    }
  }
  return [...tasks.values()]
}

/** The statement that stores tasks: one, or none where there are none. */
export const taskStatements = (ctx: ServiceContext, tasks: readonly NewTask[]): D1PreparedStatement[] =>
  tasks.length === 0
    ? []
    : [
        ctx.db
          .prepare(
            `INSERT INTO cooperation_tasks (id, plan_id, county_code, office_id, clause, referral_ids, state, version, created_at)
             SELECT value->>'id', value->>'planId', value->>'countyCode', value->>'officeId', value->>'clause',
               value->>'referralIds', 'open', 1, ?2 FROM json_each(?1)`,
          )
          .bind(JSON.stringify(tasks), ctx.now.getTime()),
      ]
