import { addDays, workingCalendar } from '@jiekun/calendar'
import { type ApplicationState, openStates, type RequestKind } from '@jiekun/schema'
import { dayInChina } from '@jiekun/worker'
import { deadlines } from '../review/deadlines.ts'

const calendar = workingCalendar()

/** What decides what an applicant may ask. */
export interface AskingCase {
  state: ApplicationState
  erasedAt: number | null
  /** When it was decided, milliseconds. */
  since: number
}

const decided: readonly ApplicationState[] = ['declined', 'remained_closed']
const followed: readonly ApplicationState[] = [...openStates, 'approved']

/** What an applicant may ask on a day. An appeal is for a decision against them, as long as the time for it runs. */
export function mayAsk({ state, erasedAt, since }: AskingCase, today: string): RequestKind[] {
  if (erasedAt !== null) return []
  if (followed.includes(state)) return ['change']
  return decided.includes(state) && today <= lastDayOfAppeal(since) ? ['appeal'] : []
}

/** The ISO date until which a decision can be appealed against. */
export const lastDayOfAppeal = (decidedAt: number): string =>
  addDays(dayInChina(new Date(decidedAt)), deadlines.appeal.days)

/** The ISO date by which a request is to be answered. */
export const answerDueOn = (kind: RequestKind, today: string): string =>
  calendar.after(today, kind === 'appeal' ? deadlines.appealAnswer.days : deadlines.changeAnswer.days).day
