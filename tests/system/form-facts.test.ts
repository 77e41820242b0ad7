import type { Facts, Household, Member } from '@jiekun/schema'
import { expect, it } from 'vitest'
import type { PageAnswers } from '../../services/registration/src/apply/answers.ts'
import { type Field, isAsked, memberFields, sections } from '../../services/registration/src/apply/sections.ts'
import { toApplication } from '../../services/registration/src/apply/to-application.ts'
import { workedHouseholds } from '../generators/worked-households.ts'

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
function answersOf({ facts, members }: Household) {
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
