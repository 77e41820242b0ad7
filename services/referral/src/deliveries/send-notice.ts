import type { OfficeNotice } from '@jiekun/schema'
import { type Keyring, signWebhook } from '@jiekun/worker'
import { openSecrets } from '../offices/secrets.ts'
import { checkEndpoint } from './endpoint.ts'
import type { DueDelivery } from './store.ts'

/** How one attempt ended. `inbox`: the office has no system, what lies in its inbox has reached it. */
export type Attempt =
  | { kind: 'delivered'; status: number }
  | { kind: 'inbox' }
  | { kind: 'failed'; status: number | null; error: string }

/** What sending goes by, from the environment. */
export interface SendOptions {
  allowLoopback: boolean
  /** The public address of this house, as offices reach it. */
  origin: string
}

/** How long an office has to take a webhook, milliseconds. */
const timeoutMs = 10_000

/** Tries a delivery once. Every failure comes back as a code: no answer of an office is stored or logged. */
export async function sendNotice(keyring: Keyring, delivery: DueDelivery, options: SendOptions): Promise<Attempt> {
  if (delivery.endpoint === null) return { kind: 'inbox' }
  const endpoint = checkEndpoint(delivery.endpoint, options)
  if (!endpoint.ok) return { kind: 'failed', status: null, error: `endpoint-${endpoint.refusal.reason}` }
  if (delivery.secretsSealed.length === 0) return { kind: 'failed', status: null, error: 'no-secret' }
  const secrets = await openSecrets(keyring, delivery.officeId, delivery.secretsSealed)
  const body = JSON.stringify(noticeOf(delivery, options.origin))
  const signed = await signWebhook(secrets, delivery.id, new Date(), body)
  try {
    const response = await fetch(endpoint.value, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    if (response.ok) return { kind: 'delivered', status: response.status }
    return { kind: 'failed', status: response.status, error: 'status' }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return { kind: 'failed', status: null, error: timedOut ? 'timeout' : 'unreachable' }
  }
}

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
