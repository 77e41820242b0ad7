import { assessHousehold, policyVersion } from '@jiekun/policy'
import type { simulationSchema } from '@jiekun/schema/api'
import type * as z from 'zod'

type Simulation = z.infer<typeof simulationSchema>

/**
 * What the policy would say. Nothing is stored, and a household that is not valid keeps no other from its answer. The
 * exchange format names nobody, so a simulation is bound to no area.
 */
export const simulateHouseholds = ({ households, ...options }: Simulation) => ({
  policyVersion,
  items: households.map((household) => simulate(household, options)),
})

/** What the policy would say of one household. */
export function simulate(household: unknown, { asOf, overrides, explain }: Omit<Simulation, 'households'>) {
  const assessed = assessHousehold(household, { asOf, overrides, explain })
  return assessed.ok
    ? { id: assessed.id, determination: assessed.determination }
    : { id: assessed.id, error: assessed.problem }
}
