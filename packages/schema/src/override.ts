import * as z from 'zod'
import { unionCategorySchema } from './determination.ts'

/** Outcomes that a review may put in the place of the determination's. */
export const overrideOutcomes = [
  'eligible',
  'manual_review',
  'ineligible_not_worker',
  'ineligible_property',
  'ineligible_income',
] as const

/** Another outcome than the determination's: proposed by one person, in force once another has confirmed it. */
export const overrideSchema = z.strictObject({
  state: z.enum(['proposed', 'confirmed']),
  archiveDecision: z.enum(overrideOutcomes),
  /** The determination's, where it is not named. */
  unionCategory: unionCategorySchema.optional(),
  proposedBy: z.string(),
  confirmedBy: z.string().optional(),
})
export type Override = z.infer<typeof overrideSchema>
