import { measureName } from '@jiekun/policy'
import type { ReferralState } from '@jiekun/schema'
import { planOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { countMeasures } from './store.ts'

/** `/api/v1/measures`: how the measures of cases stand. */
export const measureRoutes = apiRoutes(
  serve(api.countMeasures, async (ctx, { query }) => {
    const measures = new Map<string, Partial<Record<ReferralState, number>>>()
    for (const { measure, state, cases } of await countMeasures(ctx, query)) {
      measures.set(measure, { ...measures.get(measure), [state]: cases })
    }
    const items = [...measures]
      .filter(([measure]) => query.after === undefined || measure > query.after)
      .map(([measure, states]) => ({
        measure,
        name: measureName(measure),
        total: Object.values(states).reduce((sum, cases) => sum + cases, 0),
        states,
      }))
    const page = items.slice(0, query.limit)
    return { items: page, next: items.length > query.limit ? (page.at(-1)?.measure ?? null) : null }
  }),
)
