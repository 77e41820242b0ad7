import { serviceLevelOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { pageOfLevels } from './list-levels.ts'

/** `/api/v1/service-levels`: how long each state may last. It changes with a release only. */
export const serviceLevelRoutes = apiRoutes(
  serve(api.listServiceLevels, async (_ctx, { query }) => pageOfLevels(query)),
)
