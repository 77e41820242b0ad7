import type { OfficeNotice } from '@jiekun/schema'
import { type Keyring, signWebhook } from '@jiekun/worker'
import { signingKeys } from '../offices/secrets.ts'
import { retryAfterMs } from './back-off.ts'
import { type Posted, postWebhook, type SendOptions } from './post-webhook.ts'
import type { DueDelivery } from './store.ts'

/**
 * How one attempt ended. `inbox`: the office has no system, what lies in its inbox has reached it. `paused`: it asked to
 * be left alone until then. `held`: its webhooks were stopped.
 */
export type Attempt =
  | { kind: 'delivered'; posted: Posted }
  | { kind: 'failed'; posted: Posted }
  /** It takes webhooks, but not now (429): that is no failure. */
  | { kind: 'slowed'; posted: Posted; until: number }
  | { kind: 'inbox' }
  | { kind: 'held' }
  /** All that it was to tell of has gone to other offices since. */
  | { kind: 'moot' }
  | { kind: 'paused'; until: number }

/** How long an office is left alone that says 429 and not for how long, milliseconds. */
const usualPauseMs = 60_000

/** The keys that the webhooks of each office are signed with. */
export type KeysOf = (delivery: DueDelivery) => Promise<string[]>

/** Opens the keys of an office once for all of the webhooks that were read together. */
export function keysOfOffices(keyring: Keyring): KeysOf {
  const opened = new Map<string, Promise<string[]>>()
  return ({ officeId, office, secretsSealed }) => {
    const known = opened.get(officeId) ?? signingKeys(keyring, officeId, office.signature, secretsSealed)
    opened.set(officeId, known)
    return known
  }
}

/** Tries a delivery once. */
export async function sendNotice(keysOf: KeysOf, delivery: DueDelivery, options: SendOptions): Promise<Attempt> {
  const { endpoint, office } = delivery
  if (delivery.referrals.length === 0) return { kind: 'moot' }
  if (endpoint === null) return { kind: 'inbox' }
  if (office.disabledAt !== null) return { kind: 'held' }
  const now = Date.now()
  if (office.pausedUntil !== null && office.pausedUntil > now) return { kind: 'paused', until: office.pausedUntil }
  const keys = await keysOf(delivery)
  if (keys.length === 0) return { kind: 'failed', posted: unsent('no-secret') }
  const body = JSON.stringify(noticeOf(delivery, options.origin))
  const signed = await signWebhook(keys, delivery.id, new Date(), body)
  const posted = await postWebhook(endpoint, { headers: { ...signed }, body }, options)
  if (posted.error === null) return { kind: 'delivered', posted }
  const pause = retryAfterMs(posted.retryAfter, Date.now())
  if (posted.status === 429) return { kind: 'slowed', posted, until: Date.now() + (pause ?? usualPauseMs) }
  return { kind: 'failed', posted }
}

const unsent = (error: string): Posted => ({ status: null, error, latencyMs: 0, answer: '', retryAfter: null })

/** What the office is told: no personal data, and where it reads what its measures need. */
function noticeOf(delivery: DueDelivery, origin: string): OfficeNotice {
  const { type, createdAt, caseNumber, countyCode, clause, dueOn, taskId } = delivery
  const referrals = delivery.referrals.map((referral) => ({
    ...referral,
    link: `${origin}/api/v1/referrals/${referral.referralId}/particulars`,
  }))
  return {
    type,
    timestamp: new Date(createdAt).toISOString(),
    data: { caseNumber, areaCode: countyCode, clause, referrals, dueOn, ...(taskId === null ? {} : { taskId }) },
  }
}
