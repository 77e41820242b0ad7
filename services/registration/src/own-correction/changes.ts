import { type Answers, checkPage, type PageAnswers } from '../apply/answers.ts'
import { type Field, isAsked, type Section } from '../apply/sections.ts'
import { values } from '../apply/to-application.ts'
import { askedPages, correctedMemberFields, factName } from './pages.ts'
import { type FilledForm, memberPage } from './to-answers.ts'

/** What the applicant answers otherwise than it is held. */
export interface Change {
  /** The page where it is changed: a section of the form, or that of a member. */
  page: string
  field: Field
  before: readonly string[]
  after: readonly string[]
}
export interface Changes {
  fields: readonly Change[]
  /** Ids of members. */
  added: readonly string[]
  removed: readonly string[]
}

const isBlank = (texts: readonly string[] | undefined): boolean => (texts ?? []).every((text) => text === '')
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Names of the fields of a page that say something else: by what they mean, so that 1500.5 and 1500.50 are the same. */
export function changedNames(
  fields: readonly Field[],
  before: PageAnswers,
  after: PageAnswers,
  unsaid: readonly string[] = [],
): string[] {
  const [was, is] = [values(fields, before), values(fields, after)]
  return fields
    .filter((field) => {
      if (unsaid.includes(field.name)) return isAsked(field, fields, after) && !isBlank(after[field.name])
      return !same(was[factName(field)], is[factName(field)])
    })
    .map(({ name }) => name)
}

/** The fields of a page; what the form cannot say may be left as it is. */
export const withUnsaid = (fields: readonly Field[], unsaid: readonly string[] | undefined): readonly Field[] =>
  unsaid ? fields.map((field) => (unsaid.includes(field.name) ? { ...field, optional: true } : field)) : fields

/** Every answer that is another one than what is held, and who has come or gone. */
export function changesOf({ answers: held, unsaid }: FilledForm, answers: Answers): Changes {
  const ofPage = (page: string, fields: readonly Field[], before: PageAnswers, after: PageAnswers): Change[] =>
    changedNames(fields, before, after, unsaid[page]).flatMap((name) => {
      const field = fields.find((each) => each.name === name)
      const shown = (texts: PageAnswers): string[] =>
        field && isAsked(field, fields, texts) ? (texts[name] ?? []) : []
      return field ? [{ page, field, before: shown(before), after: shown(after) }] : []
    })
  const known = new Map(held.members.map((member) => [member.id, member.answers]))
  const kept = new Set(answers.members.map(({ id }) => id))
  return {
    fields: [
      ...askedPages(answers.pages.person).flatMap(({ id, fields }) =>
        id === 'members' ? [] : ofPage(id, fields, held.pages[id] ?? {}, answers.pages[id] ?? {}),
      ),
      ...answers.members.flatMap(({ id, answers: after }) => {
        const before = known.get(id)
        return before ? ofPage(memberPage(id), correctedMemberFields, before, after) : []
      }),
    ],
    added: answers.members.map(({ id }) => id).filter((id) => !known.has(id)),
    removed: held.members.map(({ id }) => id).filter((id) => !kept.has(id)),
  }
}

export const changesNothing = ({ fields, added, removed }: Changes): boolean =>
  fields.length + added.length + removed.length === 0

/** The pages that still need something before a correction can be sent. `today` is an ISO date. */
export function unfinishedPages(
  { answers: held, unsaid }: FilledForm,
  { pages, members }: Answers,
  today: string,
): string[] {
  const isWrong = (page: string, fields: readonly Field[], answers: PageAnswers | undefined): boolean =>
    Object.keys(checkPage(withUnsaid(fields, unsaid[page]), answers ?? {}, today)).length > 0
  const wrong = (asked: readonly Section[]) =>
    asked.filter(({ id, fields }) => id !== 'members' && isWrong(id, fields, pages[id])).map(({ id }) => String(id))
  return [
    ...wrong(askedPages(pages.person)),
    ...members
      .filter(({ id, answers }) => isWrong(memberPage(id), correctedMemberFields, answers))
      .map(({ id }) => memberPage(id)),
    ...(isDead(pages) && members.length === 0 && !(isDead(held.pages) && held.members.length === 0) ? ['members'] : []),
  ]
}

/** Then somebody else must be in the household, unless it was given so and taken. */
const isDead = ({ person }: Answers['pages']): boolean => person?.applicantAlive?.[0] === 'no'
