import type { Facts, Household, Member } from '@jiekun/schema'
import { ageOnDay, compactDate } from './age.ts'
import type { Parameters } from './parameters.ts'

/** What predicates read: a household with its derived values, or one of its members. Named predicates leave what they found in `known` and `held`, a bit each. */
export interface HouseholdScope {
  known: number
  held: number
  readonly household: HouseholdScope
  readonly members: readonly MemberScope[]
  readonly facts: Facts
  readonly parameters: Parameters
}

export interface MemberScope {
  known: number
  held: number
  readonly household: HouseholdScope
  readonly member: Member
  /** Whole years on `asOf`. */
  readonly age: number
}

class Subject implements HouseholdScope {
  known = 0
  held = 0
  readonly household: HouseholdScope = this
  readonly facts: Facts
  readonly parameters: Parameters
  readonly members: MemberScope[]
  constructor(household: Household, parameters: Parameters) {
    this.facts = household.facts
    this.parameters = parameters
    const day = compactDate(household.asOf)
    this.members = household.members.map((member) => ({
      known: 0,
      held: 0,
      household: this,
      member,
      age: ageOnDay(member.birthDate, day),
    }))
  }
}

/** A household made ready for the rules. */
export const scopeOf = (household: Household, parameters: Parameters): HouseholdScope =>
  new Subject(household, parameters)
