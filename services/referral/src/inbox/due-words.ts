import type { WorkingCalendar } from '@jiekun/calendar'
import { filled, type Reader } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'

export { onDay, when } from '@jiekun/pages/words'

/** What the time of a referral is told from. */
export interface Timed {
  duty: string | null
  dueOn: string | null
}

/** How much time an office has left: working days after today, up to and with the last one. */
export type TimeLeft =
  | { kind: 'left'; days: number }
  | { kind: 'today' }
  | { kind: 'over'; days: number }
  /** Somebody else must act, or nobody. */
  | { kind: 'waits'; for: 'union' | 'applicant' | 'nobody' }

/** The time left to the office that has a referral, on a day. Days are ISO dates. */
export function timeLeft(calendar: WorkingCalendar, today: string, { duty, dueOn }: Timed): TimeLeft {
  if (duty !== 'office' || dueOn === null) {
    return { kind: 'waits', for: duty === 'union' || duty === 'applicant' ? duty : 'nobody' }
  }
  if (dueOn === today) return { kind: 'today' }
  return dueOn > today
    ? { kind: 'left', days: calendar.between(today, dueOn) }
    : { kind: 'over', days: calendar.between(dueOn, today) }
}

/** The time left in words. */
export function timeWords({ say }: Pick<Reader, 'say'>, left: TimeLeft): string {
  switch (left.kind) {
    case 'left':
      return left.days === 1 ? say('due.one') : filled(say('due.left'), { days: left.days })
    case 'today':
      return say('due.today')
    case 'over':
      // On the weekend after the last day no working day has passed yet.
      return left.days === 0 ? say('due.justOver') : filled(say('due.over'), { days: left.days })
    case 'waits': {
      const key: TextKey = `due.${left.for}`
      return say(key)
    }
    default:
      return left satisfies never
  }
}
