import {
  consentPurposes,
  houseDangerGrades,
  hukouTypes,
  knownCodes,
  rigidSpendReasons,
  studentStages,
  workerStatuses,
} from '@jiekun/schema'
import type { TextKey } from '../texts/zh.ts'

/**
 * The form as data: its pages and their fields. Fields of the exchange format keep its names; amounts are asked in yuan
 * and end in `Yuan` where the format has `Fen`.
 */
export type FieldKind =
  | { kind: 'text'; longest: number; check?: 'name' | 'idNumber' | 'phone' | 'bankAccount' }
  | { kind: 'count'; most: number }
  | { kind: 'yuan' | 'date' | 'yesNo' | 'county' | 'anyCounty' }
  | { kind: 'choice' | 'checks'; values: readonly string[] }

export type Field = FieldKind & { name: string; optional?: boolean; autocomplete?: string }

export interface Section {
  id: 'person' | 'household' | 'self' | 'members' | 'income' | 'hardship' | 'housing' | 'work' | 'consents' | 'check'
  title: TextKey
  fields: readonly Field[]
}

const yesNo = (name: string): Field => ({ name, kind: 'yesNo' })
const yuan = (name: string): Field => ({ name, kind: 'yuan' })
const count = (name: string, most: number): Field => ({ name, kind: 'count', most })

/** The bounds of the exchange format, so that a page refuses what the whole would. */
const mostMonths = 1200
const mostThings = 100
const choice = (name: string, values: readonly string[]): Field => ({ name, kind: 'choice', values })

const causes = ['1', '2', '3', '4', '6', '9', '10']

/** What is asked of every person, the applicant too. */
const personFields: readonly Field[] = [
  choice('workerStatus', workerStatuses),
  yesNo('ableToWork'),
  yesNo('willingToWork'),
  yesNo('registeredUnemployed'),
  count('unemployedMonths', mostMonths),
  yesNo('underemployed'),
  yesNo('longStoppedEnterprise'),
  yesNo('trainingWish'),
  yesNo('startupWish'),
  choice('studentStage', studentStages),
  yesNo('freshGradNotContinuing'),
  yesNo('majorIllness'),
  choice('disabilityLevel', ['none', '1', '2', '3', '4']),
  yesNo('lostWorkAbility'),
  yesNo('employeeMedicalInsured'),
  yesNo('employeePensionInsured'),
  count('insuranceInterruptedMonths', mostMonths),
  yesNo('employerArrears'),
  yesNo('cannotRetireDueToArrears'),
  choice('workInjury', knownCodes.workInjury),
  yesNo('onMedicalMutualAid'),
]

/** The page of one family member. */
export const memberFields: readonly Field[] = [
  choice(
    'relation',
    knownCodes.relation.filter((relation) => relation !== 'applicant'),
  ),
  choice('sex', ['1', '2']),
  { name: 'birthDate', kind: 'date' },
  ...personFields,
]

export const sections: readonly Section[] = [
  {
    id: 'person',
    title: 'section.person',
    fields: [
      { name: 'name', kind: 'text', longest: 100, check: 'name', autocomplete: 'name' },
      { name: 'idNumber', kind: 'text', longest: 18, check: 'idNumber' },
      { name: 'phone', kind: 'text', longest: 30, check: 'phone', autocomplete: 'tel' },
      { name: 'countyCode', kind: 'county' },
      { name: 'address', kind: 'text', longest: 200, autocomplete: 'street-address' },
      { name: 'bankAccount', kind: 'text', longest: 50, check: 'bankAccount', optional: true },
      yesNo('applicantAlive'),
    ],
  },
  {
    id: 'household',
    title: 'section.household',
    fields: [
      choice('hukouType', hukouTypes),
      { name: 'hukouCountyCode', kind: 'anyCounty' },
      yesNo('migrantWorker'),
      count('urbanResidenceMonths', mostMonths),
      yesNo('onDibao'),
      yesNo('unionMember'),
    ],
  },
  { id: 'self', title: 'section.self', fields: personFields },
  { id: 'members', title: 'section.members', fields: [] },
  {
    id: 'income',
    title: 'section.income',
    fields: [
      yuan('countedIncomeMonthYuan'),
      yuan('disposableIncomeYearYuan'),
      yuan('rigidSpendYearYuan'),
      { name: 'rigidSpendReasons', kind: 'checks', values: rigidSpendReasons, optional: true },
      yuan('financialAssetsYuan'),
      yesNo('businessOrInvestmentIncome'),
      count('nonLivelihoodVehicles', mostThings),
      yesNo('companyControl'),
    ],
  },
  {
    id: 'hardship',
    title: 'section.hardship',
    fields: [
      choice('majorEvent', knownCodes.majorEvent),
      yuan('eventLossYearYuan'),
      yesNo('spendingSurge'),
      yuan('medicalSelfPaidYearYuan'),
      choice('mainCause', causes),
      { name: 'secondaryCauses', kind: 'checks', values: causes, optional: true },
    ],
  },
  {
    id: 'housing',
    title: 'section.housing',
    fields: [count('housesOwned', mostThings), choice('houseDangerGrade', houseDangerGrades), yuan('rentMonthYuan')],
  },
  {
    id: 'work',
    title: 'section.work',
    fields: [choice('reformEvent', knownCodes.reformEvent), yesNo('wantsPsychSupport'), yesNo('wantsLegalAid')],
  },
  {
    id: 'consents',
    title: 'section.consents',
    fields: [
      { name: 'consents', kind: 'checks', values: consentPurposes },
      { name: 'declaration', kind: 'checks', values: ['true'] },
    ],
  },
  { id: 'check', title: 'section.check', fields: [] },
]

export const sectionOf = (id: string): Section | undefined => sections.find((section) => section.id === id)
