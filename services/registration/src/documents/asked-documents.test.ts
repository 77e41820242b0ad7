import { factsSchema, memberSchema } from '@jiekun/schema'
import { exampleFacts, exampleMember } from '@jiekun/schema/api'
import { describe, expect, it } from 'vitest'
import {
  askedDocuments,
  householdOfAnswers,
  householdOfCase,
  type KnownHousehold,
  nameOfAsked,
} from './asked-documents.ts'

const alone: KnownHousehold = {
  isApplicantAlive: true,
  countedIncomeMonthFen: 0,
  rigidSpendYearFen: 0,
  medicalSelfPaidYearFen: 0,
  majorEvent: 'none',
  rentMonthFen: 0,
  members: [{ memberId: 'applicant', relation: 'applicant', studentStage: 'none', majorIllness: false }],
}
const names = (household: Partial<KnownHousehold>) => askedDocuments({ ...alone, ...household }).map(nameOfAsked)
const always = ['resident_id:applicant', 'household_register:', 'other:']

describe('the papers that are asked for', () => {
  it('are three for whoever lives alone without income, rent, illness and school', () => {
    expect(names({})).toEqual(always)
    expect(askedDocuments({ isApplicantAlive: true, members: [] }).map(nameOfAsked)).toEqual(always)
  })
  it.each([
    [{ countedIncomeMonthFen: 1 }, 'income_proof:'],
    [{ rigidSpendYearFen: 1 }, 'bills:'],
    [{ medicalSelfPaidYearFen: 1 }, 'bills:'],
    [{ majorEvent: 'accident' }, 'bills:'],
    [{ members: [{ memberId: 'p2', relation: 'spouse', majorIllness: true }] }, 'bills:'],
    [{ rentMonthFen: 1 }, 'lease:'],
    [{ members: [{ memberId: 'p3', relation: 'child', studentStage: 'undergraduate' }] }, 'enrolment:p3'],
  ] satisfies [Partial<KnownHousehold>, string][])('for %j hold one more', (household, name) => {
    expect(names(household).filter((each) => !always.includes(each))).toEqual([name])
  })
  it('are asked for of each student, and of no child whom the register shows anyway', () => {
    const members = ['senior_high', 'postgraduate', 'primary', 'none'].map((studentStage, index) => ({
      memberId: `p${index}`,
      relation: 'child',
      studentStage,
    }))
    expect(names({ members }).filter((name) => name.startsWith('enrolment'))).toEqual(['enrolment:p0', 'enrolment:p1'])
  })
  it('hold no identity card of a worker who has died', () => {
    expect(names({ isApplicantAlive: false })).toEqual(always.slice(1))
  })
  it('are the same by the answers of a form and by the case that it becomes', () => {
    const facts = factsSchema.parse({ ...exampleFacts, rentMonthFen: 65_050 })
    const student = { ...exampleMember, memberId: 'p2', relation: 'child', studentStage: 'undergraduate' }
    const members = [exampleMember, student].map((member) => memberSchema.parse(member))
    const byCase = askedDocuments(householdOfCase(facts, members)).map(({ kind }) => kind)
    const [yes, no] = [['yes'], ['no']]
    const answersOf = ({ studentStage, majorIllness }: (typeof members)[number]) => ({
      studentStage: [studentStage],
      majorIllness: majorIllness ? yes : no,
    })
    const yuan = (fen: number) => [(fen / 100).toFixed(2)]
    const self = members.find(({ relation }) => relation === 'applicant')
    const byAnswers = askedDocuments(
      householdOfAnswers({
        pages: {
          person: { applicantAlive: yes },
          self: self ? answersOf(self) : {},
          income: {
            countedIncomeMonthYuan: yuan(facts.countedIncomeMonthFen),
            rigidSpendYearYuan: yuan(facts.rigidSpendYearFen),
          },
          hardship: { medicalSelfPaidYearYuan: yuan(facts.medicalSelfPaidYearFen), majorEvent: [facts.majorEvent] },
          housing: { rentMonthYuan: yuan(facts.rentMonthFen) },
        },
        members: members
          .filter((member) => member !== self)
          .map((member) => ({ id: member.memberId, answers: { relation: [member.relation], ...answersOf(member) } })),
      }),
    ).map(({ kind }) => kind)
    expect(byAnswers).toEqual(byCase)
    expect(byCase).toHaveLength(7)
  })
})
