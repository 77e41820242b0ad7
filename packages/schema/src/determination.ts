import * as z from 'zod'

/** Outcomes of the register 建档立卡, in the order that the table asks. */
export const archiveDecisions = [
  'suspended_applicant_deceased',
  'ineligible_not_worker',
  'ineligible_property',
  'remain_closed',
  'ineligible_income',
  'manual_review',
  'eligible',
] as const
export const archiveDecisionSchema = z.enum(archiveDecisions)
export type ArchiveDecision = z.infer<typeof archiveDecisionSchema>

/** Categories of the unions' register: 深度, 意外致困, 相对困难. */
export const unionCategories = ['deep', 'accident', 'relative', 'none'] as const
export const unionCategorySchema = z.enum(unionCategories)
export type UnionCategory = z.infer<typeof unionCategorySchema>

/** Task groups of 四, by their clauses: the households that the policy sets out to lift. */
export const taskGroups = ['四.(一)', '四.(二)', '四.(三)', '四.(四)', '四.(五)'] as const
export const taskGroupSchema = z.enum(taskGroups)
export type TaskGroup = z.infer<typeof taskGroupSchema>

/** A fact and its value, as an explanation shows it. */
const sideSchema = z.object({
  fact: z.string().optional(),
  value: z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.union([z.string(), z.number()])).readonly(),
  ]),
})
export type Side = z.infer<typeof sideSchema>

/**
 * Why a predicate holds or not, cut down to what decided: of an `all` that fails only the parts that fail, of an `any`
 * that holds only those that hold. `needs` on a comparison is what would have to be the case for it to come out the other way.
 */
export interface Reason {
  holds: boolean
  name?: string | undefined
  compared?: { left: Side; comparison: string; right: Side; needs: string } | undefined
  joined?: 'all' | 'any' | undefined
  /** Members the reason speaks of. */
  memberIds?: string[] | undefined
  because?: Reason[] | undefined
}

export const reasonSchema: z.ZodType<Reason> = z
  .object({
    holds: z.boolean(),
    name: z.string().optional(),
    compared: z.object({ left: sideSchema, comparison: z.string(), right: sideSchema, needs: z.string() }).optional(),
    joined: z.enum(['all', 'any']).optional(),
    memberIds: z.array(z.string()).optional(),
    get because() {
      return z.array(reasonSchema).optional()
    },
  })
  .meta({ id: 'Reason' })

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

/** The figures that the policy leaves open; amounts in fen, shares in per cent, ages in years. */
export const parameterNames = [
  'dibaoLineMonthFen',
  'relativeFactor',
  'accidentLossPct',
  'migrantResidenceMonths',
  'olderFemale',
  'olderMale',
  'rentBurdenPct',
  'housesMax',
  'workMin',
  'workMaxMale',
  'workMaxFemale',
] as const

/** A figure that was used, with where it comes from and how far that is verified. */
export const parameterSourceSchema = z.object({
  value: z.number(),
  source: z.string(),
  verified: z.string(),
  /** The area whose figure it is. */
  areaCode: z.string(),
  /** The region's average stands in for a figure of the county or city that is not known. */
  standIn: z.boolean().optional(),
})

export const explainedRuleSchema = z.object({
  table: z.enum(['category', 'archive', 'group', 'measure']),
  rule: z.string(),
  clause: z.string(),
  holds: z.boolean(),
  reason: reasonSchema,
})
export type ExplainedRule = z.infer<typeof explainedRuleSchema>

/** What the policy says of a household. */
export const determinationSchema = z
  .object({
    policyVersion: z.string(),
    archiveDecision: archiveDecisionSchema,
    unionCategory: unionCategorySchema,
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
  .meta({ id: 'Determination' })
export type Determination = z.infer<typeof determinationSchema>
