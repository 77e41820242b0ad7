import { consentVersion, type Language, readResidentId, residentIdSchema } from '@jiekun/schema'
import { agentOf, isHelped } from './agent-answers.ts'
import { type Answers, type PageAnswers, toFen } from './answers.ts'
import { guardianConsentOf } from './guardian-fields.ts'
import { type Field, isAsked, memberFields, sections, unasked } from './sections.ts'

/** Facts that an applicant cannot know or that the form does not ask, and what stands in for them. */
const notAsked = {
  // Whether the household has a file is for the register to say.
  archiveStatus: 'none',
} as const

/** The draft as the API takes an application; it still has to pass its schema. `agentCode`: of an agent whom the draft knows. */
export function toApplication({ pages, members }: Answers, language: Language, agentCode?: string) {
  const all: PageAnswers = Object.assign({}, ...Object.values(pages))
  const fieldsOf = (...ids: string[]) => sections.filter(({ id }) => ids.includes(id)).flatMap(({ fields }) => fields)
  const isAlive = all.applicantAlive?.[0] !== 'no'
  const idNumber = residentIdSchema.safeParse(all.idNumber?.[0] ?? '').data ?? ''
  const self = {
    memberId: 'applicant',
    relation: 'applicant',
    ...readResidentId(idNumber),
    ...values(fieldsOf('self'), pages.self ?? {}),
  }
  const others = members.map(({ id, answers }) => ({ memberId: id, ...values(memberFields, answers) }))
  // A worker who has died is no longer a member of the household.
  const household = isAlive ? [self, ...others] : others
  const bankAccount = all.bankAccount?.[0]
  return {
    countyCode: all.countyCode?.[0],
    facts: {
      ...notAsked,
      applicationState: isAlive ? 'submitted' : 'applicant_deceased',
      ...values(fieldsOf('household', 'income', 'hardship', 'housing', 'work'), all),
    },
    members: household,
    identity: {
      name: all.name?.[0],
      idNumber,
      phone: all.phone?.[0],
      address: all.address?.[0],
      ...(bankAccount ? { bankAccount } : {}),
    },
    consents: (all.consents ?? []).map((purpose) => ({
      purpose,
      version: consentVersion,
      ...(purpose === 'department_sharing' && all.withheldFrom?.length ? { except: all.withheldFrom } : {}),
    })),
    guardianConsents: household.flatMap(({ memberId }, position) =>
      guardianConsentOf(pages.consents ?? {}, memberId, position),
    ),
    language,
    ...(pages.agent && isHelped({ pages, members }) ? { agent: agentOf(pages.agent, agentCode) } : {}),
  }
}

/** The typed values of answered fields, under the names of the exchange format. */
export function values(fields: readonly Field[], answers: PageAnswers): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => [
      field.name.replace(/Yuan$/, 'Fen'),
      value(field, isAsked(field, fields, answers) ? (answers[field.name] ?? []) : unasked(field)),
    ]),
  )
}

function value(field: Field, texts: string[]): unknown {
  const [text = ''] = texts
  switch (field.kind) {
    case 'yuan':
      return toFen(text)
    case 'count':
      return Number(text)
    case 'yesNo':
      return text === 'yes'
    case 'checks':
      return field.name === 'secondaryCauses' ? texts.map(Number) : texts
    case 'choice':
      if (field.name === 'disabilityLevel') return text === 'none' ? null : Number(text)
      return field.name === 'mainCause' ? Number(text) : text
    case 'text':
    case 'date':
    case 'county':
    case 'anyCounty':
      return text
    default:
      return field satisfies never
  }
}
