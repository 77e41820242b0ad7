import {
  ProblemError,
  type ServiceContext,
  type SignatureRefusal,
  toleranceSeconds,
  verifyWebhook,
} from '@jiekun/worker'
import { openSecrets } from '../offices/secrets.ts'
import { fitsPublicKey } from './public-key-signature.ts'

/** What the webhooks of an office are checked by. */
export interface Credentials {
  /** The secrets that are good for it, sealed. */
  secretsSealed: readonly string[]
  /** The key that it has registered to sign with, if it has. */
  publicKey: string | null
}

/** A signed request as it came. */
export interface SignedRequest {
  officeId: string
  headers: Headers
  body: string
}

/** Checks the signature of an office over a raw body. @returns the id of the webhook; ends the request with 404 or 401. */
export async function checkSignature(
  ctx: ServiceContext,
  request: SignedRequest,
  credentials: Credentials | undefined,
): Promise<string> {
  if (!credentials) throw new ProblemError('not-found')
  const secrets = await openSecrets(ctx.keyring, request.officeId, credentials.secretsSealed)
  const verified = await verifyWebhook(secrets, request.headers, request.body, ctx.now)
  if (verified.ok) return verified.id
  const refused =
    verified.refusal.reason === 'wrong' ? await byPublicKey(request, credentials.publicKey, ctx.now) : verified.refusal
  if (refused === undefined) return request.headers.get('webhook-id') ?? ''
  const detail = refused.reason === 'stale' ? skewOf(request.headers, ctx.now) : detailOf[refused.reason]
  throw new ProblemError('signature-invalid', detail)
}

/** Why a request that no secret fits is refused; undefined where the public key of the office fits it. */
async function byPublicKey(
  { headers, body }: SignedRequest,
  publicKey: string | null,
  now: Date,
): Promise<SignatureRefusal | undefined> {
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const content = `${headers.get('webhook-id')}.${timestamp}.${body}`
  const signatures = headers.get('webhook-signature') ?? ''
  if (publicKey === null || !(await fitsPublicKey(publicKey, signatures, content))) return { reason: 'wrong' }
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds ? { reason: 'stale' } : undefined
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
