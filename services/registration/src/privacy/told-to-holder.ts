import type { HeldCase } from '@jiekun/schema/api'
import type { ApplicationRow } from '../applications/store.ts'
import { knownDisclosures, knownHelp, knownSteps } from '../twins/known-help.ts'

/**
 * A case as its export tells of it to whoever holds its access code: without help that is not known yet, and without what
 * staff wrote where it was declined for something else than its merits.
 */
export function toldToHolder(
  { twinOf: _other, declinedAs: _ground, ...held }: HeldCase,
  { declinedAs }: Pick<ApplicationRow, 'declinedAs'>,
): HeldCase {
  const known = knownHelp(held)
  const referrals = held.referrals.filter(({ id }) => known.referral(id))
  const clauses = new Set(referrals.map(({ clause }) => clause))
  return {
    ...held,
    timeline: knownSteps(known, held.timeline),
    measures: held.measures.filter(({ referralId }) => known.referral(referralId)),
    plan: held.noticeEndsOn === null && referrals.length === 0 ? null : held.plan,
    referrals,
    cooperation: held.cooperation.filter(({ clause }) => held.noticeEndsOn !== null || clauses.has(clause)),
    disclosures: knownDisclosures(known, held.disclosures),
    transitions: declinedAs === null ? held.transitions : held.transitions.map((step) => ({ ...step, reason: null })),
  }
}
