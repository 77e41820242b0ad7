import { listedMeasures, parametersInForce, renderedRules } from '@jiekun/policy'
import { referenceOperations as api } from '@jiekun/schema/api'
import { apiRoutes, dayInChina, ProblemError, serve } from '@jiekun/worker'
import { listedAreas, shownArea } from './areas.ts'
import { pageOfList } from './page.ts'
import { listedDepartments, policies } from './policy.ts'

/** `/api/v1/areas` and `/api/v1/policy`: what everything else is decided by. It changes with a release only. */
export const referenceRoutes = apiRoutes(
  serve(api.listAreas, async (_ctx, { query }) => pageOfList(listedAreas(query), ({ code }) => code, query)),
  serve(api.readArea, async (_ctx, { params }) => {
    const area = shownArea(params.code)
    if (!area) throw new ProblemError('not-found')
    return area
  }),
  serve(api.readPolicy, async () => policies()),
  serve(api.listPolicyRules, async (_ctx, { query }) => {
    // Rules are named in Chinese too, so their place is the cursor.
    const rules = renderedRules()
      .map((rule, at) => ({ at: String(at), rule: { ...rule, measures: [...rule.measures] } }))
      .filter(({ rule }) => query.table === undefined || rule.table === query.table)
      .filter(({ rule }) => query.clause === undefined || rule.clause === query.clause)
    const { items, next } = pageOfList(rules, ({ at }) => at, query)
    return { items: items.map(({ rule }) => rule), next }
  }),
  serve(api.listPolicyParameters, async (ctx, { query }) =>
    pageOfList(parametersInForce(query.asOf ?? dayInChina(ctx.now), query.areaCode), ({ name }) => name, query),
  ),
  serve(api.listPolicyMeasures, async (_ctx, { query }) => {
    const measures = listedMeasures()
      .filter(({ clause }) => query.clause === undefined || clause === query.clause)
      .filter(({ lead }) => query.lead === undefined || lead === query.lead)
      .map((measure) => ({ ...measure, cooperating: [...measure.cooperating] }))
    return pageOfList(measures, ({ code }) => code, query)
  }),
  serve(api.listDepartments, async (_ctx, { query }) => pageOfList(listedDepartments(), ({ code }) => code, query)),
)
