import { applicantIdentitySchema, findArea, phoneSchema, requiredConsents, residentIdSchema } from '@jiekun/schema'
import * as z from 'zod'
import type { TextKey } from '../texts/zh.ts'
import { agentFieldsOf, isHelped } from './agent-answers.ts'
import { guardianFields } from './guardian-fields.ts'
import { type Field, isAsked, memberFields, type Section, sections } from './sections.ts'

/** What a person has filled in, as typed: field -> texts. One text, but for fields with several boxes. */
export const pageAnswersSchema = z.record(z.string(), z.array(z.string()))
export type PageAnswers = z.infer<typeof pageAnswersSchema>

/** The whole draft: the pages, and each family member by an id of its own. */
export const answersSchema = z.object({
  pages: z.record(z.string(), pageAnswersSchema),
  members: z.array(z.object({ id: z.string(), answers: pageAnswersSchema })),
})
export type Answers = z.infer<typeof answersSchema>

/**
 * The sections that are asked on a day, an ISO date: nobody is asked for the work and health of a worker who has died, and
 * guardians are asked for members under 14 alone.
 */
export function askedSections(answers: Answers, day: string): readonly Section[] {
  const asked = isHelped(answers) ? [agentFieldsOf(answers), ...sections] : sections
  const isDeceased = answers.pages.person?.applicantAlive?.[0] === 'no'
  return asked
    .filter(({ id }) => id !== 'self' || !isDeceased)
    .map((section) => {
      const [consents, ...others] = section.fields
      if (section.id !== 'consents' || !consents) return section
      return { ...section, fields: [consents, ...guardianFields(answers, day), ...others] }
    })
}

/** The sections that still need something on an ISO date, by their ids; members of whom something was not answered too. */
export function unfinishedSections(all: Answers, today: string): Section['id'][] {
  const isWrong = (fields: readonly Field[], answers: PageAnswers | undefined): boolean =>
    Object.keys(checkPage(fields, answers ?? {}, today)).length > 0
  return askedSections(all, today)
    .filter(({ id, fields }) =>
      id === 'members'
        ? all.members.some(({ answers }) => isWrong(memberFields, answers))
        : isWrong(fields, all.pages[id]),
    )
    .map(({ id }) => id)
}

export type PageErrors = Record<string, TextKey>

/** Reads the fields of a page out of a form body, whatever else it holds. */
export function readPage(fields: readonly Field[], form: URLSearchParams): PageAnswers {
  return Object.fromEntries(
    fields.map((field) => [field.name, form.getAll(field.name).map((text) => text.trim().slice(0, 300))]),
  )
}

/** What is wrong with a page, field by field; what is not asked is never wrong. `today` is an ISO date. */
export function checkPage(fields: readonly Field[], answers: PageAnswers, today: string): PageErrors {
  const errors: PageErrors = {}
  for (const field of fields) {
    if (!isAsked(field, fields, answers)) continue
    const error = checkField(field, answers[field.name] ?? [], today)
    if (error) errors[field.name] = error
  }
  return errors
}

/** How an amount in yuan is typed. */
export const yuanForm = /^\d{1,9}(\.\d{1,2})?$/

function checkField(field: Field, texts: string[], today: string): TextKey | undefined {
  const [text = ''] = texts
  if (field.name === 'consents') {
    return requiredConsents.every((purpose) => texts.includes(purpose)) ? undefined : 'error.consents'
  }
  if (text === '' && /^(agentAgreed|guardianAgrees)/.test(field.name)) return 'error.agrees'
  if (text === '') return field.optional ? undefined : missing(field)
  switch (field.kind) {
    case 'text':
      if (text.length > field.longest) return 'error.tooLong'
      return checkText(field.check, text)
    case 'yuan':
      return yuanForm.test(text) ? undefined : 'error.amount'
    case 'count':
      return /^\d{1,4}$/.test(text) && Number(text) <= field.most ? undefined : 'error.count'
    case 'date':
      if (!z.iso.date().safeParse(text).success || text < '1900-01-01') return 'error.date'
      return text > today ? 'error.future' : undefined
    case 'yesNo':
      return text === 'yes' || text === 'no' ? undefined : 'error.choose'
    case 'county':
      return findArea(text) ? undefined : 'error.choose'
    case 'anyCounty':
      return /^[1-9]\d{5}$/.test(text) ? undefined : 'error.choose'
    case 'choice':
    case 'checks':
      return texts.every((each) => field.values.includes(each)) ? undefined : 'error.choose'
    default:
      return field satisfies never
  }
}

const missing = (field: Field): TextKey =>
  field.kind === 'text' || field.kind === 'yuan' || field.kind === 'count' || field.kind === 'date'
    ? 'error.required'
    : 'error.choose'

function checkText(
  check: 'name' | 'idNumber' | 'phone' | 'bankAccount' | undefined,
  text: string,
): TextKey | undefined {
  switch (check) {
    case 'name':
      return applicantIdentitySchema.shape.name.safeParse(text).success ? undefined : 'error.name'
    case 'idNumber':
      return residentIdSchema.safeParse(text).success ? undefined : 'error.idNumber'
    case 'phone':
      return phoneSchema.safeParse(text).success ? undefined : 'error.phone'
    case 'bankAccount':
      return /^\d{8,32}$/.test(text.replace(/\s/g, '')) ? undefined : 'error.bankAccount'
    case undefined:
      return undefined
    default:
      return check satisfies never
  }
}

/** Yuan as typed, in fen, without going through fractions: 1500.5 -> 150050. The text has passed its check. */
export function toFen(yuan: string): number {
  const [whole = '0', cents = ''] = yuan.split('.')
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}

/**
 * What is wrong with a page that came in, and which questions come up by its answers: without JavaScript a question that
 * hangs on another is seen for the first time after that one is answered, which is no mistake of whoever fills it in.
 * `shown` are the names of the fields that they have seen.
 */
export function checkShown(
  fields: readonly Field[],
  answers: PageAnswers,
  { shown, today }: { shown: readonly string[]; today: string },
): { errors: PageErrors; more: boolean } {
  const found = Object.entries(checkPage(fields, answers, today))
  const isNew = ([name]: (typeof found)[number]): boolean =>
    !shown.includes(name) && (answers[name] ?? []).every((text) => text === '')
  return { errors: Object.fromEntries(found.filter((each) => !isNew(each))), more: found.some(isNew) }
}
