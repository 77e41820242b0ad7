import type { Event } from '@jiekun/schema'
import { type AuditEntry, commit, dayInChina, log, type ServiceContext, violates } from '@jiekun/worker'
import { deliveryStatements, dueEvents, type NewDelivery } from '../deliveries/new-deliveries.ts'
import { envelope } from '../envelope.ts'
import {
  type Move,
  movedEvent,
  moveOf,
  moveStatements,
  noticeAbout,
  type ReferralRow,
} from '../states/move-referral.ts'
import {
  type Attended,
  type Cursor,
  clockStatements,
  loadDuePage,
  lostRace,
  type Told,
  toldStatements,
} from './attend-store.ts'
import { attentionFor } from './attention.ts'
import type { Clock } from './clock.ts'

/** Referrals that one batch takes, and pages that one tick of the cron takes at most. */
const pageSize = 250
const mostPages = 40

/**
 * Warns, escalates and closes what is to be looked at today. Each page is one batch: of two ticks that take the same
 * page, and of a tick and an office that answers, the second rolls all of its own back. A page that fails is read anew
 * and taken in smaller parts, down to one, so that what cannot be done holds up nothing else.
 */
export async function attendReferrals(ctx: ServiceContext): Promise<void> {
  let after: Cursor | undefined
  let size = pageSize
  for (let turn = 0; turn < mostPages; turn++) {
    const { calendar, page } = await loadDuePage(ctx, after, size)
    const last = page.at(-1)
    if (last === undefined || !calendar.isWorkday(dayInChina(ctx.now))) return
    try {
      await attendPage(ctx, page, calendar)
      size = Math.min(pageSize, size * 5)
    } catch (error) {
      if (!isLostRace(error)) log('warn', 'referrals-unattended', { size: page.length, error })
      size = Math.max(1, Math.floor(page.length / 5))
      if (page.length > 1) continue
    }
    after = { attendOn: last.row.attendOn ?? '', id: last.row.id }
  }
}

const isLostRace = (error: unknown): boolean =>
  (error instanceof Error && error.message.includes(lostRace)) ||
  violates(error, 'referral_escalations.referral_id') ||
  violates(error, 'referral_transitions.sequence')

async function attendPage(
  ctx: ServiceContext,
  page: readonly Attended[],
  calendar: Parameters<typeof attentionFor>[0],
): Promise<void> {
  const told: Told[] = []
  const moves: Move[] = []
  const recounted: { row: ReferralRow; clock: Clock }[] = []
  for (const { row, ladder, told: before } of page) {
    const attention = attentionFor(calendar, row, ladder, dayInChina(ctx.now))
    switch (attention?.kind) {
      case undefined:
        break
      case 'recount':
        recounted.push({ row, clock: attention.clock })
        break
      case 'lapse':
        moves.push(moveOf(ctx, calendar, row, { step: 'lapse', set: { outcome: 'unconfirmed' } }))
        break
      case 'warning':
      case 'escalation': {
        const to = attention.kind === 'warning' ? { toOfficeId: null, toArea: row.countyCode } : attention
        const { toOfficeId, toArea } = to
        const { kind, clock } = attention
        told.push({ row, clock, kind, sequence: before + 1, dueOn: clock.dueOn ?? '', toOfficeId, toArea })
        break
      }
      default:
        attention satisfies never
    }
  }
  if (told.length + moves.length + recounted.length === 0) return
  const notices = told.flatMap(noticesOf)
  await commit(ctx, {
    statements: [
      ...toldStatements(ctx, told),
      ...(moves.length > 0 ? moveStatements(ctx, moves) : []),
      ...clockStatements(ctx, recounted),
      ...deliveryStatements(ctx, notices),
    ],
    events: [
      ...told.map((each) => escalatedEvent(ctx, each)),
      ...moves.map((move) => movedEvent(ctx, move)),
      ...dueEvents(ctx, notices),
    ],
    audit: [
      ...told.map(
        ({ row, kind }): AuditEntry => ({
          action: kind === 'warning' ? 'referral.warned' : 'referral.escalated',
          subject: row.id,
          area: row.countyCode,
        }),
      ),
      ...moves.map(({ row }): AuditEntry => ({ action: 'referral.lapsed', subject: row.id, area: row.countyCode })),
      ...recounted.map(
        ({ row }): AuditEntry => ({ action: 'referral.recounted', subject: row.id, area: row.countyCode }),
      ),
    ],
  })
}

/** Whom a warning or an escalation is told by webhook: the office that must act, or the one above. */
function noticesOf({ row, clock, kind, toOfficeId }: Told): NewDelivery[] {
  if (kind === 'escalation') return toOfficeId === null ? [] : [noticeAbout(row, 'referral.escalated', toOfficeId)]
  return clock.duty === 'office' ? [noticeAbout(row, 'referral.due', row.officeId)] : []
}

const escalatedEvent = (ctx: ServiceContext, { row, kind, sequence, dueOn, toOfficeId, toArea }: Told): Event => ({
  ...envelope(ctx, row.planId, row.countyCode),
  type: 'referral.escalated',
  data: {
    referralId: row.id,
    kind,
    sequence,
    measure: row.measure,
    clause: row.clause,
    state: row.state,
    dueOn,
    officeId: row.officeId,
    toOfficeId,
    toArea,
  },
})
