import type { Household } from '@jiekun/schema'
import { catalogue } from './catalogue.ts'
import { compile, type Test } from './compile.ts'
import type { Determination, DueMeasure } from './determination.ts'
import { explainTables } from './explain-tables.ts'
import { type ParameterOverrides, resolveParameters } from './parameters.ts'
import { type HouseholdScope, type MemberScope, scopeOf } from './scope.ts'
import { archiveTable, categoryTable, groupTable, type MeasureRule, measureTable, type OutcomeRule } from './tables.ts'

/** The policy and the revision of these tables; stored with every determination. */
export const policyVersion = '内政发〔2018〕47号/1'

export type DetermineRefusal = { reason: 'no-dibao-standard'; asOf: string; countyCode: string }
export type DetermineResult = { ok: true; value: Determination } | { ok: false; refusal: DetermineRefusal }

const compiledOutcomes = <T extends string>(table: readonly OutcomeRule<T>[]) =>
  table.map(({ outcome, when }) => ({ outcome, test: compile(when) }))
const categories = compiledOutcomes(categoryTable)
const decisions = compiledOutcomes(archiveTable)
const groups = groupTable.map(({ clause, when }) => ({ clause, test: compile(when) }))
const measures = measureTable.map((rule) => ({
  rule,
  household: rule.household && compile(rule.household),
  member: rule.member && compile(rule.member),
}))

/**
 * What the policy says of a household on its date. Pure: the same household and overrides always give the same answer.
 * `explain` adds, rule by rule, what decided; it costs several times the determination itself.
 */
export function determine(
  household: Household,
  options: { explain?: boolean; overrides?: ParameterOverrides } = {},
): DetermineResult {
  const { asOf, countyCode, dibaoLineMonthFen } = household
  const resolved = resolveParameters(asOf, countyCode, { dibaoLineMonthFen, overrides: options.overrides })
  if (!resolved) return { ok: false, refusal: { reason: 'no-dibao-standard', asOf, countyCode } }
  const scope = scopeOf(household, resolved.values)
  const archiveDecision = firstOutcome(decisions, scope)
  const aided = archiveDecision === 'eligible' || archiveDecision === 'manual_review'
  const due = aided ? dueMeasures(scope, archiveDecision === 'eligible') : []
  const { facts } = household
  return {
    ok: true,
    value: {
      policyVersion,
      archiveDecision,
      unionCategory: firstOutcome(categories, scope),
      taskGroups: aided ? groupsOf(scope) : [],
      aid: aidOf(due),
      measures: due,
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

function dueMeasures(scope: HouseholdScope, eligible: boolean): DueMeasure[] {
  const due: DueMeasure[] = []
  for (const { rule, household, member } of measures) {
    if (rule.onlyEligible && !eligible) continue
    if (household && !household(scope)) continue
    const memberIds = member ? idsOf(scope, member) : []
    if (member && memberIds.length === 0) continue
    for (const code of rule.measures) addMeasure(due, rule, code, memberIds)
  }
  return due
}

function idsOf(scope: HouseholdScope, test: Test<MemberScope>): string[] {
  const ids: string[] = []
  for (const each of scope.members) if (test(each)) ids.push(each.member.memberId)
  return ids
}

/** Adds a measure, or, where another rule has raised it already, the members and the rule. */
function addMeasure(due: DueMeasure[], rule: MeasureRule, code: string, memberIds: string[]): void {
  for (const known of due) {
    if (known.code !== code || known.clause !== rule.clause) continue
    known.rules.push(rule.id)
    for (const id of memberIds) if (!known.memberIds.includes(id)) known.memberIds.push(id)
    return
  }
  const entry = catalogue[code]
  if (!entry) throw new Error(`the catalogue has no measure ${code}`)
  due.push({
    code,
    clause: rule.clause,
    sentence: entry.clause,
    strength: entry.strength,
    memberIds: [...memberIds],
    rules: [rule.id],
  })
}

function aidOf(due: DueMeasure[]): Record<string, string[]> {
  const aid: Record<string, string[]> = {}
  for (const { clause, code } of due) {
    const codes = aid[clause]
    if (codes) codes.push(code)
    else aid[clause] = [code]
  }
  for (const clause in aid) aid[clause]?.sort()
  return aid
}
