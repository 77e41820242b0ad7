import type { WorkingCalendar } from '@jiekun/calendar'
import { escalateEvery, type ServiceLevel, serviceLevel, warnBefore } from '@jiekun/policy'
import type { referrals } from '@jiekun/schema/tables/referral'
import type { Step } from '../states/transition.ts'

/** The clock of a referral: who must act until when, and when somebody looks at it next. Days are ISO dates. */
export type Clock = Pick<
  typeof referrals.$inferSelect,
  | 'duty'
  | 'clockFrom'
  | 'clockDays'
  | 'dueOn'
  | 'dueKnown'
  | 'suspendedDays'
  | 'attendOn'
  | 'warned'
  | 'escalations'
  | 'escalatedTo'
>

/** The clock of a referral on which nobody has to act any more. */
export const noClock: Clock = {
  duty: null,
  clockFrom: null,
  clockDays: null,
  dueOn: null,
  dueKnown: true,
  suspendedDays: null,
  attendOn: null,
  warned: false,
  escalations: 0,
  escalatedTo: null,
}

/** A clock that begins to run on a day. */
export function startClock(calendar: WorkingCalendar, day: string, { duty, workingDays }: ServiceLevel): Clock {
  const { day: dueOn, isKnown } = calendar.after(day, workingDays)
  const begun = { ...noClock, duty, clockFrom: day, clockDays: workingDays, dueOn, dueKnown: isKnown }
  return { ...begun, attendOn: attendDay(calendar, begun) }
}

/** The first day on which somebody must look at a running clock: to warn, or, where that was done, the first working day after it. */
function attendDay(
  calendar: WorkingCalendar,
  { dueOn, clockDays, warned }: Pick<Clock, 'dueOn' | 'clockDays' | 'warned'>,
): string | null {
  if (dueOn === null) return null
  const early = warnBefore(clockDays ?? 0)
  return warned || early === 0 ? calendar.after(dueOn, 1).day : calendar.before(dueOn, early)
}

/** What the next clock is found from. */
export interface ClockChange {
  step: Step
  /** The state that the step leads to. */
  state: string
  measure: string
  emergency: boolean
  /** ISO date in China. */
  today: string
}

/**
 * The clock after a step. That a webhook got through changes nothing: the office has its days from the beginning. While
 * the union finds out what an office asked for, the clock of the office stands, and goes on with the days that were left.
 */
export function nextClock(calendar: WorkingCalendar, clock: Clock, change: ClockChange): Clock {
  if (change.step === 'send') return clock
  const level = serviceLevel(change.measure, change.state, change.emergency)
  if (!level) return noClock
  if (change.step === 'return') {
    const left = clock.dueOn === null ? 1 : calendar.between(change.today, clock.dueOn)
    return { ...startClock(calendar, change.today, level), suspendedDays: Math.max(1, left) }
  }
  const workingDays = change.step === 'resume' ? (clock.suspendedDays ?? level.workingDays) : level.workingDays
  return startClock(calendar, change.today, { duty: level.duty, workingDays })
}

/** The clock after whoever must act was warned: next, it is escalated. */
export const warnedClock = (calendar: WorkingCalendar, clock: Clock): Clock => {
  const warned = { ...clock, warned: true }
  return { ...warned, attendOn: attendDay(calendar, warned) }
}

/** The clock of an applicant who is asked again: they have as many days to answer as others have after a warning, also where it comes late. */
export const remindedClock = (calendar: WorkingCalendar, clock: Clock, today: string): Clock => {
  const warned = warnedClock(calendar, clock)
  const answerBy = calendar.after(today, warnBefore(clock.clockDays ?? 0) + 1).day
  return { ...warned, attendOn: warned.attendOn !== null && warned.attendOn > answerBy ? warned.attendOn : answerBy }
}

/** The clock after an escalation: again after so many working days, for as long as it is ignored. */
export const escalatedClock = (
  calendar: WorkingCalendar,
  clock: Clock,
  { today, emergency, toOfficeId }: { today: string; emergency: boolean; toOfficeId: string | null },
): Clock => ({
  ...clock,
  warned: true,
  escalations: clock.escalations + 1,
  escalatedTo: toOfficeId ?? clock.escalatedTo,
  attendOn: calendar.after(today, escalateEvery(emergency)).day,
})

/**
 * The same clock by another calendar. One that was escalated keeps the day of its next escalation, and an applicant who
 * was asked again keeps at least the days that they were given to answer.
 */
export function recountedClock(calendar: WorkingCalendar, clock: Clock): Clock {
  if (clock.clockFrom === null || clock.clockDays === null) return clock
  const { day: dueOn, isKnown } = calendar.after(clock.clockFrom, clock.clockDays)
  const counted = { ...clock, dueOn, dueKnown: isKnown }
  if (clock.escalations > 0) return counted
  const attendOn = attendDay(calendar, counted)
  const promised = clock.duty === 'applicant' && clock.warned ? clock.attendOn : null
  return promised !== null && attendOn !== null && promised > attendOn ? counted : { ...counted, attendOn }
}
