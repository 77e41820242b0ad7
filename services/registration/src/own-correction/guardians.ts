/** The consents of guardians that a correction needs, as it is refused without them: see `guardians/guarded-members.ts`. */
import type { GuardianConsent, Member } from '@jiekun/schema'
import type { ApplicationRow } from '../applications/store.ts'
import { type Answers, checkPage } from '../apply/answers.ts'
import { guardianConsentOf, guardianFields } from '../apply/guardian-fields.ts'
import type { Section } from '../apply/sections.ts'
import { standingFor, storedConsents } from '../guardians/kept-consents.ts'
import type { Held } from '../privacy/apply-correction.ts'
import { changesOf } from './changes.ts'
import type { FilledForm } from './to-answers.ts'

interface Corrected {
  application: Pick<ApplicationRow, 'guardianConsents'>
  held: Held
  filled: FilledForm
  answers: Answers
}

/**
 * The page that asks for consents, of members under 14 on a day, an ISO date, for whom none stands; undefined where nobody
 * is to be asked. A correction that touches no member asks nobody.
 */
export function guardianPage({ application, held, filled, answers }: Corrected, day: string): Section | undefined {
  const changes = changesOf(filled, answers)
  const touched =
    changes.added.length + changes.removed.length > 0 ||
    changes.fields.some(({ page, field }) => /^(self|members\/)/.test(page) || field.name === 'applicantAlive')
  if (!touched) return undefined
  const standing = standingFor(storedConsents(application))
  const person = { ...answers.pages.person, idNumber: [held.identity.idNumber] }
  const asked = guardianFields({ ...answers, pages: { ...answers.pages, person } }, day)
  const fields = asked.filter(({ name }) => !standing.has(name.slice(name.indexOf('-') + 1)))
  return fields.length > 0 ? { id: 'guardians', title: 'section.guardians', fields } : undefined
}

/** Whether the page that asks for consents still needs something. */
export function lacksGuardian(correction: Corrected, day: string): boolean {
  const page = guardianPage(correction, day)
  const given = correction.answers.pages.guardians ?? {}
  return page !== undefined && Object.keys(checkPage(page.fields, given, day)).length > 0
}

/** What guardians consented to, for the members as they are corrected. */
export const guardianConsentsOf = ({ pages }: Answers, members: readonly Member[]): GuardianConsent[] =>
  members.flatMap(({ memberId }, position) => guardianConsentOf(pages.guardians ?? {}, memberId, position))
