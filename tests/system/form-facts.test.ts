import { expect, it } from 'vitest'
import { toApplication } from '../../services/registration/src/apply/to-application.ts'
import { answersOf } from '../generators/form-answers.ts'
import { workedHouseholds } from '../generators/worked-households.ts'

it.each(workedHouseholds().map(({ id, household }) => [id, household] as const))(
  'the form carries every fact of %s, with the questions that do not matter for it left out',
  (_id, household) => {
    const { applicant, answers } = answersOf(household)
    const { facts, members } = toApplication(answers, 'zh-CN')
    const { archiveStatus: _known, ...expected } = household.facts
    const { archiveStatus: _asked, ...carried } = facts
    if (household.facts.applicationState !== 'applicant_deceased') {
      expect(carried).toEqual({ ...expected, secondaryCauses: expected.secondaryCauses })
      const { memberId: _id1, birthDate: _b, sex: _s, ...self } = Object(applicant)
      const { memberId: _id2, birthDate: _b2, sex: _s2, ...carriedSelf } = Object(members[0])
      expect(carriedSelf).toEqual(self)
    }
    const sorted = (each: readonly object[]) =>
      each.map((member) => JSON.stringify(Object.entries(member).toSorted())).toSorted()
    expect(sorted(members.filter((member) => !('relation' in member && member.relation === 'applicant')))).toEqual(
      sorted(household.members.filter((member) => member.relation !== 'applicant')),
    )
  },
)
