import { sameText } from './keyring.ts'

/**
 * Standard Webhooks signatures: HMAC-SHA256 over `id.timestamp.body`, base64, in a list of `v1,…`. Our own lines and
 * not the published library, because that reads `123abc` as a timestamp; the library is the oracle of the tests.
 */

/** How far the timestamp may lie from now, both ways, seconds. */
export const toleranceSeconds = 300

export interface SignedHeaders {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

export type SignatureRefusal = { reason: 'missing' } | { reason: 'stale' } | { reason: 'wrong' }

const encoder = new TextEncoder()

async function signatureOf(secret: string, content: string): Promise<string> {
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (char) => char.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(content)))
  return `v1,${btoa(String.fromCharCode(...mac))}`
}

const signaturesOf = (secrets: readonly string[], content: string): Promise<string[]> =>
  Promise.all(secrets.map((secret) => signatureOf(secret, content)))

/** The headers of a webhook, signed with every secret that is good. Each is `whsec_` and base64. */
export async function signWebhook(
  secrets: readonly string[],
  id: string,
  now: Date,
  body: string,
): Promise<SignedHeaders> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = await signaturesOf(secrets, `${id}.${timestamp}.${body}`)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/** Checks a webhook over its raw body by the secrets that are good. @returns its id, or why it is refused. */
export async function verifyWebhook(
  secrets: readonly string[],
  headers: Headers,
  body: string,
  now: Date,
): Promise<{ ok: true; id: string } | { ok: false; refusal: SignatureRefusal }> {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const given = headers.get('webhook-signature') ?? ''
  if (!/^[\w.-]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || given === '' || given.length > 1000) {
    return { ok: false, refusal: { reason: 'missing' } }
  }
  const expected = await signaturesOf(secrets, `${id}.${timestamp}.${body}`)
  // Every signature is compared with every one expected, so that the time tells nothing of which one fits.
  const fits = given
    .split(' ')
    .flatMap((each) => expected.map((one) => sameText(each, one)))
    .includes(true)
  if (!fits) return { ok: false, refusal: { reason: 'wrong' } }
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp))
  return age > toleranceSeconds ? { ok: false, refusal: { reason: 'stale' } } : { ok: true, id }
}
