import type { Household } from '@jiekun/schema'
import { areas, houseDangerGrades, knownCodes, studentStages, workerStatuses } from '@jiekun/schema'
import fc from 'fast-check'

/** Households on the edges that the rules have: amounts around the line, ages around the bounds, every code. */

const line = 88_200
const counties = areas.map((area) => area.code).filter((code) => !code.endsWith('00'))
const amounts = fc.oneof(
  fc.constantFrom(
    0,
    1,
    line - 1,
    line,
    line + 1,
    2 * line,
    3 * line - 1,
    3 * line,
    12 * line,
    24 * line,
    36 * line,
    72 * line,
  ),
  fc.integer({ min: 0, max: 10_000_000 }),
)
const months = fc.constantFrom(0, 1, 11, 12, 13, 60)
const birthDates = fc.oneof(
  fc.constantFrom(
    '2007-06-15',
    '2007-06-16',
    '1963-06-15',
    '1963-06-16',
    '1973-06-15',
    '1973-06-16',
    '1983-06-15',
    '1983-06-16',
    '2004-02-29',
  ),
  fc
    .date({ min: new Date('1930-01-01'), max: new Date('2023-06-15'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
)
const rarely = fc.integer({ min: 0, max: 5 }).map((value) => value === 0)

const member = fc.record({
  sex: fc.constantFrom('1' as const, '2' as const),
  birthDate: birthDates,
  workerStatus: fc.constantFrom(...workerStatuses),
  ableToWork: fc.boolean(),
  willingToWork: fc.boolean(),
  registeredUnemployed: fc.boolean(),
  unemployedMonths: months,
  underemployed: fc.boolean(),
  longStoppedEnterprise: rarely,
  trainingWish: fc.boolean(),
  startupWish: fc.boolean(),
  studentStage: fc.constantFrom(...studentStages),
  freshGradNotContinuing: rarely,
  majorIllness: rarely,
  disabilityLevel: fc.constantFrom(null, 1, 2, 3, 4),
  lostWorkAbility: rarely,
  employeeMedicalInsured: fc.boolean(),
  employeePensionInsured: fc.boolean(),
  insuranceInterruptedMonths: fc.constantFrom(0, 0, 0, 1, 10),
  employerArrears: rarely,
  cannotRetireDueToArrears: rarely,
  workInjury: fc.constantFrom(...knownCodes.workInjury),
  onMedicalMutualAid: rarely,
})

const facts = fc.record({
  hukouType: fc.constantFrom('urban' as const, 'rural_pastoral' as const),
  hukouCountyCode: fc.constantFrom(...counties),
  migrantWorker: fc.boolean(),
  urbanResidenceMonths: months,
  onDibao: fc.boolean(),
  countedIncomeMonthFen: amounts,
  disposableIncomeYearFen: amounts,
  rigidSpendYearFen: amounts,
  rigidSpendReasons: fc.subarray(['illness' as const, 'disability' as const, 'education' as const]),
  majorEvent: fc.constantFrom(...knownCodes.majorEvent),
  eventLossYearFen: amounts,
  spendingSurge: fc.boolean(),
  medicalSelfPaidYearFen: amounts,
  housesOwned: fc.constantFrom(0, 1, 1, 1, 2),
  houseDangerGrade: fc.constantFrom(...houseDangerGrades),
  rentMonthFen: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200_000 })),
  nonLivelihoodVehicles: fc.constantFrom(0, 0, 0, 1),
  companyControl: rarely,
  financialAssetsFen: amounts,
  reformEvent: fc.constantFrom(...knownCodes.reformEvent),
  businessOrInvestmentIncome: fc.boolean(),
  mainCause: fc.integer({ min: 1, max: 10 }),
  secondaryCauses: fc.constant<number[]>([]),
  archiveStatus: fc.constantFrom(...knownCodes.archiveStatus),
  unionMember: fc.boolean(),
  wantsPsychSupport: fc.boolean(),
  wantsLegalAid: fc.boolean(),
  applicationState: fc.constantFrom('submitted', 'submitted', 'submitted', 'submitted', 'applicant_deceased'),
})

/** Any valid household of June 2023. */
export const households: fc.Arbitrary<Household> = fc
  .record({
    asOf: fc.constantFrom('2023-06-15', '2023-06-16'),
    countyCode: fc.constantFrom(...counties),
    dibaoLineMonthFen: fc.constantFrom(line, line, null, undefined),
    facts,
    members: fc.array(member, { minLength: 1, maxLength: 6 }),
  })
  .map(({ members, ...household }) => ({
    ...household,
    members: members.map((each, index) => ({
      memberId: `m${index}`,
      relation: index === 0 ? 'applicant' : 'child',
      ...each,
    })),
  }))

/** The same so many households each time, for measurements. */
export const sampleHouseholds = (count: number): Household[] =>
  fc.sample(households, { seed: 20_181_214, numRuns: count })
