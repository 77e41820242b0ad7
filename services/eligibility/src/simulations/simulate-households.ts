import { assessHousehold, policyVersion } from '@jiekun/policy'
import type { simulationSchema } from '@jiekun/schema/api'
import type * as z from 'zod'

/**
 * What the policy would say. Nothing is stored, and a household that is not valid keeps no other from its answer. The
 * exchange format names nobody, so a simulation is bound to no area.
 */
export function simulateHouseholds(input: z.infer<typeof simulationSchema>) {
  const { households, asOf, overrides, explain } = input
  return {
    policyVersion,
    items: households.map((household) => {
      const assessed = assessHousehold(household, { asOf, overrides, explain })
      return assessed.ok
        ? { id: assessed.id, determination: assessed.determination }
        : { id: assessed.id, error: assessed.problem }
    }),
  }
}
