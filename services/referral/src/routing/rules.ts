import { listedMeasures, responsibleFor, rolesOfClause } from '@jiekun/policy'
import type { routingRules } from '@jiekun/schema/tables/referral'
import * as z from 'zod'

/** Which county decides: residence 居住地 or registration 户籍地; `unchanged`: the one that decided before the rule. */
export const ruleCountySchema = z.enum(['residence', 'registration', 'unchanged'])

/** Who answers for a clause or a measure from a day on. */
export interface RoutingRule {
  /** `policy` of those that the text of 2018 makes. */
  id: string
  /** Null for every measure of the clause. */
  measure: string | null
  /** Null for the measure under whatever clause. */
  clause: string | null
  /** Code of the department. */
  lead: string
  cooperating: readonly string[]
  county: z.infer<typeof ruleCountySchema>
  /** ISO date. */
  effectiveFrom: string
  /** No source names the lead: the routing is ours and says so. */
  isDefault: boolean
}

/** The day of 内政发〔2018〕47号. */
export const policyDay = '2018-12-14'
const policyRuleId = 'policy'

const fromPolicy = (rule: Omit<RoutingRule, 'id' | 'effectiveFrom'>): RoutingRule => ({
  ...rule,
  id: policyRuleId,
  effectiveFrom: policyDay,
})
/** Where the text names no lead, `responsibleFor` has the default. */
const withoutLead = [
  { measure: null, clause: '三' },
  { measure: 'M604', clause: null },
  { measure: 'M801', clause: null },
]
/** Dibao is applied for where the household is registered 户籍地, 社会救助暂行办法 第十一条. */
const byRegistration = [{ measure: 'M601', clause: '五.(二).6' }]

/** The rules of the policy text: the roles at the end of each clause, and our defaults where it names nobody. */
export const policyRules: readonly RoutingRule[] = [
  ...Object.entries(rolesOfClause).map(([clause, roles]) =>
    fromPolicy({ measure: null, clause, ...roles, county: 'residence', isDefault: false }),
  ),
  ...withoutLead.map(({ measure, clause }) =>
    fromPolicy({ measure, clause, ...responsibleFor(clause ?? '', measure ?? ''), county: 'residence' }),
  ),
  ...byRegistration.map(({ measure, clause }) =>
    fromPolicy({ measure, clause, ...responsibleFor(clause, measure), county: 'registration' }),
  ),
]

const departmentsSchema = z.array(z.string())

/** A stored rule as the router takes it. */
export const toRule = (row: typeof routingRules.$inferSelect): RoutingRule => ({
  id: row.id,
  measure: row.measure,
  clause: row.clause,
  lead: row.lead,
  cooperating: departmentsSchema.parse(JSON.parse(row.cooperating)),
  county: ruleCountySchema.parse(row.county),
  effectiveFrom: row.effectiveFrom,
  isDefault: false,
})

/** Whether `one` decides before `other`: the policy last, a measure before its clause, the later day before the earlier. */
function compareRules(one: RoutingRule, other: RoutingRule): number {
  const policyLast = Number(one.id === policyRuleId) - Number(other.id === policyRuleId)
  const measureFirst = Number(other.measure !== null) - Number(one.measure !== null)
  const bothFirst = Number(other.clause !== null) - Number(one.clause !== null)
  return (
    policyLast ||
    measureFirst ||
    bothFirst ||
    compareTexts(other.effectiveFrom, one.effectiveFrom) ||
    // Of one day, the one that was made last: ids sort by time after the digits of the area.
    compareTexts(other.id, one.id)
  )
}
const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** A rule that decides, with the county that it leaves open settled. */
export type DecidingRule = RoutingRule & { county: 'residence' | 'registration' }

/** The rules that are in force on a day, asked by measure and clause. */
export interface RuleBook {
  find(measure: string, clause: string): DecidingRule | undefined
}

/** Every rule that has begun by a day, whichever decides first before the others. */
const begunBy = (made: readonly RoutingRule[], day: string): RoutingRule[] =>
  [...made, ...policyRules].filter(({ effectiveFrom }) => effectiveFrom <= day).sort(compareRules)

/**
 * The rules in force on a day, whichever decides first before the others; of one measure and clause the one that decides.
 * A county that a rule leaves open is told where it is the same for everything that the rule decides; else it stays
 * `unchanged`, for then it hangs on the measure.
 */
export function rulesInForce(made: readonly RoutingRule[], day: string): RoutingRule[] {
  const settled = new Map<string, RoutingRule>()
  for (const rule of begunBy(made, day)) {
    const key = `${rule.measure}|${rule.clause}`
    if (!settled.has(key)) settled.set(key, rule)
  }
  const book = ruleBook(made, day)
  return [...settled.values()].map((rule) => {
    if (rule.county !== 'unchanged') return rule
    const decided = listedMeasures().flatMap(({ code, clause }) => {
      const found = book.find(rule.measure ?? code, rule.clause ?? clause)
      return found?.id === rule.id ? [found.county] : []
    })
    const [county, another] = new Set(decided)
    return county === undefined || another !== undefined ? rule : { ...rule, county }
  })
}

/** The rules of a day, asked by measure and clause: those of the policy, and over them those that were made since and are not withdrawn. */
export function ruleBook(made: readonly RoutingRule[], day: string): RuleBook {
  // All of them: where the first leaves the county open, one for the measure says it before an older one for the clause.
  const begun = begunBy(made, day)
  const known = new Map<string, DecidingRule | undefined>()
  const decide = (measure: string, clause: string): DecidingRule | undefined => {
    const fitting = begun.filter(
      (rule) => (rule.measure === null || rule.measure === measure) && (rule.clause === null || rule.clause === clause),
    )
    const [first] = fitting
    const county = fitting.map((rule) => rule.county).find((each) => each !== 'unchanged')
    return first && { ...first, county: county ?? 'residence' }
  }
  return {
    find(measure, clause) {
      const key = `${measure}|${clause}`
      if (known.has(key)) return known.get(key)
      const found = decide(measure, clause)
      known.set(key, found)
      return found
    },
  }
}
