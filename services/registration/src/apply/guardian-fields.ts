/** What the page of consents asks for members under 14: who their guardian is, and whether they consent. */
import { consentVersion, readResidentId, residentIdSchema } from '@jiekun/schema'
import { mayBeGuardian, needsGuardian } from '../guardians/guarded-members.ts'
import type { Answers, PageAnswers } from './answers.ts'
import type { Field, FieldSubject } from './sections.ts'

/** The first two are the applicant, who needs no name. */
const whoValues = ['applicant_parent', 'applicant_other', 'parent', 'other'] as const
const namedValues: readonly string[] = ['parent', 'other']

const names = (memberId: string) => ({
  who: `guardian-${memberId}`,
  name: `guardianName-${memberId}`,
  agrees: `guardianAgrees-${memberId}`,
})

interface Person extends FieldSubject {
  memberId: string
}

/** The people of a draft whose birth date is known, the applicant first where they live. */
function peopleOf({ pages, members }: Answers): Person[] {
  const idNumber = residentIdSchema.safeParse(pages.person?.idNumber?.[0] ?? '').data
  const isAlive = pages.person?.applicantAlive?.[0] !== 'no'
  const applicant =
    isAlive && idNumber !== undefined
      ? [{ memberId: 'applicant', position: 0, relation: 'applicant', ...readResidentId(idNumber) }]
      : []
  const others = members.map(({ id, answers }, at) => ({
    memberId: id,
    position: at + 1,
    relation: answers.relation?.[0] ?? '',
    birthDate: answers.birthDate?.[0] ?? '',
  }))
  return [...applicant, ...others].filter(({ birthDate }) => birthDate !== '')
}

/** The questions for each member who is under 14 on a day, an ISO date; none where nobody is. */
export function guardianFields(answers: Answers, day: string): Field[] {
  const people = peopleOf(answers)
  const applicant = people.find(({ relation }) => relation === 'applicant')
  return people
    .filter((person) => needsGuardian(person, day))
    .flatMap(({ memberId, ...subject }): Field[] => {
      const { who, name, agrees } = names(memberId)
      const isApplicant = subject.relation === 'applicant'
      const values = !isApplicant && mayBeGuardian(applicant, day) ? whoValues : namedValues
      const when = { field: who, is: namedValues }
      return [
        { name: who, kind: 'choice', values, subject },
        { name, kind: 'text', longest: 100, check: 'name', subject, when },
        { name: agrees, kind: 'checks', values: ['true'], subject },
      ]
    })
}

/** What was consented to for one member, as the API takes it; nothing where it was not. */
export function guardianConsentOf(page: PageAnswers, memberId: string, member: number) {
  const { who, name, agrees } = names(memberId)
  const chosen = page[who]?.[0] ?? ''
  if (chosen === '' || page[agrees]?.[0] !== 'true') return []
  return [
    {
      member,
      relation: chosen.endsWith('parent') ? ('parent' as const) : ('other_guardian' as const),
      version: consentVersion,
      ...(namedValues.includes(chosen) ? { name: page[name]?.[0] ?? '' } : {}),
    },
  ]
}
