import type { Facts, Household, Member } from '@jiekun/schema'
import type { Answers, PageAnswers } from '../../services/registration/src/apply/answers.ts'
import { guardianFields } from '../../services/registration/src/apply/guardian-fields.ts'
import { type Field, isAsked, memberFields, sections } from '../../services/registration/src/apply/sections.ts'

/** A fact as somebody would answer the question after it. */
function typed(field: Field, facts: Facts | Member): string[] {
  const value: unknown = Object.entries(facts).find(([name]) => name === field.name.replace(/Yuan$/, 'Fen'))?.[1]
  if (field.kind === 'yesNo') return [value === true ? 'yes' : 'no']
  if (field.kind === 'yuan') return [(Number(value) / 100).toFixed(2)]
  if (field.kind === 'checks') return Array.isArray(value) ? value.map(String) : []
  return [value === null || value === undefined ? 'none' : String(value)]
}

/** Only what is asked is answered. */
function answered(fields: readonly Field[], facts: Facts | Member): PageAnswers {
  const all = Object.fromEntries(fields.map((field) => [field.name, typed(field, facts)]))
  return Object.fromEntries(
    fields.filter((field) => isAsked(field, fields, all)).map((field) => [field.name, all[field.name] ?? []]),
  )
}

/** What a household answers on the pages of the form after its facts; who it is, and its consents, are not among them. */
export function answersOf({ facts, members }: Household): { applicant: Member | undefined; answers: Answers } {
  const applicant = members.find(({ relation }) => relation === 'applicant')
  const others = members.filter((member) => member !== applicant)
  const pages = Object.fromEntries(
    sections
      .filter(({ id }) => !['person', 'self', 'members', 'consents', 'check'].includes(id))
      .map(({ id, fields }) => [id, answered(fields, facts)]),
  )
  const self = sections.find(({ id }) => id === 'self')?.fields ?? []
  return {
    applicant,
    answers: {
      pages: { ...pages, ...(applicant ? { self: answered(self, applicant) } : {}) },
      members: others.map((member) => ({ id: member.memberId, answers: answered(memberFields, member) })),
    },
  }
}

/** What the guardians of a household's children say on the page of consents on a day, an ISO date; nothing where nobody is under 14. */
export function guardianAnswers(answers: Answers, day: string): PageAnswers {
  const fields = guardianFields(answers, day)
  const said = Object.fromEntries(
    fields.map((field): [string, string[]] => {
      if (field.kind === 'checks') return [field.name, ['true']]
      const isApplicant = field.kind === 'choice' && field.values.includes('applicant_parent')
      return [field.name, [field.kind === 'text' ? '斯琴' : isApplicant ? 'applicant_parent' : 'parent']]
    }),
  )
  return Object.fromEntries(
    fields.filter((field) => isAsked(field, fields, said)).map(({ name }) => [name, said[name] ?? []]),
  )
}
