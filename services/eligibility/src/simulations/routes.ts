import { simulationOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { simulateHouseholds } from './simulate-households.ts'

/** `/api/v1/simulations`: what the policy would say, with nothing stored. */
export const simulationRoutes = apiRoutes(
  serve(api.simulateHouseholds, async (_ctx, { body }) => simulateHouseholds(body)),
)
