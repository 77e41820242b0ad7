import type { Determination, Household } from '@jiekun/schema'
import { compile, type Test } from './compile.ts'
import { dueMeasures } from './due-measures.ts'
import { explainTables } from './explain-tables.ts'
import { archiveTable, categoryTable, groupTable, type OutcomeRule } from './outcome-tables.ts'
import { type ParameterOverrides, type ResolvedParameters, resolveParameters } from './parameters.ts'
import { type HouseholdScope, scopeOf } from './scope.ts'

/** The number of the document that these tables are read from. */
export const policyName = '内政发〔2018〕47号'
/** The policy and the revision of these tables; stored with every determination. */
export const policyVersion = `${policyName}/1`

export type DetermineRefusal = { reason: 'no-dibao-standard'; asOf: string; countyCode: string }
export type DetermineResult = { ok: true; value: Determination } | { ok: false; refusal: DetermineRefusal }

const compiledOutcomes = <T extends string>(table: readonly OutcomeRule<T>[]) =>
  table.map(({ outcome, when }) => ({ outcome, test: compile(when) }))
const categories = compiledOutcomes(categoryTable)
const decisions = compiledOutcomes(archiveTable)
const groups = groupTable.map(({ clause, when }) => ({ clause, test: compile(when) }))

/**
 * What the policy says of a household on its date. Pure: the same household and overrides always give the same answer.
 * `explain` adds, rule by rule, what decided; it costs several times the determination itself. `parameters` stand in for
 * the figures in force, so that an earlier determination can be made again.
 */
export function determine(
  household: Household,
  options: { explain?: boolean; overrides?: ParameterOverrides | undefined; parameters?: ResolvedParameters } = {},
): DetermineResult {
  const { asOf, countyCode, dibaoLineMonthFen } = household
  const resolved =
    options.parameters ?? resolveParameters(asOf, countyCode, { dibaoLineMonthFen, overrides: options.overrides })
  if (!resolved) return { ok: false, refusal: { reason: 'no-dibao-standard', asOf, countyCode } }
  const scope = scopeOf(household, resolved.values)
  const archiveDecision = firstOutcome(decisions, scope)
  const aided = archiveDecision === 'eligible' || archiveDecision === 'manual_review'
  const { measures, aid } = aided ? dueMeasures(scope, archiveDecision === 'eligible') : { measures: [], aid: {} }
  const { facts } = household
  return {
    ok: true,
    value: {
      policyVersion,
      archiveDecision,
      unionCategory: firstOutcome(categories, scope),
      taskGroups: aided ? groupsOf(scope) : [],
      aid,
      measures,
      basis: {
        memberCount: household.members.length,
        dibaoLineMonthFen: resolved.values.dibaoLineMonthFen,
        countedIncomeMonthFen: facts.countedIncomeMonthFen,
        afterYearFen: facts.disposableIncomeYearFen - facts.rigidSpendYearFen,
      },
      parameters: resolved.sources,
      ...(options.explain ? { explanation: explainTables(scope, aided) } : {}),
    },
  }
}

function firstOutcome<T>(table: readonly { outcome: T; test: Test<HouseholdScope> }[], scope: HouseholdScope): T {
  for (const { outcome, test } of table) if (test(scope)) return outcome
  throw new Error('a table of outcomes must end in a rule that always holds')
}

function groupsOf(scope: HouseholdScope): string[] {
  const held: string[] = []
  for (const { clause, test } of groups) if (test(scope)) held.push(clause)
  return held
}
