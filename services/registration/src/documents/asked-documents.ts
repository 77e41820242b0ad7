import { type DocumentKind, type Facts, type Member, maxDocumentsOfOne } from '@jiekun/schema'
import { type Answers, toFen } from '../apply/answers.ts'

/** A paper that helps the review of a household: of which kind, and whose. */
export interface AskedDocument {
  kind: DocumentKind
  /** By the id in the household; empty where it is of all of it. */
  memberId: string
  /** Code of how that person is related to the applicant. */
  relation?: string
  /** ISO date, by which two children are told apart. */
  birthDate?: string | undefined
}

/** What decides which papers matter for a household. Amounts in fen; what is not known yet is left out. */
export interface KnownHousehold {
  isApplicantAlive: boolean
  countedIncomeMonthFen?: number | undefined
  rigidSpendYearFen?: number | undefined
  medicalSelfPaidYearFen?: number | undefined
  majorEvent?: string | undefined
  rentMonthFen?: number | undefined
  members: readonly {
    memberId: string
    relation: string
    birthDate?: string | undefined
    studentStage?: string | undefined
    majorIllness?: boolean | undefined
  }[]
}

/** Stages of school at which there is something to show; a child in primary school is in the register anyway. */
const enrolled = ['senior_high', 'vocational', 'undergraduate', 'postgraduate']

/**
 * The papers that are asked for, by what the household is like. None of them is ever required: the tables of the policy
 * ask for no paper, and whoever has none is asked by telephone or visited. What does not matter is not asked for.
 */
export function askedDocuments(household: KnownHousehold): AskedDocument[] {
  const { members } = household
  const spends =
    isAbove(household.rigidSpendYearFen) ||
    isAbove(household.medicalSelfPaidYearFen) ||
    !['none', undefined].includes(household.majorEvent) ||
    members.some(({ majorIllness }) => majorIllness)
  const ofHousehold = (kind: DocumentKind): AskedDocument => ({ kind, memberId: '' })
  return [
    ...(household.isApplicantAlive ? [{ kind: 'resident_id' as const, memberId: 'applicant' }] : []),
    ofHousehold('household_register'),
    ...(isAbove(household.countedIncomeMonthFen) ? [ofHousehold('income_proof')] : []),
    ...(spends ? [ofHousehold('bills')] : []),
    ...members
      .filter(({ studentStage }) => enrolled.includes(studentStage ?? 'none'))
      .map(({ memberId, relation, birthDate }) => ({ kind: 'enrolment' as const, memberId, relation, birthDate })),
    ...(isAbove(household.rentMonthFen) ? [ofHousehold('lease')] : []),
    ofHousehold('other'),
  ]
}

const isAbove = (fen: number | undefined): boolean => (fen ?? 0) > 0

/** What is known of the household of a form on its way. Its answers have not all passed their checks. */
export function householdOfAnswers({ pages, members }: Answers): KnownHousehold {
  const text = (section: string, field: string): string | undefined => pages[section]?.[field]?.[0]
  const fen = (section: string, field: string): number | undefined => {
    const yuan = text(section, field) ?? ''
    return /^\d{1,9}(\.\d{1,2})?$/.test(yuan) ? toFen(yuan) : undefined
  }
  const isApplicantAlive = text('person', 'applicantAlive') !== 'no'
  const person = (answers: Record<string, string[]>) => ({
    studentStage: answers.studentStage?.[0],
    majorIllness: answers.majorIllness?.[0] === 'yes',
  })
  const self = { memberId: 'applicant', relation: 'applicant', ...person(pages.self ?? {}) }
  return {
    isApplicantAlive,
    countedIncomeMonthFen: fen('income', 'countedIncomeMonthYuan'),
    rigidSpendYearFen: fen('income', 'rigidSpendYearYuan'),
    medicalSelfPaidYearFen: fen('hardship', 'medicalSelfPaidYearYuan'),
    majorEvent: text('hardship', 'majorEvent'),
    rentMonthFen: fen('housing', 'rentMonthYuan'),
    members: [
      ...(isApplicantAlive ? [self] : []),
      ...members.map(({ id, answers }) => ({
        memberId: id,
        relation: answers.relation?.[0] ?? 'other',
        birthDate: answers.birthDate?.[0],
        ...person(answers),
      })),
    ],
  }
}

/** What is known of the household of a case. */
export const householdOfCase = (facts: Facts, members: readonly Member[]): KnownHousehold => ({
  ...facts,
  isApplicantAlive: facts.applicationState !== 'applicant_deceased',
  members,
})

/** How a form names a paper; read by {@link findAsked}. */
export const nameOfAsked = ({ kind, memberId }: AskedDocument): string => `${kind}:${memberId}`

/** The paper that a form names, if it is asked for. */
export const findAsked = (asked: readonly AskedDocument[], name: string): AskedDocument | undefined =>
  asked.find((each) => nameOfAsked(each) === name)

/** Whether a document is the paper that is asked for. */
export const isFor = (asked: AskedDocument, document: { kind: string; memberId: string | null }): boolean =>
  asked.kind === document.kind && asked.memberId === (document.memberId ?? '')

/** Whether there is room for another one of it. */
export const hasRoom = (
  asked: AskedDocument,
  documents: readonly { kind: string; memberId: string | null }[],
): boolean => documents.filter((document) => isFor(asked, document)).length < maxDocumentsOfOne
