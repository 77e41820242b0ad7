import { planOperations as api, toCooperationTask, toReferral } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve } from '@jiekun/worker'
import { findPlan, listPlans, type PlanRow } from './list-store.ts'

/** `/api/v1/plans`: the plans of cases, with their referrals. */
export const planRoutes = apiRoutes(
  serve(api.listPlans, async (ctx, { query }) => {
    const rows = await listPlans(ctx, query)
    return { items: rows.map(shownPlan), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.readPlan, async (ctx, { params }) => {
    const found = await findPlan(ctx, params.caseNumber)
    if (!found) throw new ProblemError('not-found')
    const { plan, referrals, tasks } = found
    return { ...shownPlan(plan), referrals: referrals.map(toReferral), tasks: tasks.map(toCooperationTask) }
  }),
)

const shownPlan = ({ id, countyCode, fileNumber, openedAt, completedAt }: PlanRow) => ({
  caseNumber: id,
  countyCode,
  fileNumber,
  openedAt: new Date(openedAt).toISOString(),
  completedAt: completedAt === null ? null : new Date(completedAt).toISOString(),
})
