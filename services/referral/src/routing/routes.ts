import { routingOperations as api } from '@jiekun/schema/api'
import { apiRoutes, dayInChina, ProblemError, serve, tagged } from '@jiekun/worker'
import { answerRoute } from './answer-route.ts'
import { createRule, shownRule, versionOf, withdrawRule } from './change-rules.ts'
import { findRule, listRules } from './rule-store.ts'
import { rulesInForce, toRule } from './rules.ts'
import { rulesBy } from './store.ts'

/** Where measures go: asked without effect, and the rules that say so. */
export const routingRoutes = apiRoutes(
  serve(api.routeMeasures, (ctx, { body }) => answerRoute(ctx, body)),
  serve(api.listRulesInForce, async (ctx, { query }) => {
    const day = query.day ?? dayInChina(ctx.now)
    const made = await rulesBy(ctx, day)
    const rules = rulesInForce(made.map(toRule), day)
    return { day, rules: rules.map((rule) => ({ ...rule, cooperating: [...rule.cooperating] })) }
  }),
  serve(api.listRoutingRules, async (ctx, { query }) => {
    const rows = await listRules(ctx, query)
    return { items: rows.map(shownRule), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.readRoutingRule, async (ctx, { params }) => {
    const row = await findRule(ctx, params.id)
    if (!row) throw new ProblemError('not-found')
    return tagged(shownRule(row), versionOf(row))
  }),
  serve(api.createRoutingRule, (ctx, { body }) => createRule(ctx, body)),
  serve(api.withdrawRoutingRule, async (ctx, { params, body, ifMatch }) => {
    const row = await withdrawRule(ctx, { id: params.id, ifMatch, reason: body.reason })
    return tagged(shownRule(row), versionOf(row))
  }),
)
