import { type Comparison, compare, type Predicate, type Term, type Value } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

export type Test<S> = (scope: S) => boolean
type Scope = HouseholdScope | MemberScope

/** Bits of an integer, one for each named predicate. */
const mostNames = 31
const bits = new Map<string, number>()

function bitOf(name: string): number {
  const known = bits.get(name)
  if (known !== undefined) return known
  if (bits.size >= mostNames) throw new Error('more named predicates than bits')
  const bit = 1 << bits.size
  bits.set(name, bit)
  return bit
}

/** Turns a predicate into a function, once, when the module loads: workerd forbids code made from text, so these are closures. */
export function compile<S extends Scope>(predicate: Predicate<S>): Test<S> {
  switch (predicate.kind) {
    case 'all':
      return joined(predicate.of.map(compile<S>), false)
    case 'any':
      return joined(predicate.of.map(compile<S>), true)
    case 'not': {
      const inner = compile(predicate.of)
      return (scope) => !inner(scope)
    }
    case 'compare':
      return comparing(predicate.left, predicate.comparison, predicate.right)
    case 'named':
      return remembered(bitOf(predicate.name), compile(predicate.of))
    case 'members':
      return counted(predicate.atLeast, compile(predicate.where))
    case 'household': {
      const inner = compile(predicate.of)
      return (scope) => inner(scope.household)
    }
    default:
      return predicate satisfies never
  }
}

function joined<S>(tests: Test<S>[], decisive: boolean): Test<S> {
  const [first, second, third] = tests
  // Two and three parts are nearly all there are; unrolled they run about twice as fast as the loop.
  if (tests.length === 2 && first && second) {
    return decisive ? (scope) => first(scope) || second(scope) : (scope) => first(scope) && second(scope)
  }
  if (tests.length === 3 && first && second && third) {
    return decisive
      ? (scope) => first(scope) || second(scope) || third(scope)
      : (scope) => first(scope) && second(scope) && third(scope)
  }
  return (scope) => {
    for (const test of tests) if (test(scope) === decisive) return decisive
    return !decisive
  }
}

function remembered<S extends Scope>(bit: number, test: Test<S>): Test<S> {
  return (scope) => {
    if ((scope.known & bit) !== 0) return (scope.held & bit) !== 0
    const holds = test(scope)
    scope.known |= bit
    if (holds) scope.held |= bit
    return holds
  }
}

function counted(least: number, test: Test<MemberScope>): Test<Scope> {
  return (scope) => {
    let count = 0
    for (const member of scope.household.members) if (test(member) && ++count >= least) return true
    return false
  }
}

/** Reads one side of a comparison. */
export function reader<S>(term: Term<S>): (scope: S) => Value {
  switch (term.kind) {
    case 'fact':
      return term.fact.of
    case 'value':
      return () => term.value
    case 'product':
      return (scope) => {
        let product = 1
        for (const factor of term.factors) {
          const value = typeof factor === 'number' ? factor : factor.of(scope)
          if (typeof value !== 'number') throw new Error('only numbers can be multiplied')
          product *= value
        }
        return product
      }
    default:
      return term satisfies never
  }
}

function comparing<S>(leftTerm: Term<S>, comparison: Comparison, rightTerm: Term<S>): Test<S> {
  const left = reader(leftTerm)
  if (rightTerm.kind === 'value') {
    const { value } = rightTerm
    if (comparison === '=') return (scope) => left(scope) === value
    if (comparison === '≠') return (scope) => left(scope) !== value
    return (scope) => compare(left(scope), comparison, value)
  }
  const right = reader(rightTerm)
  return (scope) => compare(left(scope), comparison, right(scope))
}
