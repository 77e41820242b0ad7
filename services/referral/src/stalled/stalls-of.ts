import { addDays, type WorkingCalendar } from '@jiekun/calendar'
import { areaFullName, areaLevel, cityOf, type StaffRole } from '@jiekun/schema'
import type { MustAct, Stall, StallReason, StallTask } from '@jiekun/schema/api'
import type { ReferralRow } from '../states/move-referral.ts'
import { wordsOf } from './stall-words.ts'

/** What is known of an office: who they are, and until when they take anything. */
export interface KnownOffice {
  id: string
  name: string
  areaCode: string
  /** ISO date. */
  closedFrom: string | null
}

/** What a stall is judged by besides the referral itself. */
export interface StallFacts {
  /** The office that has it; undefined where it is not in the directory any more. */
  office: KnownOffice | undefined
  /** The last escalation in its present state, with the office that it rose to; none where there was none. */
  risen: { toArea: string; toOffice: KnownOffice | undefined } | undefined
  /** When it came into its present state; milliseconds since 1970. */
  movedAt: number
  /** The webhook that was to tell the office of that state and did not reach it, and when it was written. */
  undelivered: { state: 'failed' | 'held'; at: number } | undefined
}

/**
 * Why a referral stalls and who must act, the cause that keeps it first; empty where it does not stall. Whoever has let
 * their time pass must act until it rises; from then on whoever it rose to does. What the office cannot do, because it is
 * closed, the union does.
 */
export function stallsOf(calendar: WorkingCalendar, row: ReferralRow, facts: StallFacts, today: string): Stall[] {
  const { duty, dueOn } = row
  if (duty === null || dueOn === null) return []
  const isOver = today > dueOn
  const overdueDays = isOver ? calendar.between(dueOn, today) : 0
  const stall = (why: StallReason, at: number, mustAct: MustAct): Stall => ({
    why,
    words: wordsOf(why, mustAct),
    since: new Date(at).toISOString(),
    overdueDays,
    mustAct,
  })
  // Midnight in China after the last day.
  const overSince = Date.parse(`${addDays(dueOn, 1)}T00:00:00+08:00`)
  switch (duty) {
    case 'office': {
      const found: Stall[] = []
      const { undelivered } = facts
      const isClosed = isGone(facts.office, today)
      if (isClosed) {
        found.push(stall('office-closed', closedSince(facts), union(row.countyCode, 'reroute')))
      } else if (isOver) {
        found.push(stall(isUnanswered(row) ? 'unanswered' : 'overdue', overSince, whoAnswers(row, facts, today)))
      }
      if (undelivered && !isClosed) {
        const isHeld = undelivered.state === 'held'
        const who = isHeld
          ? whoHas(row, facts, 'mend')
          : union(cityOf(facts.office?.areaCode ?? row.countyCode), 'replay')
        found.push(stall(isHeld ? 'endpoint-stopped' : 'not-delivered', undelivered.at, who))
      }
      return found
    }
    case 'union': {
      const why = row.state === 'declined' ? 'review' : 'information'
      const own = union(row.countyCode, row.state === 'declined' ? 'review' : 'inform')
      return [stall(why, facts.movedAt, facts.risen ? union(facts.risen.toArea, 'see-to-it') : own)]
    }
    case 'applicant':
      return isOver ? [stall('unconfirmed', overSince, union(row.countyCode, 'ask'))] : []
    default:
      return []
  }
}

const isUnanswered = ({ state }: ReferralRow): boolean => state === 'created' || state === 'sent'

const isGone = (office: KnownOffice | undefined, today: string): boolean =>
  !office || (office.closedFrom !== null && office.closedFrom <= today)

const closedSince = ({ office, movedAt }: StallFacts): number =>
  office?.closedFrom ? Math.max(movedAt, Date.parse(`${office.closedFrom}T00:00:00+08:00`)) : movedAt

/** The office that has a referral, or whoever it rose to since that one let its time pass. */
function whoAnswers(row: ReferralRow, { office, risen, ...facts }: StallFacts, today: string): MustAct {
  if (!risen) return whoHas(row, { office, risen, ...facts }, 'answer')
  const { toOffice, toArea } = risen
  return toOffice && !isGone(toOffice, today) ? officeMust(toOffice, 'see-to-it') : union(toArea, 'see-to-it')
}

const whoHas = (row: ReferralRow, { office }: StallFacts, task: StallTask): MustAct =>
  office ? officeMust(office, task) : union(row.countyCode, 'reroute')

const officeMust = ({ id, name, areaCode }: KnownOffice, task: StallTask): MustAct => ({
  kind: 'office',
  role: 'office_clerk',
  officeId: id,
  name,
  areaCode,
  level: areaLevel(areaCode),
  task,
})

/** Who decides for the union at each level. */
const unionRoles = {
  county: 'county_reviewer',
  city: 'city_approver',
  region: 'region_supervisor',
} as const satisfies Record<string, StaffRole>

const union = (areaCode: string, task: StallTask): MustAct => ({
  kind: 'union',
  role: unionRoles[areaLevel(areaCode)],
  officeId: null,
  name: `${areaFullName(areaCode)}总工会`,
  areaCode,
  level: areaLevel(areaCode),
  task,
})
