import type { Facts, Member } from './household.ts'

/**
 * Facts of a household as they are told to an office: in groups, so that a person can read on one line what was told, and
 * small enough that none brings along what its measure does not need.
 */
export const householdGroups = [
  'household.registration',
  'household.residence',
  'household.income',
  'household.spending',
  'household.assets',
  'household.housing',
  'household.medicalCosts',
  'household.event',
  'household.dibao',
  'household.reform',
  'household.union',
] as const
export type HouseholdGroup = (typeof householdGroups)[number]

/** The same of members. */
export const memberGroups = [
  'member.person',
  'member.work',
  'member.workAbility',
  'member.trainingWish',
  'member.startupWish',
  'member.schooling',
  'member.illness',
  'member.disability',
  'member.medicalInsurance',
  'member.socialInsurance',
  'member.workInjury',
] as const
export type MemberGroup = (typeof memberGroups)[number]

/** The facts of each group. Facts that stand in none (causes, wishes that a measure says by itself) are told to no office. */
export const factsOfGroup = {
  'household.registration': ['hukouType', 'hukouCountyCode'],
  'household.residence': ['migrantWorker', 'urbanResidenceMonths'],
  'household.income': ['countedIncomeMonthFen', 'disposableIncomeYearFen', 'businessOrInvestmentIncome'],
  'household.spending': ['rigidSpendYearFen', 'rigidSpendReasons'],
  'household.assets': ['financialAssetsFen', 'housesOwned', 'nonLivelihoodVehicles', 'companyControl'],
  'household.housing': ['housesOwned', 'houseDangerGrade', 'rentMonthFen'],
  'household.medicalCosts': ['medicalSelfPaidYearFen'],
  'household.event': ['majorEvent', 'eventLossYearFen', 'spendingSurge'],
  'household.dibao': ['onDibao'],
  'household.reform': ['reformEvent'],
  'household.union': ['unionMember'],
} as const satisfies Record<HouseholdGroup, readonly (keyof Facts)[]>

/** The facts of each group of a member; which member it is goes with every group. */
export const factsOfMemberGroup = {
  'member.person': ['relation', 'sex', 'birthDate'],
  'member.work': ['workerStatus', 'registeredUnemployed', 'unemployedMonths', 'underemployed', 'longStoppedEnterprise'],
  'member.workAbility': ['ableToWork', 'willingToWork'],
  'member.trainingWish': ['trainingWish'],
  'member.startupWish': ['startupWish'],
  'member.schooling': ['studentStage', 'freshGradNotContinuing'],
  'member.illness': ['majorIllness'],
  'member.disability': ['disabilityLevel', 'lostWorkAbility'],
  'member.medicalInsurance': ['employeeMedicalInsured', 'onMedicalMutualAid'],
  'member.socialInsurance': [
    'employeePensionInsured',
    'insuranceInterruptedMonths',
    'employerArrears',
    'cannotRetireDueToArrears',
  ],
  'member.workInjury': ['workInjury'],
} as const satisfies Record<MemberGroup, readonly (keyof Member)[]>
