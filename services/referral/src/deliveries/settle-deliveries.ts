import type { Event } from '@jiekun/schema'
import { type AuditEntry, commit, type ServiceContext, violates } from '@jiekun/worker'
import { noticeDisclosure } from '../disclosures/notice-disclosure.ts'
import { disclosureStatements } from '../disclosures/store.ts'
import { envelope } from '../envelope.ts'
import { waitAfter } from './back-off.ts'
import type { Attempt } from './send-notice.ts'
import { type DeliveryUpdate, type DueDelivery, loadUnsettled, settlement, type UnsentReferral } from './store.ts'

/** An attempt that has ended, and the events that asked for it. */
export interface Settled {
  delivery: DueDelivery
  attempt: Attempt
  eventIds: string[]
}

/** How often a settlement is decided anew when an office answers in the middle of it. */
const tries = 5

/**
 * Writes how attempts ended and what was disclosed by them, and takes the referrals that reached their office from created to sent. A delivery that
 * is no longer pending and a referral that its office has already answered stay as they are.
 */
export async function settleDeliveries(ctx: ServiceContext, settled: readonly Settled[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { pending, created } = await loadUnsettled(
      ctx,
      settled.map(({ delivery }) => delivery),
    )
    const open = settled.filter(({ delivery }) => pending.has(delivery.id))
    try {
      await commit(ctx, decide(ctx, settled, open, created))
      return
    } catch (error) {
      if (attempt === tries || !violates(error, 'referral_transitions.sequence')) throw error
    }
  }
}

function decide(
  ctx: ServiceContext,
  settled: readonly Settled[],
  open: readonly Settled[],
  created: ReadonlyMap<string, UnsentReferral>,
) {
  const reached = open.filter(({ attempt }) => attempt.kind !== 'failed')
  const sent = reached
    .filter(({ delivery }) => delivery.type === 'referral.created')
    .flatMap(({ delivery }) => delivery.referrals.map(({ referralId }) => created.get(referralId)))
    .filter((referral) => referral !== undefined)
  const events = sent.map((referral): Event => {
    const { id, version, measure, clause, officeId } = referral
    return {
      ...envelope(ctx, referral.planId, referral.countyCode),
      type: 'referral.changed',
      data: { referralId: id, version: version + 1, state: 'sent', measure, clause, officeId },
    }
  })
  const audit = reached.map(
    ({ delivery }): AuditEntry => ({ action: 'delivery.settled', subject: delivery.id, area: delivery.countyCode }),
  )
  const updates = open.map(({ delivery, attempt }) => updateOf(delivery, attempt))
  return {
    statements: [
      ...settlement(ctx, { updates, sent, eventIds: settled.flatMap((each) => each.eventIds) }),
      ...disclosureStatements(
        ctx,
        reached.map(({ delivery }) => noticeDisclosure(delivery)),
      ),
    ],
    events,
    audit,
  }
}

function updateOf(delivery: DueDelivery, attempt: Attempt): DeliveryUpdate {
  // The office has just answered, which may be long after the work on its batch began.
  const at = Date.now()
  const update = { id: delivery.id, lastStatus: null, lastError: null, deliveredAt: at, nextAttemptAt: null }
  switch (attempt.kind) {
    case 'delivered':
      return { ...update, state: 'delivered', lastStatus: attempt.status }
    case 'inbox':
      return { ...update, state: 'inbox' }
    case 'failed':
      return {
        ...update,
        state: 'pending',
        lastStatus: attempt.status,
        lastError: attempt.error,
        deliveredAt: null,
        nextAttemptAt: at + waitAfter(delivery.attempts + 1),
      }
    default:
      return attempt satisfies never
  }
}
