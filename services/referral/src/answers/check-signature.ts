import { ProblemError, type ServiceContext, toleranceSeconds, verifyWebhook } from '@jiekun/worker'
import { openSecrets } from '../offices/secrets.ts'

/** What the webhooks of an office are checked by. */
export interface Credentials {
  /** The secrets that are good for it, sealed. */
  secretsSealed: readonly string[]
  /** The key that it has registered to sign with, if it has. */
  publicKey: string | null
}

/** Checks the signature of an office over a raw body. @returns the id of the webhook; ends the request with 404 or 401. */
export async function checkSignature(
  ctx: ServiceContext,
  { officeId, headers, body }: SignedRequest,
  credentials: Credentials | undefined,
): Promise<string> {
  if (!credentials) throw new ProblemError('not-found')
  const secrets = await openSecrets(ctx.keyring, officeId, credentials.secretsSealed)
  const verified = await verifyWebhook(secrets, headers, body, ctx.now)
  if (verified.ok) return verified.id
  const { reason } = verified.refusal
  throw new ProblemError('signature-invalid', reason === 'stale' ? skewOf(headers, ctx.now) : detailOf[reason])
}

/** A signed request as it came. */
export interface SignedRequest {
  officeId: string
  headers: Headers
  body: string
}

const detailOf = {
  missing: 'webhook-id, webhook-timestamp (seconds since 1970) and webhook-signature are needed',
  wrong: 'No signature fits: sign `{webhook-id}.{webhook-timestamp}.{body}`, the body as it is sent, byte by byte',
} as const

/** By how much the clock of a sender differs from ours. It signed the timestamp, so the figure helps nobody else. */
function skewOf(headers: Headers, now: Date): string {
  const seconds = Math.round(Number(headers.get('webhook-timestamp')) - now.getTime() / 1000)
  const side = seconds > 0 ? 'ahead of' : 'behind'
  return `webhook-timestamp is ${Math.abs(seconds)} s ${side} our clock (${now.toISOString()}); ${toleranceSeconds} s are allowed`
}
