import { toldDepartments } from '@jiekun/policy'
import {
  agentKinds,
  consentPurposes,
  houseDangerGrades,
  hukouTypes,
  knownCodes,
  messageTargets,
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

/** What an earlier answer on the same page must be for a question to be asked: one of these, or none of those. */
export interface Condition {
  field: string
  is?: readonly string[]
  not?: readonly string[]
}

export type Field = FieldKind & {
  name: string
  optional?: boolean
  autocomplete?: string
  /** A question that does not matter for a household is not asked; `unasked` stands for its answer. */
  when?: Condition
  /** The member of the household that a question is about; its name then ends in `-` and the member's id. */
  subject?: FieldSubject
}

export interface FieldSubject {
  /** Among the family members, from 1; 0 is the applicant. */
  position: number
  relation: string
  birthDate: string
}

export interface Section {
  id:
    | 'agent'
    | 'person'
    | 'household'
    | 'self'
    | 'members'
    | 'income'
    | 'hardship'
    | 'housing'
    | 'work'
    | 'documents'
    | 'consents'
    | 'guardians'
    | 'check'
  title: TextKey
  fields: readonly Field[]
}

const yesNo = (name: string, when?: Condition): Field => ({ name, kind: 'yesNo', ...(when ? { when } : {}) })
const yuan = (name: string, when?: Condition): Field => ({ name, kind: 'yuan', ...(when ? { when } : {}) })
const count = (name: string, most: number, when?: Condition): Field => ({
  name,
  kind: 'count',
  most,
  ...(when ? { when } : {}),
})

/** The bounds of the exchange format, so that a page refuses what the whole would. */
const mostMonths = 1200
const mostThings = 100
const choice = (name: string, values: readonly string[], when?: Condition): Field => ({
  name,
  kind: 'choice',
  values,
  ...(when ? { when } : {}),
})

const ifYes = (field: string): Condition => ({ field, is: ['yes'] })
/** Whoever has or had an employer. */
const employed: Condition = {
  field: 'workerStatus',
  is: ['on_job', 'waiting', 'unemployed_former_worker', 'sick_leave', 'early_retired', 'migrant_worker'],
}

const causes = ['1', '2', '3', '4', '6', '9', '10']

/** What is asked of every person, the applicant too. */
const personFields: readonly Field[] = [
  choice('workerStatus', workerStatuses),
  yesNo('ableToWork'),
  yesNo('willingToWork', ifYes('ableToWork')),
  yesNo('registeredUnemployed', ifYes('ableToWork')),
  count('unemployedMonths', mostMonths, ifYes('registeredUnemployed')),
  yesNo('underemployed', ifYes('ableToWork')),
  yesNo('longStoppedEnterprise', employed),
  yesNo('trainingWish', ifYes('willingToWork')),
  yesNo('startupWish', ifYes('willingToWork')),
  choice('studentStage', studentStages),
  yesNo('freshGradNotContinuing'),
  yesNo('majorIllness'),
  choice('disabilityLevel', ['none', '1', '2', '3', '4']),
  yesNo('lostWorkAbility', { field: 'ableToWork', is: ['no'] }),
  yesNo('employeeMedicalInsured', employed),
  yesNo('employeePensionInsured', employed),
  count('insuranceInterruptedMonths', mostMonths, employed),
  yesNo('employerArrears', employed),
  yesNo('cannotRetireDueToArrears', ifYes('employerArrears')),
  choice('workInjury', knownCodes.workInjury, employed),
  yesNo('onMedicalMutualAid', employed),
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

const forOthers: Condition = { field: 'applyingFor', is: agentKinds }

/** Asked first of whoever applies for somebody else 代办; nobody else sees it. */
export const agentSection: Section = {
  id: 'agent',
  title: 'section.agent',
  fields: [
    choice('applyingFor', ['self', ...agentKinds]),
    { name: 'agentUnit', kind: 'text', longest: 100, when: { field: 'applyingFor', is: ['officer'] } },
    yesNo('knownAgent', forOthers),
    { name: 'agentName', kind: 'text', longest: 100, check: 'name', when: { field: 'knownAgent', is: ['no'] } },
    { name: 'agentPhone', kind: 'text', longest: 30, check: 'phone', when: { field: 'knownAgent', is: ['no'] } },
    { name: 'agentNumber', kind: 'text', longest: 40, when: ifYes('knownAgent') },
    { name: 'agentCode', kind: 'text', longest: 40, when: ifYes('knownAgent') },
    choice('messagesTo', messageTargets, forOthers),
    { name: 'agentAgreed', kind: 'checks', values: ['true'], when: forOthers },
  ],
}

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
      count('urbanResidenceMonths', mostMonths, ifYes('migrantWorker')),
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
      yuan('eventLossYearYuan', { field: 'majorEvent', not: ['none', ''] }),
      yesNo('spendingSurge', { field: 'majorEvent', not: ['none', ''] }),
      yuan('medicalSelfPaidYearYuan'),
      choice('mainCause', causes),
      { name: 'secondaryCauses', kind: 'checks', values: causes, optional: true },
    ],
  },
  {
    id: 'housing',
    title: 'section.housing',
    fields: [
      count('housesOwned', mostThings),
      choice('houseDangerGrade', houseDangerGrades, { field: 'housesOwned', not: ['0', ''] }),
      yuan('rentMonthYuan'),
    ],
  },
  {
    id: 'work',
    title: 'section.work',
    fields: [choice('reformEvent', knownCodes.reformEvent), yesNo('wantsPsychSupport'), yesNo('wantsLegalAid')],
  },
  // What is given there stands in documents of its own; its page is `documents/form-page.tsx`.
  { id: 'documents', title: 'section.documents', fields: [] },
  {
    id: 'consents',
    title: 'section.consents',
    fields: [
      { name: 'consents', kind: 'checks', values: consentPurposes },
      { name: 'withheldFrom', kind: 'checks', values: toldDepartments, optional: true },
      { name: 'declaration', kind: 'checks', values: ['true'] },
    ],
  },
  { id: 'check', title: 'section.check', fields: [] },
]

export const sectionOf = (id: string): Section | undefined =>
  [agentSection, ...sections].find((section) => section.id === id)

/**
 * Whether a question is asked, given the answers of its page. What hangs on a question that is not asked itself is not
 * asked either.
 */
export function isAsked(
  field: Field,
  fields: readonly Field[],
  answers: Readonly<Record<string, readonly string[]>>,
): boolean {
  const { when } = field
  if (!when) return true
  const parent = fields.find(({ name }) => name === when.field)
  if (parent && !isAsked(parent, fields, answers)) return false
  const answer = answers[when.field]?.[0] ?? ''
  return when.is ? when.is.includes(answer) : !(when.not ?? []).includes(answer)
}

/** What stands for the answer of a question that is not asked. */
export function unasked({ kind }: Field): string[] {
  if (kind === 'yesNo') return ['no']
  if (kind === 'count' || kind === 'yuan') return ['0']
  return kind === 'choice' ? ['none'] : []
}
