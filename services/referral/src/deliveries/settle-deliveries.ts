import type { Event } from '@jiekun/schema'
import { type AuditEntry, commit, log, type ServiceContext, violates } from '@jiekun/worker'
import { noticeDisclosure } from '../disclosures/notice-disclosure.ts'
import { disclosureStatements } from '../disclosures/store.ts'
import { envelope } from '../envelope.ts'
import { type AttemptRow, attemptStatements, sealAnswers } from './attempt-store.ts'
import { waitAfter } from './back-off.ts'
import { type Disabling, disableStatements, healthOf, healthStatements, type OfficeHealth } from './endpoint-health.ts'
import type { Attempt } from './send-notice.ts'
import { type DeliveryUpdate, type DueDelivery, loadUnsettled, settlement, type UnsentReferral } from './store.ts'

/** An attempt that has ended, when, and the events that asked for it. */
export interface Settled {
  delivery: DueDelivery
  attempt: Attempt
  eventIds: string[]
  /** Milliseconds since 1970: the office may have answered long after the work on its batch began. */
  endedAt: number
  /** When it is tried next; undefined where it is not. */
  retryAt: number | undefined
}

/** When an attempt is followed by another, if it is. `random` lies between 0 and 1. */
export function retryTime(
  delivery: DueDelivery,
  attempt: Attempt,
  endedAt: number,
  random: number,
): number | undefined {
  switch (attempt.kind) {
    case 'failed': {
      const wait = waitAfter(delivery.tries + 1, random)
      return wait === undefined ? undefined : endedAt + wait
    }
    case 'slowed':
    case 'paused':
      return attempt.until
    case 'delivered':
    case 'inbox':
    case 'held':
    case 'moot':
      return undefined
    default:
      return attempt satisfies never
  }
}

/** How often a settlement is decided anew when an office answers, or is changed, in the middle of it. */
const tries = 5

/**
 * Writes how attempts ended and what was disclosed by them, and takes the referrals that reached their office from created
 * to sent. A delivery that is no longer pending and a referral that its office has already answered stay as they are. An
 * endpoint that is gone, or has failed for days, is stopped in the same batch.
 */
export async function settleDeliveries(ctx: ServiceContext, settled: readonly Settled[]): Promise<void> {
  const attempts = await sealAnswers(ctx.keyring, settled)
  for (let attempt = 1; ; attempt++) {
    const { pending, created, offices } = await loadUnsettled(
      ctx,
      settled.map(({ delivery }) => delivery),
    )
    const open = settled.filter(({ delivery }) => pending.has(delivery.id))
    const health = healthOf(open, offices)
    try {
      await commit(ctx, decide(ctx, { settled, open, created, offices, attempts, ...health }))
      for (const { office, because } of health.disabled)
        log('warn', 'endpoint-disabled', { officeId: office.id, because })
      return
    } catch (error) {
      const isLostRace = violates(error, 'referral_transitions.sequence') || violates(error, 'office_changes.sequence')
      if (attempt === tries || !isLostRace) throw error
    }
  }
}

interface Found extends ReturnType<typeof healthOf> {
  settled: readonly Settled[]
  open: readonly Settled[]
  created: ReadonlyMap<string, UnsentReferral>
  offices: ReadonlyMap<string, OfficeHealth>
  attempts: readonly AttemptRow[]
}

function decide(ctx: ServiceContext, { settled, open, created, offices, attempts, changed, disabled }: Found) {
  const reached = open.filter(({ attempt }) => attempt.kind === 'delivered' || attempt.kind === 'inbox')
  const sent = reached
    .filter(({ delivery }) => delivery.type === 'referral.created')
    .flatMap(({ delivery }) =>
      delivery.referrals.map(({ referralId }) => ({ delivery, referral: created.get(referralId) })),
    )
    .flatMap(({ delivery, referral }) => (referral?.officeId === delivery.officeId ? [referral] : []))
  // Stopped now, or a moment ago by another that was under way at the same time.
  const stoppedBefore = [...offices.values()].filter(({ disabledAt }) => disabledAt !== null)
  const stopped = new Set([...disabled.map(({ office }) => office), ...stoppedBefore].map(({ id }) => id))
  const updates = open.map((each) => updateOf(each, stopped))
  const givenUp = updates.filter(({ state }) => state === 'failed').map(({ id }) => id)
  const areaOf = new Map(open.map(({ delivery }) => [delivery.id, delivery.countyCode]))
  return {
    statements: [
      ...settlement(ctx, { updates, sent, eventIds: settled.flatMap((each) => each.eventIds) }),
      ...attemptStatements(ctx, attempts),
      ...healthStatements(ctx, changed),
      ...disabled.flatMap((each) => disableStatements(ctx, each)),
      ...disclosureStatements(
        ctx,
        reached.map(({ delivery }) => noticeDisclosure(delivery)),
      ),
    ],
    events: [...sent.map((referral) => sentEvent(ctx, referral)), ...disabled.map((each) => disabledEvent(ctx, each))],
    audit: [
      ...reached.map(
        ({ delivery }): AuditEntry => ({ action: 'delivery.settled', subject: delivery.id, area: delivery.countyCode }),
      ),
      ...givenUp.map((id): AuditEntry => ({ action: 'delivery.given-up', subject: id, area: areaOf.get(id) ?? '' })),
      ...disabled.map(
        ({ office }): AuditEntry => ({ action: 'office.endpoint-disabled', subject: office.id, area: office.areaCode }),
      ),
    ],
  }
}

const sentEvent = (ctx: ServiceContext, referral: UnsentReferral): Event => {
  const { id, version, measure, clause, officeId } = referral
  return {
    ...envelope(ctx, referral.planId, referral.countyCode),
    type: 'referral.changed',
    data: { referralId: id, version: version + 1, state: 'sent', measure, clause, officeId },
  }
}

const disabledEvent = (ctx: ServiceContext, { office, because }: Disabling): Event => ({
  ...envelope(ctx, office.id, office.areaCode),
  type: 'endpoint.disabled',
  data: { officeId: office.id, because },
})

function updateOf({ delivery, attempt, endedAt, retryAt }: Settled, stopped: ReadonlySet<string>): DeliveryUpdate {
  const waiting = { id: delivery.id, state: 'pending' as const, deliveredAt: null, nextAttemptAt: retryAt ?? null }
  switch (attempt.kind) {
    case 'delivered': {
      const { status } = attempt.posted
      return {
        ...waiting,
        state: 'delivered',
        deliveredAt: endedAt,
        attempted: 1,
        tried: 1,
        lastStatus: status,
        lastError: null,
      }
    }
    case 'inbox':
      return {
        ...waiting,
        state: 'inbox',
        deliveredAt: endedAt,
        attempted: 1,
        tried: 1,
        lastStatus: null,
        lastError: null,
      }
    case 'failed': {
      const { status, error } = attempt.posted
      const tried = { ...waiting, attempted: 1, tried: 1, lastStatus: status, lastError: error }
      if (stopped.has(delivery.officeId)) return { ...tried, state: 'held', nextAttemptAt: null }
      return retryAt === undefined ? { ...tried, state: 'failed' } : tried
    }
    case 'slowed': {
      const { status, error } = attempt.posted
      return { ...waiting, attempted: 1, tried: 0, lastStatus: status, lastError: error }
    }
    case 'held':
      return { ...waiting, state: 'held', attempted: 0, tried: 0, lastStatus: null, lastError: 'held' }
    case 'moot':
      return { ...waiting, state: 'failed', attempted: 0, tried: 0, lastStatus: null, lastError: 'moot' }
    case 'paused':
      return { ...waiting, attempted: 0, tried: 0, lastStatus: null, lastError: 'paused' }
    default:
      return attempt satisfies never
  }
}
