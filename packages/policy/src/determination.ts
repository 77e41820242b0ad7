import * as z from 'zod'
import { type Reason, reasonSchema } from './explain.ts'
import { archiveDecisions, unionCategories } from './outcome-tables.ts'

/** A measure that a household is due: under which clause, for whom, how binding, and by which rules. */
export const dueMeasureSchema = z.object({
  code: z.string(),
  /** The clause it is raised under, which decides who leads. */
  clause: z.string(),
  /** The sentence of the policy that names it. */
  sentence: z.string(),
  strength: z.enum(['shall', 'may', 'external_rule']),
  /** Members it is for; none where it is for the household. */
  memberIds: z.array(z.string()),
  rules: z.array(z.string()),
})
export type DueMeasure = z.infer<typeof dueMeasureSchema>

const parameterSourceSchema = z.object({
  value: z.number(),
  source: z.string(),
  verified: z.string(),
  areaCode: z.string(),
  standIn: z.boolean().optional(),
})

export const explainedRuleSchema = z.object({
  table: z.string(),
  rule: z.string(),
  clause: z.string(),
  holds: z.boolean(),
  reason: reasonSchema,
})
export interface ExplainedRule {
  table: 'category' | 'archive' | 'group' | 'measure'
  rule: string
  clause: string
  holds: boolean
  reason: Reason
}

export const determinationSchema = z.object({
  policyVersion: z.string(),
  archiveDecision: z.enum(archiveDecisions),
  unionCategory: z.enum(unionCategories),
  taskGroups: z.array(z.string()),
  /** Clause -> sorted measure codes. */
  aid: z.record(z.string(), z.array(z.string())),
  measures: z.array(dueMeasureSchema),
  /** The figures that reasons speak of: number of members, dibao line, counted income a month, what is left of a year; fen. */
  basis: z.object({
    memberCount: z.int(),
    dibaoLineMonthFen: z.number(),
    countedIncomeMonthFen: z.number(),
    afterYearFen: z.number(),
  }),
  parameters: z.record(z.string(), parameterSourceSchema),
  explanation: z.array(explainedRuleSchema).optional(),
})
export type Determination = z.infer<typeof determinationSchema>
