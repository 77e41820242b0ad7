import type { Reason, Side } from '@jiekun/schema'
import { reader } from './compile.ts'
import { type Comparison, compare, opposite, type Predicate, type Term, type Value } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

type Scope = HouseholdScope | MemberScope

/** Named conditions that have been explained, so that each is told in full once and afterwards only by its name. */
export type Told = Map<Scope, Set<string>>

/** Explains a predicate on a scope, from the same data and by the same comparison that the compiled rule runs on. */
export function explain<S extends Scope>(predicate: Predicate<S>, scope: S, told: Told = new Map()): Reason {
  switch (predicate.kind) {
    case 'all':
      return joined(
        'all',
        predicate.of.map((each) => explain(each, scope, told)),
      )
    case 'any':
      return joined(
        'any',
        predicate.of.map((each) => explain(each, scope, told)),
      )
    case 'not': {
      const inner = explain(predicate.of, scope, told)
      return { holds: !inner.holds, name: 'not', because: [inner] }
    }
    case 'compare':
      return compared(predicate.left, predicate.comparison, predicate.right, scope)
    case 'named':
      return namedReason(predicate.name, predicate.of, scope, told)
    case 'members':
      return counted(predicate.atLeast, predicate.where, scope.household, told)
    case 'household':
      return explain(predicate.of, scope.household, told)
    default:
      return predicate satisfies never
  }
}

function namedReason<S extends Scope>(name: string, of: Predicate<S>, scope: S, told: Told): Reason {
  const inner = explain(of, scope, told)
  const names = told.get(scope) ?? new Set()
  told.set(scope, names)
  if (names.has(name)) return { holds: inner.holds, name }
  names.add(name)
  return { holds: inner.holds, name, because: [inner] }
}

function joined(how: 'all' | 'any', parts: Reason[]): Reason {
  const holds = how === 'all' ? parts.every((part) => part.holds) : parts.some((part) => part.holds)
  const decided = holds === (how === 'all') ? parts : parts.filter((part) => part.holds === holds)
  return { holds, joined: how, because: decided }
}

function compared<S extends Scope>(left: Term<S>, comparison: Comparison, right: Term<S>, scope: S): Reason {
  const [leftValue, rightValue] = [reader(left)(scope), reader(right)(scope)]
  const holds = compare(leftValue, comparison, rightValue)
  return {
    holds,
    compared: {
      left: side(left, leftValue),
      comparison,
      right: side(right, rightValue),
      needs: holds ? opposite[comparison] : comparison,
    },
  }
}

function counted(least: number, where: Predicate<MemberScope>, household: HouseholdScope, told: Told): Reason {
  const each = household.members.map((scope) => ({ scope, reason: explain(where, scope, told) }))
  const held = each.filter(({ reason }) => reason.holds)
  const holds = held.length >= least
  // Of members who fit, those are shown; where too few fit, everybody is, for any of them could change it.
  const shown = holds ? held : each
  return {
    holds,
    name: least === 1 ? 'some member' : `at least ${least} members`,
    memberIds: held.map(({ scope }) => scope.member.memberId),
    because: shown.map(({ scope, reason }) => ({ ...reason, memberIds: [scope.member.memberId] })),
  }
}

function side<S>(term: Term<S>, value: Value): Side {
  switch (term.kind) {
    case 'fact':
      return { fact: term.fact.name, value }
    case 'value':
      return { value }
    case 'product':
      return {
        fact: term.factors.map((factor) => (typeof factor === 'number' ? factor : factor.name)).join(' × '),
        value,
      }
    default:
      return term satisfies never
  }
}
