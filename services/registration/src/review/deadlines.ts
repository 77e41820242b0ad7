/**
 * How long each part of a review may take, working days unless it says otherwise. 内政发〔2018〕47号 sets none of these times; the public notice
 * is general practice. All are unverified for Inner Mongolia, until the region sets them.
 */
export const deadlines = {
  /** From the determination to the end of the review. */
  review: { days: 10, source: 'our own', verified: false },
  /** From the return to the correction of the applicant. */
  correction: { days: 10, source: 'our own', verified: false },
  /** How long a claim keeps others away. */
  claim: { days: 3, source: 'our own', verified: false },
  /** Public notice 公示 from the endorsement on; a deployment sets it with PUBLIC_NOTICE_DAYS. */
  publicNotice: { days: 5, source: 'general practice', verified: false },
  /** From the decision to an appeal, calendar days. */
  appeal: { days: 60, source: '行政复议法 第二十条, by analogy', verified: false },
  /** From an appeal, or a reported change, to its answer. */
  appealAnswer: { days: 15, source: 'our own', verified: false },
  changeAnswer: { days: 10, source: 'our own', verified: false },
} as const
