import type { WorkingCalendar } from '@jiekun/calendar'
import { areaChain } from '@jiekun/schema'
import type { ReferralRow } from '../states/move-referral.ts'
import { type Clock, escalatedClock, recountedClock, remindedClock, warnedClock } from './clock.ts'

/** Where a referral can rise to. */
export interface Ladder {
  /** The area of the office that has it; null where that office is not there any more. */
  officeArea: string | null
  /** Open offices of the same department above that one, by their area. */
  above: ReadonlyMap<string, string>
}

/** What is to be done about a referral whose day has come. */
export type Attention =
  /** Whoever must act is told that the time is nearly over. */
  | { kind: 'warning'; clock: Clock }
  /** The time is over, or the last escalation was ignored: the office above, or its union, must see to it. */
  | { kind: 'escalation'; clock: Clock; toOfficeId: string | null; toArea: string }
  /** The applicant was asked twice whether the help arrived and has not said. */
  | { kind: 'lapse' }
  /** The calendar has changed since its clock was counted, and its day has not come after all. */
  | { kind: 'recount'; clock: Clock }

/**
 * What is to be done today about a referral that is to be looked at; nothing on days on which nobody works. An office's
 * referral rises through the offices of its department, a union's through the unions, a level at a time; at the region
 * it stays and is told again.
 */
export function attentionFor(
  calendar: WorkingCalendar,
  row: ReferralRow,
  ladder: Ladder,
  today: string,
): Attention | undefined {
  if (!calendar.isWorkday(today)) return undefined
  const clock = recountedClock(calendar, row)
  if (clock.duty === null || clock.dueOn === null || clock.attendOn === null) return undefined
  if (clock.attendOn > today) return { kind: 'recount', clock }
  if (clock.duty === 'applicant') {
    return clock.warned ? { kind: 'lapse' } : { kind: 'warning', clock: remindedClock(calendar, clock, today) }
  }
  if (today <= clock.dueOn) return { kind: 'warning', clock: warnedClock(calendar, clock) }
  const from = clock.duty === 'office' ? (ladder.officeArea ?? row.countyCode) : row.countyCode
  const rungs = areaChain(from)
  const toArea = rungs[clock.escalations + 1] ?? rungs.at(-1) ?? from
  const found = clock.duty === 'office' ? ladder.above.get(toArea) : undefined
  // Above an office of the region there is none: its union must see to it.
  const toOfficeId = found === undefined || found === row.officeId ? null : found
  const escalated = escalatedClock(calendar, clock, { today, emergency: row.emergency, toOfficeId })
  return { kind: 'escalation', clock: escalated, toOfficeId, toArea }
}
