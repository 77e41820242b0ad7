import type { Disclosure, TimelineEntry } from '@jiekun/schema'

/** What somebody has done about a referral, or has not done in time. */
const answers: ReadonlySet<string> = new Set(
  ['received', 'accepted', 'in_progress', 'returned', 'declined', 'delivered', 'closed', 'escalated'].map(
    (step) => `referral.${step}`,
  ),
)

interface Helped {
  /** The last day of its public notice, once it has gone that far. */
  noticeEndsOn: string | null
  timeline: readonly TimelineEntry[]
  measures: readonly { referralId: string; measure: string }[]
}

/** Which referrals of a case, and what was told for which measures, the holder of its access code is shown. */
export interface KnownHelp {
  referral(id: unknown): boolean
  measure(code: string): boolean
}

/**
 * What an applicant knows of the help that does not wait for the approval: each measure from the first answer of its office,
 * all of them once the review is done. Sooner nothing is shown, as nothing is referred for an application that waits for
 * another one of its person: what the house does by itself would tell the two apart.
 */
export function knownHelp({ noticeEndsOn, timeline, measures }: Helped): KnownHelp {
  if (noticeEndsOn !== null) return { referral: () => true, measure: () => true }
  const answered = new Set(timeline.filter(({ type }) => answers.has(type)).map(({ data }) => data.referralId))
  const codes = new Set(measures.filter(({ referralId }) => answered.has(referralId)).map(({ measure }) => measure))
  return { referral: (id) => answered.has(id), measure: (code) => codes.has(code) }
}

/** Steps of a case, without those of help that is not known yet. */
export const knownSteps = (known: KnownHelp, timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  timeline.filter(({ data }) => data.referralId === undefined || known.referral(data.referralId))

/** What was told to offices for help that is known. */
export const knownDisclosures = (known: KnownHelp, disclosures: readonly Disclosure[]): Disclosure[] =>
  disclosures.filter(({ measures }) => measures.some((code) => known.measure(code)))
