import type { ArchiveDecision } from '@jiekun/schema'
import { measureTable } from './measure-table.ts'
import { archiveTable, type OutcomeRule } from './outcome-tables.ts'
import { resolveParameters } from './parameters.ts'
import { compare, type Predicate, type Term, type Value } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

/**
 * What the policy says of a household of which little is known: what would hold whatever the rest turns out to be, and
 * what depends on it. The same tables as a determination, read with a third answer. Not a determination: nothing here is
 * ever stored or decided on.
 */

/** What is known of a household. Names are those of the rules. */
export interface KnownFacts {
  /** Facts of the household by name; what is not here is not known. Amounts in fen. */
  facts: Readonly<Record<string, Value>>
  /** Named conditions of the household, answered as a whole. */
  conditions: Readonly<Record<string, boolean>>
  /** Facts and named conditions of people: whether some member has it, or none. */
  ofSomeMember: Readonly<Record<string, boolean>>
}

/** Whether something holds; where that is not known, the facts and conditions that it depends on. */
export type Judgement = { holds: boolean } | { holds: undefined; missing: ReadonlySet<string> }

export interface PresumedMeasure {
  code: string
  clause: string
  /** True where it is due whatever the rest turns out to be, once the household is taken into the register. */
  isCertain: boolean
  /** What it depends on besides. */
  missing: string[]
}

export interface Presumption {
  /** Every decision on the file that is possible still, in the order of the table. */
  decisions: ArchiveDecision[]
  /** What the decision depends on. */
  missing: string[]
  /** Measures that are possible still, in the order of the table. */
  measures: PresumedMeasure[]
  /** The line that incomes are compared with, fen per person and month. */
  dibaoLineMonthFen: number
}

const yes: Judgement = { holds: true }
const no: Judgement = { holds: false }
const unknown = (...names: string[]): Judgement => ({ holds: undefined, missing: new Set(names) })

const missingOf = (judgements: readonly Judgement[]): string[] => [
  ...new Set(judgements.flatMap((each) => (each.holds === undefined ? [...each.missing] : []))),
]

function allOf(judgements: readonly Judgement[]): Judgement {
  if (judgements.some((each) => each.holds === false)) return no
  const missing = missingOf(judgements)
  return missing.length === 0 ? yes : unknown(...missing)
}

const opposite = (judgement: Judgement): Judgement =>
  judgement.holds === undefined ? judgement : { holds: !judgement.holds }
/** One that holds is enough; what the others depend on matters only where none is known to. */
const anyOf = (judgements: readonly Judgement[]): Judgement => opposite(allOf(judgements.map(opposite)))

/** For how many members something holds: that it holds for some says nothing of the others. */
type Spread = { of: 'all' | 'some' | 'none' } | { of: undefined; missing: ReadonlySet<string> }

/** A household with what is known of it and the parameters that it is judged by. */
interface Presumed extends KnownFacts {
  parameters: Readonly<Record<string, number>>
}

function judge(presumed: Presumed, predicate: Predicate<HouseholdScope>): Judgement {
  switch (predicate.kind) {
    case 'all':
      return allOf(predicate.of.map((each) => judge(presumed, each)))
    case 'any':
      return anyOf(predicate.of.map((each) => judge(presumed, each)))
    case 'not':
      return opposite(judge(presumed, predicate.of))
    case 'compare': {
      const [left, right] = [readTerm(presumed, predicate.left), readTerm(presumed, predicate.right)]
      if ('missing' in left || 'missing' in right) return unknown(...missingIn(left), ...missingIn(right))
      return { holds: compare(left.value, predicate.comparison, right.value) }
    }
    case 'named': {
      const answered = presumed.conditions[predicate.name]
      return answered === undefined ? judge(presumed, predicate.of) : { holds: answered }
    }
    case 'members': {
      const spread = spreadOf(presumed, predicate.where)
      if (spread.of === 'none') return no
      if (spread.of === undefined) return unknown(...spread.missing)
      return predicate.atLeast === 1 ? yes : unknown('members')
    }
    case 'household':
      return judge(presumed, predicate.of)
    default:
      return predicate satisfies never
  }
}

type Read = { value: Value } | { missing: string[] }
const missingIn = (read: Read): string[] => ('missing' in read ? read.missing : [])

function readTerm(presumed: Presumed, term: Term<HouseholdScope>): Read {
  switch (term.kind) {
    case 'value':
      return { value: term.value }
    case 'fact':
      return readFact(presumed, term.fact.name)
    case 'product': {
      const factors = term.factors.map(
        (factor): Read => (typeof factor === 'number' ? { value: factor } : readFact(presumed, factor.name)),
      )
      const missing = factors.flatMap(missingIn)
      if (missing.length > 0) return { missing }
      return { value: factors.reduce((product, factor) => product * numberIn(factor), 1) }
    }
    default:
      return term satisfies never
  }
}

function numberIn(read: Read): number {
  if ('value' in read && typeof read.value === 'number') return read.value
  throw new Error('only numbers can be multiplied')
}

function readFact({ facts, parameters }: Presumed, name: string): Read {
  const value = facts[name] ?? parameters[name]
  return value === undefined ? { missing: [name] } : { value }
}

function spreadOf(presumed: Presumed, predicate: Predicate<MemberScope>): Spread {
  switch (predicate.kind) {
    case 'all':
      return spreadOfAll(predicate.of.map((each) => spreadOf(presumed, each)))
    case 'any':
      return spreadOfAny(predicate.of.map((each) => spreadOf(presumed, each)))
    case 'not':
      return without(spreadOf(presumed, predicate.of))
    case 'household':
      return spreadOfHousehold(judge(presumed, predicate.of))
    case 'named': {
      const answered = presumed.ofSomeMember[predicate.name]
      return answered === undefined ? spreadOf(presumed, predicate.of) : { of: answered ? 'some' : 'none' }
    }
    case 'compare': {
      const { left, comparison, right } = predicate
      const name = left.kind === 'fact' ? left.fact.name : undefined
      // What is asked of members is whether somebody has it; other comparisons with the same fact are not answered by that.
      const answered =
        name !== undefined && right.kind === 'value' ? memberAnswer(presumed, name, comparison, right.value) : undefined
      if (answered !== undefined) return { of: answered ? 'some' : 'none' }
      return { of: undefined, missing: new Set([name ?? 'members']) }
    }
    case 'members':
      return { of: undefined, missing: new Set(['members']) }
    default:
      return predicate satisfies never
  }
}

/** `majorIllness = true`, `studentStage ≠ none`: whether somebody has it. A list is answered under `name:list`. */
function memberAnswer(presumed: Presumed, name: string, comparison: string, value: Value): boolean | undefined {
  if (Array.isArray(value)) return presumed.ofSomeMember[`${name}:${value.join(',')}`]
  return presumed.ofSomeMember[`${name}${comparison}${String(value)}`]
}

const spreadOfHousehold = (judgement: Judgement): Spread =>
  judgement.holds === undefined
    ? { of: undefined, missing: judgement.missing }
    : { of: judgement.holds ? 'all' : 'none' }

/** What the opposite is spread like: who has it not, where some have it, is not known. */
function without(spread: Spread): Spread {
  if (spread.of === 'all') return { of: 'none' }
  if (spread.of === 'none') return { of: 'all' }
  return spread.of === 'some' ? { of: undefined, missing: new Set(['members']) } : spread
}

function spreadOfAll(spreads: readonly Spread[]): Spread {
  if (spreads.some(({ of }) => of === 'none')) return { of: 'none' }
  const open = spreads.filter(({ of }) => of !== 'all')
  const [only] = open
  if (only === undefined) return { of: 'all' }
  if (open.length === 1) return only
  const missing = open.flatMap((spread) => (spread.of === undefined ? [...spread.missing] : []))
  // Some have the one and some have the other: whether anybody has both is not known.
  return { of: undefined, missing: new Set(missing.length > 0 ? missing : ['members']) }
}

function spreadOfAny(spreads: readonly Spread[]): Spread {
  if (spreads.some(({ of }) => of === 'all')) return { of: 'all' }
  if (spreads.some(({ of }) => of === 'some')) return { of: 'some' }
  const missing = spreads.flatMap((spread) => (spread.of === undefined ? [...spread.missing] : []))
  return missing.length === 0 ? { of: 'none' } : { of: undefined, missing: new Set(missing) }
}

function possibleOutcomes<T extends string>(presumed: Presumed, table: readonly OutcomeRule<T>[]) {
  const outcomes: T[] = []
  const judged: Judgement[] = []
  for (const { outcome, when } of table) {
    const judgement = judge(presumed, when)
    if (judgement.holds === false) continue
    outcomes.push(outcome)
    judged.push(judgement)
    if (judgement.holds === true) break
  }
  return { outcomes: [...new Set(outcomes)], missing: missingOf(judged) }
}

/** Presumes what is possible of a household in a county on an ISO date, or undefined where no dibao standard is known there. */
export function presume(known: KnownFacts, { asOf, countyCode }: { asOf: string; countyCode: string }) {
  const resolved = resolveParameters(asOf, countyCode, { dibaoLineMonthFen: undefined, overrides: undefined })
  if (!resolved) return undefined
  const presumed: Presumed = { ...known, parameters: { ...resolved.values } }
  const { outcomes: decisions, missing } = possibleOutcomes(presumed, archiveTable)
  const isAided = decisions.some((decision) => decision === 'eligible' || decision === 'manual_review')
  const presumption: Presumption = {
    decisions,
    missing,
    measures: isAided ? presumedMeasures(presumed, decisions) : [],
    dibaoLineMonthFen: resolved.values.dibaoLineMonthFen,
  }
  return presumption
}

function presumedMeasures(presumed: Presumed, decisions: readonly ArchiveDecision[]): PresumedMeasure[] {
  const found = new Map<string, PresumedMeasure>()
  for (const rule of measureTable) {
    if (rule.onlyEligible && !decisions.includes('eligible')) continue
    const judgement = allOf([
      ...(rule.household ? [judge(presumed, rule.household)] : []),
      ...(rule.member ? [judge(presumed, { kind: 'members', atLeast: 1, where: rule.member })] : []),
    ])
    if (judgement.holds === false) continue
    const missing = judgement.holds === undefined ? [...judgement.missing] : []
    for (const code of rule.measures) {
      const key = `${rule.clause} ${code}`
      const before = found.get(key)
      if (before?.isCertain) continue
      const all = judgement.holds ? [] : [...new Set([...(before?.missing ?? []), ...missing])]
      found.set(key, { code, clause: rule.clause, isCertain: judgement.holds === true, missing: all })
    }
  }
  return [...found.values()]
}
