import type { Member } from '@jiekun/schema'
import type { Answers, PageAnswers } from '../apply/answers.ts'
import { hukouGroups } from '../apply/places.ts'
import type { Field } from '../apply/sections.ts'
import type { Held } from '../privacy/apply-correction.ts'
import { correctedMemberFields, correctedPages, factName } from './pages.ts'

/** What is held of a case, as the form would have been filled in. */
export interface FilledForm {
  answers: Answers
  /** Fields, page by page, whose value no answer of the form says; they stay as they are unless they are answered anew. */
  unsaid: Readonly<Record<string, readonly string[]>>
}

/** How a page of a member is called beside the pages of the form. */
export const memberPage = (memberId: string): string => `members/${memberId}`

const places: ReadonlySet<string> = new Set(hukouGroups.flatMap((group) => group.places.map(({ code }) => code)))
/** Most digits of yuan that a field takes. */
const mostYuanDigits = 9

/** The inverse of the form: what is held as its answers, each field as somebody would have typed it. */
export function toAnswers({ identity, facts, members }: Held): FilledForm {
  const isAlive = facts.applicationState !== 'applicant_deceased'
  const applicant = members.find(({ relation }) => relation === 'applicant')
  const unsaid: Record<string, readonly string[]> = {}
  const filled = (page: string, fields: readonly Field[], held: object): PageAnswers => {
    const known = new Map<string, unknown>(Object.entries(held))
    const typed = fields.map((field) => [field.name, typedAs(field, known.get(factName(field)))] as const)
    const missing = typed.filter(([, texts]) => texts === undefined).map(([name]) => name)
    if (missing.length > 0) unsaid[page] = missing
    return Object.fromEntries(typed.map(([name, texts]) => [name, texts ?? []]))
  }
  const person = {
    phone: [identity.phone],
    address: [identity.address],
    bankAccount: [identity.bankAccount ?? ''],
    applicantAlive: [isAlive ? 'yes' : 'no'],
  }
  const heldOn = (id: string): object | undefined => (id === 'self' ? applicant : facts)
  const pages = correctedPages
    .filter(({ id }) => id !== 'person' && id !== 'members')
    .flatMap(({ id, fields }) => {
      const held = heldOn(id)
      return held ? [[id, filled(id, fields, held)] as const] : []
    })
  return {
    answers: {
      pages: { person, ...Object.fromEntries(pages) },
      members: members
        .filter((member) => member !== applicant)
        .map((member: Member) => ({
          id: member.memberId,
          answers: filled(memberPage(member.memberId), correctedMemberFields, member),
        })),
    },
    unsaid,
  }
}

/** A fact as somebody would answer the question after it; undefined where the form has no answer that says it. */
export function typedAs(field: Field, value: unknown): string[] | undefined {
  switch (field.kind) {
    case 'yesNo':
      return [value === true ? 'yes' : 'no']
    case 'yuan':
      return typeof value === 'number' ? yuanText(value) : undefined
    case 'count':
      return typeof value === 'number' && value <= field.most ? [String(value)] : undefined
    case 'choice': {
      const code = value === null ? 'none' : String(value)
      return field.values.includes(code) ? [code] : undefined
    }
    case 'checks': {
      // In the order of the form, so that the same boxes are the same answer.
      const codes = Array.isArray(value) ? value.map(String) : []
      return field.values.filter((each) => codes.includes(each))
    }
    case 'anyCounty':
      return places.has(String(value)) ? [String(value)] : undefined
    case 'text':
    case 'date':
    case 'county':
      return [String(value)]
    default:
      return field satisfies never
  }
}

/** Fen as an amount in yuan: 150050 -> 1500.50, 150000 -> 1500. */
export function yuanText(fen: number): string[] | undefined {
  const whole = String(Math.floor(fen / 100))
  const cents = fen % 100
  if (whole.length > mostYuanDigits) return undefined
  return [cents === 0 ? whole : `${whole}.${String(cents).padStart(2, '0')}`]
}
