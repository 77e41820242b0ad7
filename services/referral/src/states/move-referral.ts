import type { WorkingCalendar } from '@jiekun/calendar'
import { type Event, type NoticeType, type ReferralState, referralStateSchema } from '@jiekun/schema'
import type { referrals } from '@jiekun/schema/tables/referral'
import { dayInChina, newId, type ServiceContext } from '@jiekun/worker'
import { type Clock, nextClock } from '../deadlines/clock.ts'
import { envelope } from '../envelope.ts'
import { type Step, transitions } from './transition.ts'

export type ReferralRow = typeof referrals.$inferSelect

/** What a step changes besides the state and the clock. */
export type StepSet = Partial<
  Pick<
    ReferralRow,
    | 'officeId'
    | 'isDefault'
    | 'routedBecause'
    | 'outcome'
    | 'declineCode'
    | 'amountFen'
    | 'periodFrom'
    | 'periodTo'
    | 'documentNumber'
    | 'documents'
  >
>

/** A referral on its way from one version to the next. */
export interface Move {
  row: ReferralRow
  step: Step
  next: ReferralRow & { state: ReferralState }
  /** What was written of it, shown to staff. */
  reason: string | null
}

/** A step of a referral as it will be stored. Whether the state takes the step was asked before. */
export function moveOf(
  ctx: Pick<ServiceContext, 'now'>,
  calendar: WorkingCalendar,
  row: ReferralRow,
  { step, set = {}, reason = null }: { step: Step; set?: StepSet; reason?: string | null },
): Move {
  const state = transitions[step].to
  const { measure, emergency } = row
  const clock = nextClock(calendar, row, { step, state, measure, emergency, today: dayInChina(ctx.now) })
  return { row, step, reason, next: { ...row, ...set, ...clock, state, version: row.version + 1 } }
}

/** Who acts, as the history of a referral names them. */
export const actorName = ({ actor }: Pick<ServiceContext, 'actor'>): string =>
  'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind

/** The columns of the clock, as the table names them. */
const clockColumns = {
  duty: 'duty',
  clockFrom: 'clock_from',
  clockDays: 'clock_days',
  dueOn: 'due_on',
  dueKnown: 'due_known',
  suspendedDays: 'suspended_days',
  attendOn: 'attend_on',
  warned: 'warned',
  escalations: 'escalations',
  escalatedTo: 'escalated_to',
} as const satisfies Record<keyof Clock, string>

/** The columns that a step may change; of `referrals` as the table names them. */
const changing = {
  state: 'state',
  version: 'version',
  officeId: 'office_id',
  isDefault: 'is_default',
  routedBecause: 'routed_because',
  outcome: 'outcome',
  declineCode: 'decline_code',
  amountFen: 'amount_fen',
  periodFrom: 'period_from',
  periodTo: 'period_to',
  documentNumber: 'document_number',
  documents: 'documents',
  ...clockColumns,
} as const satisfies Partial<Record<keyof ReferralRow, string>>

const assign = (columns: Readonly<Record<string, string>>): string[] =>
  Object.entries(columns).map(([key, column]) => `${column} = value->>'${key}'`)
const assignments = assign(changing)

/** The assignments of an UPDATE that sets the clocks of referrals from JSON. */
export const assignClock: string = assign(clockColumns).join(', ')

/** The statements that move referrals, two however many; the key of the transitions fails the batch of whoever lost a race. */
export function moveStatements(ctx: ServiceContext, moves: readonly Move[]): D1PreparedStatement[] {
  const rows = moves.map(({ row, next, reason }) => ({ ...next, formerOfficeId: row.officeId, reason }))
  const json = JSON.stringify(rows)
  return [
    ctx.db
      .prepare(
        `INSERT INTO referral_transitions (referral_id, sequence, state, at, actor, reason, office_id)
         SELECT value->>'id', value->>'version', value->>'state', ?2, ?3, value->>'reason', value->>'formerOfficeId'
         FROM json_each(?1)`,
      )
      .bind(json, ctx.now.getTime(), actorName(ctx)),
    ctx.db
      .prepare(`UPDATE referrals SET ${assignments} FROM json_each(?1) WHERE referrals.id = value->>'id'`)
      .bind(json),
  ]
}

/** The event that tells of a move. */
export const movedEvent = (ctx: ServiceContext, { next }: Move): Event => ({
  ...envelope(ctx, next.planId, next.countyCode),
  type: 'referral.changed',
  data: {
    referralId: next.id,
    version: next.version,
    state: next.state,
    measure: next.measure,
    clause: next.clause,
    officeId: next.officeId,
  },
})

/** The state of a stored referral. */
export const stateOf = (row: Pick<ReferralRow, 'state'>): ReferralState => referralStateSchema.parse(row.state)

/** A notice about one referral, as a delivery that is still to be written. */
export const noticeAbout = (row: ReferralRow, type: NoticeType, officeId: string) => ({
  id: newId(row.countyCode),
  planId: row.planId,
  countyCode: row.countyCode,
  officeId,
  type,
  clause: row.clause,
  referralIds: [row.id],
  taskId: null,
})
