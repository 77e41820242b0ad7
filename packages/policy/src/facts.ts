import type { Facts, Member } from '@jiekun/schema'
import type { ParameterName } from './parameters.ts'
import { all, any, atLeast, type Fact, is, named, noMember, type Predicate, some, times, when } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

/** The named facts and conditions that the rules are made of, each defined once. */

type H = HouseholdScope
type M = MemberScope

export const fact = (name: keyof Facts): Fact<H> => ({ name, of: (scope) => scope.facts[name] })
export const ofMember = (name: keyof Member): Fact<M> => ({ name, of: (scope) => scope.member[name] })
export const parameter = (name: ParameterName): Fact<H> => ({ name, of: (scope) => scope.parameters[name] })
const parameterOfMember = (name: ParameterName): Fact<M> => ({ name, of: (scope) => scope.household.parameters[name] })

export const memberCount: Fact<H> = { name: 'memberCount', of: (scope) => scope.members.length }
/** What is left of a year's income after what the household cannot avoid spending, fen. */
export const after: Fact<H> = {
  name: 'after',
  of: ({ facts }) => facts.disposableIncomeYearFen - facts.rigidSpendYearFen,
}
const age: Fact<M> = { name: 'age', of: (scope) => scope.age }

/** Income below the dibao line, strictly. */
export const below = named(
  'below',
  when(fact('countedIncomeMonthFen'), '<', times(parameter('dibaoLineMonthFen'), memberCount)),
)

const workerStatuses = [
  'on_job',
  'waiting',
  'unemployed_former_worker',
  'sick_leave',
  'early_retired',
  'migrant_worker',
]
export const workerHousehold: Predicate<H> = named(
  'workerHousehold',
  any(
    some(when(ofMember('workerStatus'), 'one of', workerStatuses)),
    when(fact('applicationState'), '=', 'applicant_deceased'),
  ),
)
export const propertyFails: Predicate<H> = named(
  'propertyFails',
  any(
    when(fact('housesOwned'), '>', parameter('housesMax')),
    when(fact('nonLivelihoodVehicles'), '>', 0),
    is(fact('companyControl')),
  ),
)

export const reform: Predicate<H> = named('reform', when(fact('reformEvent'), '≠', 'none'))
export const majorEvent: Predicate<H> = named('majorEvent', when(fact('majorEvent'), '≠', 'none'))

const workingAge: Predicate<M> = named(
  'workingAge',
  all(
    when(age, '≥', parameterOfMember('workMin')),
    any(
      all(when(ofMember('sex'), '=', '1'), when(age, '≤', parameterOfMember('workMaxMale'))),
      all(when(ofMember('sex'), '=', '2'), when(age, '≤', parameterOfMember('workMaxFemale'))),
    ),
  ),
)
export const older: Predicate<M> = named(
  'older',
  any(
    all(when(ofMember('sex'), '=', '1'), when(age, '≥', parameterOfMember('olderMale'))),
    all(when(ofMember('sex'), '=', '2'), when(age, '≥', parameterOfMember('olderFemale'))),
  ),
)
const able: Predicate<M> = named('able', all(workingAge, is(ofMember('ableToWork')), is(ofMember('willingToWork'))))
const jobless: Predicate<M> = named(
  'jobless',
  any(
    is(ofMember('registeredUnemployed')),
    when(ofMember('workerStatus'), '=', 'waiting'),
    is(ofMember('freshGradNotContinuing')),
  ),
)
export const seeker: Predicate<M> = named('seeker', all(able, any(jobless, is(ofMember('underemployed')))))
export const joblessSeeker: Predicate<M> = named('joblessSeeker', all(seeker, jobless))
export const majorIllness: Predicate<M> = is(ofMember('majorIllness'))
export const onJob: Predicate<M> = when(ofMember('workerStatus'), '=', 'on_job')

const workForce: Predicate<M> = named('workForce', all(workingAge, is(ofMember('ableToWork'))))
/** 零就业家庭. */
export const zeroEmploymentFamily: Predicate<H> = named(
  'zeroEmploymentFamily',
  all(
    atLeast(2, workForce),
    noMember(all(workForce, when(ofMember('registeredUnemployed'), '=', false))),
    when(fact('businessOrInvestmentIncome'), '=', false),
    noMember(onJob),
  ),
)
