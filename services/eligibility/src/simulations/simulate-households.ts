import { assessHousehold, parameterNames, policyVersion } from '@jiekun/policy'
import { isoDateSchema } from '@jiekun/schema'
import { requireScope, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'

/** Households at a time; the size of a body comes first where they are large. */
const mostHouseholds = 1000
/** Households that can be explained at a time: an explanation is a hundred times as long as its result. */
const mostExplained = 50
const highestFigure = 1_000_000_000

/** `POST /api/v1/simulations`: households in the exchange format, each with its own date or all with `asOf`. */
export const simulationSchema = z
  .strictObject({
    households: z.array(z.json()).min(1).max(mostHouseholds),
    asOf: isoDateSchema.optional(),
    /** Figures in place of those in force: what if the line were higher? Amounts in fen, shares in per cent. */
    overrides: z.partialRecord(z.enum(parameterNames), z.int().min(0).max(highestFigure)).optional(),
    explain: z.boolean().default(false),
  })
  .refine(({ households, explain }) => !explain || households.length <= mostExplained, {
    path: ['explain'],
    message: `is possible for ${mostExplained} households at a time`,
  })

/**
 * What the policy would say. Nothing is stored, and a household that is not valid keeps no other from its answer. The
 * exchange format names nobody, so a simulation is bound to no area.
 */
export function simulateHouseholds(ctx: ServiceContext, input: z.infer<typeof simulationSchema>) {
  requireScope(ctx, 'policy:simulate')
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
