import { catalogueOf, filled, listedPhrases, numberIn, onDay } from '@jiekun/pages/words'
import { measureNameIn } from '@jiekun/policy'
import { type Event, type Language, type MissingCode, missingNames, nameIn } from '@jiekun/schema'
import { en } from '../texts/en.ts'
import { mn } from '../texts/mn.ts'
import { type TextKey, zh } from '../texts/zh.ts'

const catalogue = catalogueOf(zh, en, mn)

/** The messages an applicant gets, each by the key of its text. */
export type Template = Exclude<TextKey, `${'agent' | 'union'}.${string}`>

/** What a text may speak of, besides itself. */
export interface MessageFacts {
  caseNumber: string
  /** Code of the measure; empty where the message speaks of none. */
  measure: string
  referrals: number
  fileNumber: string
  missing: readonly MissingCode[]
  /** ISO date. */
  noticeEndsOn: string
  /** ISO date on which another application came under the same ID number. */
  twinnedOn: string
  /** Name and telephone of the union of the county; empty where the directory has none. */
  union: string
}

/** A message in the applicant's language. */
export const renderMessage = (template: Template, language: Language, facts: MessageFacts): string =>
  filledMessage(template, language, facts)

/** A text of the catalogue with the facts it may speak of; of others it holds no more than their names. */
export function filledMessage(key: TextKey, language: Language, facts: Partial<MessageFacts>): string {
  const say = catalogue.sayIn(language)
  const { caseNumber = '', measure = '', referrals = 0, fileNumber = '', missing = [] } = facts
  return filled(say(key), {
    caseNumber,
    measure: measureNameIn(measure, language),
    referrals: numberIn(referrals, language),
    fileNumber,
    missing: listedPhrases(
      missing.map((code) => nameIn(missingNames[code], language)),
      language,
    ),
    noticeEndsOn: onDay(facts.noticeEndsOn ?? '', language),
    twinnedOn: onDay(facts.twinnedOn ?? '', language),
    union: facts.union || say('union.local'),
  })
}

/** Which message an event makes, if any. */
export function templateOf(event: Event): Template | undefined {
  switch (event.type) {
    case 'application.submitted':
      return 'received'
    case 'application.returned':
      return 'returned'
    case 'application.endorsed':
      return 'endorsed'
    case 'application.corrected':
      return 'corrected'
    case 'application.declined':
      return 'declined'
    case 'application.withdrawn':
      return 'withdrawn'
    case 'request.answered':
      return 'answered'
    case 'application.twinned':
      return 'twinned'
    case 'file.opened':
      return 'approved'
    case 'plan.extended':
      // Of aid that does not wait for the approval they hear once its office answers; the status page says no more either.
      return event.data.emergency ? undefined : 'referred'
    case 'plan.completed':
      return 'completed'
    case 'referral.changed':
      if (event.data.state === 'accepted') return 'accepted'
      return event.data.state === 'delivered' ? 'delivered' : undefined
    case 'referral.escalated':
      if (event.data.state === 'delivered') return event.data.kind === 'warning' ? 'reminded' : undefined
      return event.data.kind === 'escalation' ? 'escalated' : undefined
    case 'determination.made':
    case 'delivery.due':
    case 'job.due':
    case 'recount.due':
    case 'application.erased':
    case 'application.turned':
    case 'request.made':
    case 'help.confirmed':
    case 'endpoint.disabled':
    case 'calendar.changed':
      return undefined
    default:
      return event satisfies never
  }
}
