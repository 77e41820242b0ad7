import { dayInChina, ok, type Result, refuse } from '@jiekun/worker'

/** How long the personal data of a case is kept, by what became of it. */
export interface RetentionPeriod {
  of: 'closed-without-file' | 'left-the-register'
  years: number
  /** ISO date from which on the period is in force. */
  from: string
  source: string
  verified: boolean
}

const personalInformationLaw =
  '个人信息保护法 第十九条、第四十七条 (the shortest time that the purpose needs); no text at hand names a number of years'

/** The periods, latest first. A changed one is a new entry with the day from which it holds. */
export const retentionPeriods: readonly RetentionPeriod[] = [
  { of: 'closed-without-file', years: 2, from: '2026-01-01', source: personalInformationLaw, verified: false },
  { of: 'left-the-register', years: 10, from: '2026-01-01', source: personalInformationLaw, verified: false },
]

/** States in which an application ends without a file. */
export const closedStates = ['declined', 'remained_closed', 'withdrawn'] as const

/** The moment before which a case must have ended for its period to be over. */
export function keptSince(of: RetentionPeriod['of'], now: Date): Date {
  const today = dayInChina(now)
  const period = retentionPeriods.find((each) => each.of === of && each.from <= today)
  if (!period) throw new Error(`no period of keeping is in force for ${of}`)
  const since = new Date(now)
  since.setUTCFullYear(since.getUTCFullYear() - period.years)
  return since
}

/** What decides whether a case must still be kept. Times in milliseconds. */
export interface KeptCase {
  state: string
  erasedAt: number | null
  /** When it came into its state. */
  closedAt: number
  /** When its household left the register; null where it has not, or there is no file. */
  exitedAt: number | null
  hasFile: boolean
  /** Whether departments were asked for help, who must be able to account for it. */
  hasReferrals: boolean
}

export type EraseRefusal = { reason: 'erased' } | { reason: 'still-open'; state: string } | { reason: 'must-be-kept' }

/**
 * Whether the personal data of a case may go. Without a period that is over it may only where the person withdraws the
 * consent and nothing came of the case: no file and no referral, which the duty to account for public money keeps.
 */
export function mayErase(kept: KeptCase, now: Date, consentWithdrawn: boolean): Result<true, EraseRefusal> {
  if (kept.erasedAt !== null) return refuse({ reason: 'erased' })
  if (kept.hasFile) {
    const isOver = kept.exitedAt !== null && kept.exitedAt < keptSince('left-the-register', now).getTime()
    return isOver ? ok(true) : refuse({ reason: 'must-be-kept' })
  }
  if (!closedStates.some((state) => state === kept.state)) return refuse({ reason: 'still-open', state: kept.state })
  const isOver = kept.closedAt < keptSince('closed-without-file', now).getTime()
  return isOver || (consentWithdrawn && !kept.hasReferrals) ? ok(true) : refuse({ reason: 'must-be-kept' })
}
