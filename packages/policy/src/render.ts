import { measureTable } from './measure-table.ts'
import { archiveTable, categoryTable, groupTable } from './outcome-tables.ts'
import type { Predicate, Term, Value } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

type Scope = HouseholdScope | MemberScope
export type PolicyTable = 'category' | 'archive' | 'group' | 'measure'

/** A rule of the policy to be read by people: its conditions in words of facts, and what each named condition in them means. */
export interface RenderedRule {
  table: PolicyTable
  rule: string
  clause: string
  measures: readonly string[]
  onlyEligible: boolean
  household: string | null
  member: string | null
  where: Record<string, string>
}

/** Every rule of every table, in their order, rendered from the data that is compiled. */
export function renderedRules(): RenderedRule[] {
  const outcomes = [
    ...categoryTable.map((line) => ({ table: 'category' as const, rule: line.outcome, ...line })),
    ...archiveTable.map((line) => ({ table: 'archive' as const, rule: line.outcome, ...line })),
    ...groupTable.map((line) => ({ table: 'group' as const, rule: line.clause, ...line })),
  ].map(({ table, rule, clause, when }): RenderedRule => {
    const where: Record<string, string> = {}
    return {
      table,
      rule,
      clause,
      measures: [],
      onlyEligible: false,
      household: render(when, where),
      member: null,
      where,
    }
  })
  const measures = measureTable.map((rule): RenderedRule => {
    const where: Record<string, string> = {}
    return {
      table: 'measure',
      rule: rule.id,
      clause: rule.clause,
      measures: rule.measures,
      onlyEligible: rule.onlyEligible === true,
      household: rule.household ? render(rule.household, where) : null,
      member: rule.member ? render(rule.member, where) : null,
      where,
    }
  })
  return [...outcomes, ...measures]
}

/** A predicate in words. Named conditions stand by their names; what they mean is put into `where`. */
export function render<S extends Scope>(predicate: Predicate<S>, where: Record<string, string>): string {
  switch (predicate.kind) {
    case 'all':
      return joined(predicate.of, 'and', where)
    case 'any':
      return joined(predicate.of, 'or', where)
    case 'not':
      return `not ${inBrackets(predicate.of, where)}`
    case 'compare':
      return `${termText(predicate.left)} ${predicate.comparison} ${termText(predicate.right)}`
    case 'named':
      where[predicate.name] ??= render(predicate.of, where)
      return predicate.name
    case 'members':
      return `${predicate.atLeast === 1 ? 'some member' : `at least ${predicate.atLeast} members`} with ${inBrackets(predicate.where, where)}`
    case 'household':
      return `the household ${inBrackets(predicate.of, where)}`
    default:
      return predicate satisfies never
  }
}

function joined<S extends Scope>(
  parts: readonly Predicate<S>[],
  word: 'and' | 'or',
  where: Record<string, string>,
): string {
  if (parts.length === 0) return 'always'
  return parts.map((part) => inBrackets(part, where)).join(` ${word} `)
}

/** Bracketed where it is of several parts. */
function inBrackets<S extends Scope>(predicate: Predicate<S>, where: Record<string, string>): string {
  const text = render(predicate, where)
  return (predicate.kind === 'all' || predicate.kind === 'any') && predicate.of.length > 1 ? `(${text})` : text
}

function termText<S>(term: Term<S>): string {
  switch (term.kind) {
    case 'fact':
      return term.fact.name
    case 'value':
      return valueText(term.value)
    case 'product':
      return term.factors.map((factor) => (typeof factor === 'number' ? String(factor) : factor.name)).join(' × ')
    default:
      return term satisfies never
  }
}

const valueText = (value: Value): string => (Array.isArray(value) ? `{${value.join(', ')}}` : String(value))
