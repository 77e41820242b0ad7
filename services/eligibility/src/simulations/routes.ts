import { parseInput, readJson, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { simulateHouseholds, simulationSchema } from './simulate-households.ts'

/** `/api/v1/simulations`: what the policy would say, with nothing stored. */
export const simulationRoutes = new Hono<{ Variables: ServiceVariables }>().post('/', async (c) =>
  c.json(simulateHouseholds(c.var.ctx, parseInput(simulationSchema, (await readJson(c)).json))),
)
