import { factsSchema, memberSchema } from '@jiekun/schema'
import type { PageAnswers } from '../apply/answers.ts'
import { type Field, memberFields, type Section, sectionOf } from '../apply/sections.ts'

/** Of who applies only this can be put right here; name, ID number and county stay with the union. */
const contactFields: readonly string[] = ['phone', 'address', 'bankAccount', 'applicantAlive']
const pageIds = ['person', 'household', 'self', 'members', 'income', 'hardship', 'housing', 'work'] as const

/** The name that the exchange format has for what a field asks. */
export const factName = (field: Pick<Field, 'name'>): string => field.name.replace(/Yuan$/, 'Fen')

const isFact = (field: Field): boolean => factName(field) in factsSchema.shape
const isOfMember = (field: Field): boolean => factName(field) in memberSchema.shape

/** What is asked of a member and is a fact of the case; whatever else the page of a member asks is not corrected here. */
export const correctedMemberFields: readonly Field[] = memberFields.filter(isOfMember)

/** The fields of a page of the form that a correction asks; `members` has none of its own. */
function fieldsOf({ id, fields }: Section): readonly Field[] {
  if (id === 'person') return fields.filter(({ name }) => contactFields.includes(name))
  return fields.filter(id === 'self' ? isOfMember : isFact)
}

/** The pages of the form that a correction goes through. */
export const correctedPages: readonly Section[] = pageIds.flatMap((id) => {
  const section = sectionOf(id)
  return section ? [{ ...section, fields: fieldsOf(section) }] : []
})

export const correctedPage = (id: string): Section | undefined => correctedPages.find((page) => page.id === id)

/** The pages that are asked: of a worker who has died nobody is asked for work and health. */
export const askedPages = (person: PageAnswers | undefined): readonly Section[] =>
  person?.applicantAlive?.[0] === 'no' ? correctedPages.filter(({ id }) => id !== 'self') : correctedPages
