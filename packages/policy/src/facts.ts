import type { ParameterName } from './parameters.ts'
import { all, any, atLeast, type Fact, is, named, noMember, type Predicate, some, times, when } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

/** The named facts and conditions that the rules are made of, each defined once. */

type H = HouseholdScope
type M = MemberScope

/**
 * How each fact is read, one function a fact: reading all of them through one computed key makes that key slow for all
 * (measured: a tenth of the speed of the whole determination).
 */
const readFact = {
  applicationState: (scope: H) => scope.facts.applicationState,
  archiveStatus: (scope: H) => scope.facts.archiveStatus,
  businessOrInvestmentIncome: (scope: H) => scope.facts.businessOrInvestmentIncome,
  companyControl: (scope: H) => scope.facts.companyControl,
  countedIncomeMonthFen: (scope: H) => scope.facts.countedIncomeMonthFen,
  disposableIncomeYearFen: (scope: H) => scope.facts.disposableIncomeYearFen,
  eventLossYearFen: (scope: H) => scope.facts.eventLossYearFen,
  houseDangerGrade: (scope: H) => scope.facts.houseDangerGrade,
  housesOwned: (scope: H) => scope.facts.housesOwned,
  hukouType: (scope: H) => scope.facts.hukouType,
  majorEvent: (scope: H) => scope.facts.majorEvent,
  migrantWorker: (scope: H) => scope.facts.migrantWorker,
  nonLivelihoodVehicles: (scope: H) => scope.facts.nonLivelihoodVehicles,
  onDibao: (scope: H) => scope.facts.onDibao,
  reformEvent: (scope: H) => scope.facts.reformEvent,
  rentMonthFen: (scope: H) => scope.facts.rentMonthFen,
  rigidSpendReasons: (scope: H) => scope.facts.rigidSpendReasons,
  spendingSurge: (scope: H) => scope.facts.spendingSurge,
  urbanResidenceMonths: (scope: H) => scope.facts.urbanResidenceMonths,
  wantsLegalAid: (scope: H) => scope.facts.wantsLegalAid,
  wantsPsychSupport: (scope: H) => scope.facts.wantsPsychSupport,
} as const
const readMember = {
  ableToWork: (scope: M) => scope.member.ableToWork,
  employeeMedicalInsured: (scope: M) => scope.member.employeeMedicalInsured,
  employerArrears: (scope: M) => scope.member.employerArrears,
  freshGradNotContinuing: (scope: M) => scope.member.freshGradNotContinuing,
  insuranceInterruptedMonths: (scope: M) => scope.member.insuranceInterruptedMonths,
  longStoppedEnterprise: (scope: M) => scope.member.longStoppedEnterprise,
  majorIllness: (scope: M) => scope.member.majorIllness,
  registeredUnemployed: (scope: M) => scope.member.registeredUnemployed,
  sex: (scope: M) => scope.member.sex,
  startupWish: (scope: M) => scope.member.startupWish,
  studentStage: (scope: M) => scope.member.studentStage,
  trainingWish: (scope: M) => scope.member.trainingWish,
  underemployed: (scope: M) => scope.member.underemployed,
  willingToWork: (scope: M) => scope.member.willingToWork,
  workInjury: (scope: M) => scope.member.workInjury,
  workerStatus: (scope: M) => scope.member.workerStatus,
} as const

export const fact = (name: keyof typeof readFact): Fact<H> => ({ name, of: readFact[name] })
export const ofMember = (name: keyof typeof readMember): Fact<M> => ({ name, of: readMember[name] })
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
/** A migrant worker who has lived in the town long enough for its services (四.(四)). */
export const settledMigrant: Predicate<H> = named(
  'settledMigrant',
  all(is(fact('migrantWorker')), when(fact('urbanResidenceMonths'), '≥', parameter('migrantResidenceMonths'))),
)

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
