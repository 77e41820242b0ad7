/**
 * The language that rules are written in: comparisons of named facts, joined by all, any and not. A predicate is data;
 * `compile.ts` turns it into a function and `explain.ts` into reasons, and both take every comparison from `compare`.
 */
import type { HouseholdScope, MemberScope } from './scope.ts'

export type Value = string | number | boolean | null | readonly (string | number)[]

/** A named fact and how it is read. The name is what explanations call it. */
export interface Fact<S> {
  readonly name: string
  readonly of: (scope: S) => Value
}

/** What is compared: a fact, a constant, or a product of facts and constants (money is compared by multiplying, never by dividing). */
export type Term<S> =
  | { readonly kind: 'fact'; readonly fact: Fact<S> }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'product'; readonly factors: readonly (Fact<S> | number)[] }

export type Comparison = '=' | '≠' | '<' | '≤' | '>' | '≥' | 'one of' | 'none of' | 'includes' | 'lacks'

export type Predicate<S> =
  | { readonly kind: 'all'; readonly of: readonly Predicate<S>[] }
  | { readonly kind: 'any'; readonly of: readonly Predicate<S>[] }
  | { readonly kind: 'not'; readonly of: Predicate<S> }
  | { readonly kind: 'compare'; readonly left: Term<S>; readonly comparison: Comparison; readonly right: Term<S> }
  /** A condition with a name of its own, defined once; explanations show the name. */
  | { readonly kind: 'named'; readonly name: string; readonly of: Predicate<S> }
  /** Holds for at least so many members of the household. */
  | { readonly kind: 'members'; readonly atLeast: number; readonly where: Predicate<MemberScope> }
  /** A condition on the household that a member belongs to. */
  | { readonly kind: 'household'; readonly of: Predicate<HouseholdScope> }

/** Whether the comparison holds. The one place where values meet. */
export function compare(left: Value, comparison: Comparison, right: Value): boolean {
  switch (comparison) {
    case '=':
      return left === right
    case '≠':
      return left !== right
    case '<':
      return typeof left === 'number' && typeof right === 'number' && left < right
    case '≤':
      return typeof left === 'number' && typeof right === 'number' && left <= right
    case '>':
      return typeof left === 'number' && typeof right === 'number' && left > right
    case '≥':
      return typeof left === 'number' && typeof right === 'number' && left >= right
    case 'one of':
      return contains(right, left)
    case 'none of':
      return !contains(right, left)
    case 'includes':
      return contains(left, right)
    case 'lacks':
      return !contains(left, right)
    default:
      return comparison satisfies never
  }
}

const contains = (list: Value, value: Value): boolean =>
  Array.isArray(list) && (typeof value === 'string' || typeof value === 'number') && list.includes(value)

/** The comparison that holds exactly where the given one does not. */
export const opposite: Readonly<Record<Comparison, Comparison>> = {
  '=': '≠',
  '≠': '=',
  '<': '≥',
  '≥': '<',
  '>': '≤',
  '≤': '>',
  'one of': 'none of',
  'none of': 'one of',
  includes: 'lacks',
  lacks: 'includes',
}

const isFact = <S>(side: Fact<S> | Term<S> | Value): side is Fact<S> =>
  typeof side === 'object' && side !== null && 'of' in side && 'name' in side
const isTerm = <S>(side: Fact<S> | Term<S> | Value): side is Term<S> =>
  typeof side === 'object' && side !== null && 'kind' in side

function term<S>(side: Fact<S> | Term<S> | Value): Term<S> {
  if (isFact<S>(side)) return { kind: 'fact', fact: side }
  return isTerm<S>(side) ? side : { kind: 'value', value: side }
}

export const all = <S>(...of: Predicate<S>[]): Predicate<S> => ({ kind: 'all', of })
export const any = <S>(...of: Predicate<S>[]): Predicate<S> => ({ kind: 'any', of })
export const not = <S>(of: Predicate<S>): Predicate<S> => ({ kind: 'not', of })
export const named = <S>(name: string, of: Predicate<S>): Predicate<S> => ({ kind: 'named', name, of })
/** Holds of every household: the last line of a table of outcomes. */
export const certain: Predicate<HouseholdScope> = all()

/** `left comparison right`, each side a fact, a product or a constant. */
export const when = <S>(
  left: Fact<S> | Term<S>,
  comparison: Comparison,
  right: Fact<S> | Term<S> | Value,
): Predicate<S> => ({
  kind: 'compare',
  left: term(left),
  comparison,
  right: term(right),
})

/** The fact is true. */
export const is = <S>(fact: Fact<S>): Predicate<S> => when(fact, '=', true)

/** The product of facts and numbers. */
export const times = <S>(...factors: (Fact<S> | number)[]): Term<S> => ({ kind: 'product', factors })

/** At least one member for whom it holds. */
export const some = (where: Predicate<MemberScope>): Predicate<HouseholdScope> => atLeast(1, where)
export const atLeast = (least: number, where: Predicate<MemberScope>): Predicate<HouseholdScope> => ({
  kind: 'members',
  atLeast: least,
  where,
})
/** No member for whom it holds. */
export const noMember = (where: Predicate<MemberScope>): Predicate<HouseholdScope> => not(some(where))
export const ofHousehold = (of: Predicate<HouseholdScope>): Predicate<MemberScope> => ({ kind: 'household', of })
