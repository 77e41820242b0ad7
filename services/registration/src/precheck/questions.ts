import { type KnownFacts, type Presumption, presume } from '@jiekun/policy'
import { knownCodes, maxMembers, rigidSpendReasons } from '@jiekun/schema'
import { type Answers, type PageAnswers, toFen } from '../apply/answers.ts'
import type { Field } from '../apply/sections.ts'

/** Where a family lives. */
const homes = ['none', 'safe', 'dangerous', 'several'] as const
/** What can be the matter in a family, each a box to tick. */
const situations = [
  'dibao',
  'jobless',
  'underemployed',
  'student',
  'upperStudent',
  'majorIllness',
  'arrears',
  'interrupted',
  'workInjury',
  'reform',
  'migrant',
] as const
type Situation = (typeof situations)[number]

/** The questions before an application: of nobody in particular, so that anybody can ask. */
export const questions: readonly Field[] = [
  { name: 'countyCode', kind: 'county' },
  { name: 'workerHousehold', kind: 'yesNo' },
  { name: 'memberCount', kind: 'count', most: maxMembers },
  { name: 'countedIncomeMonthYuan', kind: 'yuan' },
  { name: 'rigidSpendYearYuan', kind: 'yuan' },
  { name: 'rigidSpendReasons', kind: 'checks', values: rigidSpendReasons, optional: true },
  { name: 'home', kind: 'choice', values: homes },
  { name: 'carOrCompany', kind: 'yesNo' },
  { name: 'majorEvent', kind: 'choice', values: knownCodes.majorEvent },
  { name: 'situations', kind: 'checks', values: situations, optional: true },
]

const one = (answers: PageAnswers, name: string): string => answers[name]?.[0] ?? ''
const isYes = (answers: PageAnswers, name: string): boolean => one(answers, name) === 'yes'

/** A household asks for itself: nobody has died, and it has no file yet. */
const taken = { applicationState: 'submitted', archiveStatus: 'none' } as const
const upperStages = 'studentStage:senior_high,vocational,undergraduate,postgraduate'

/**
 * What checked answers say under the names of the rules. Income is asked by the month only: the year is taken as twelve
 * of them, which the page says.
 */
export function knownFacts(answers: PageAnswers): KnownFacts {
  const has = (situation: Situation): boolean => answers.situations?.includes(situation) ?? false
  const incomeMonthFen = toFen(one(answers, 'countedIncomeMonthYuan'))
  const rigidSpendYearFen = toFen(one(answers, 'rigidSpendYearYuan'))
  const home = one(answers, 'home')
  const majorEvent = one(answers, 'majorEvent')
  return {
    facts: {
      ...taken,
      memberCount: Number(one(answers, 'memberCount')),
      countedIncomeMonthFen: incomeMonthFen,
      disposableIncomeYearFen: incomeMonthFen * 12,
      rigidSpendYearFen,
      after: incomeMonthFen * 12 - rigidSpendYearFen,
      rigidSpendReasons: answers.rigidSpendReasons ?? [],
      majorEvent,
      ...(majorEvent === 'none' ? { eventLossYearFen: 0 } : {}),
      ...factsOfHome(home),
      ...(isYes(answers, 'carOrCompany') ? {} : { nonLivelihoodVehicles: 0, companyControl: false }),
      onDibao: has('dibao'),
      reformEvent: has('reform') ? 'other' : 'none',
      migrantWorker: has('migrant'),
    },
    conditions: {
      workerHousehold: isYes(answers, 'workerHousehold'),
      ...(isYes(answers, 'carOrCompany') ? { propertyFails: true } : {}),
    },
    ofSomeMember: {
      // Whoever has no work counts as jobless once they are registered: that stays to be asked.
      ...(has('jobless') ? { able: true } : { joblessSeeker: false, seeker: has('underemployed') }),
      ...(has('jobless') && has('underemployed') ? { seeker: true } : {}),
      'studentStage≠none': has('student') || has('upperStudent'),
      [upperStages]: has('upperStudent'),
      'majorIllness=true': has('majorIllness'),
      'employerArrears=true': has('arrears'),
      'insuranceInterruptedMonths>0': has('interrupted'),
      'workInjury≠none': has('workInjury'),
      ...(has('workInjury') ? {} : { 'workInjury=not_recognised': false }),
    },
  }
}

function factsOfHome(home: string): KnownFacts['facts'] {
  if (home === 'none') return { housesOwned: 0 }
  if (home === 'dangerous') return { housesOwned: 1, houseDangerGrade: 'C' }
  if (home === 'safe') return { housesOwned: 1, houseDangerGrade: 'none' }
  return { housesOwned: 2 }
}

/** What may be due to a household with checked answers on an ISO date; undefined where its county has no dibao line. */
export const presumeAnswers = (answers: PageAnswers, today: string): Presumption | undefined =>
  presume(knownFacts(answers), { asOf: today, countyCode: one(answers, 'countyCode') })

/** The answers as a draft of an application begins with them: those that are the application's own, word for word. */
export function toDraft(answers: PageAnswers): Answers {
  const has = (situation: Situation): boolean => answers.situations?.includes(situation) ?? false
  const yesNo = (is: boolean): string[] => [is ? 'yes' : 'no']
  const home = one(answers, 'home')
  const copied = (...names: string[]): PageAnswers =>
    Object.fromEntries(names.map((name) => [name, answers[name] ?? []]))
  return {
    pages: {
      person: copied('countyCode'),
      household: { onDibao: yesNo(has('dibao')), migrantWorker: yesNo(has('migrant')) },
      income: {
        ...copied('countedIncomeMonthYuan', 'rigidSpendYearYuan', 'rigidSpendReasons'),
        ...(isYes(answers, 'carOrCompany') ? {} : { nonLivelihoodVehicles: ['0'], companyControl: ['no'] }),
      },
      hardship: copied('majorEvent'),
      housing: home === 'several' ? {} : { housesOwned: [home === 'none' ? '0' : '1'] },
      work: has('reform') ? {} : { reformEvent: ['none'] },
    },
    members: [],
  }
}
