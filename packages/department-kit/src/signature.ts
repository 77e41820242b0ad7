/**
 * Standard Webhooks (https://www.standardwebhooks.com): `v1` is HMAC-SHA256 and `v1a` ed25519, both over
 * `{webhook-id}.{webhook-timestamp}.{body}`. Comparing is left to WebCrypto, which takes the same time whatever differs.
 */

/** How far the timestamp may lie from now, both ways, seconds. */
export const toleranceSeconds = 300

/** Keys that a message is checked by; one that fits is enough. */
export interface SignatureKeys {
  /** `whsec_` and base64; several while one takes the place of another. */
  secrets?: readonly string[] | undefined
  /** `whpk_` and base64 of 32 bytes, for `v1a`. */
  publicKeys?: readonly string[] | undefined
}

/** What a message is signed with: a secret (`whsec_`) makes `v1`, a private key (`whsk_`) makes `v1a`. */
export interface SigningKey {
  secret?: string | undefined
  privateKey?: string | undefined
}

export type HeaderSource =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

export type Refusal = 'headers-missing' | 'timestamp-outside-window' | 'signature-wrong'
export type Verified = { ok: true; id: string; sentAt: Date } | { ok: false; reason: Refusal }

type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const bytesOf = (text: string): Bytes => Uint8Array.from(encoder.encode(text))
const hmac = { name: 'HMAC', hash: 'SHA-256' }
const ed25519 = { name: 'Ed25519' }
/** What stands before the 32 bytes of an ed25519 seed in PKCS #8 (RFC 8410). */
const pkcs8Prefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
const mostSignatures = 20

const toBase64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))

function fromBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** The bytes of a key behind its prefix. Throws where it is none, and repeats nothing of it. */
function keyBytes(key: string, prefix: string): Bytes {
  const bytes = key.startsWith(prefix) ? fromBase64(key.slice(prefix.length)) : undefined
  if (!bytes || bytes.length === 0) throw new TypeError(`a key must be ${prefix} and base64`)
  return bytes
}

const hmacKey = (secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', keyBytes(secret, 'whsec_'), hmac, false, [use])

const publicKeyOf = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', keyBytes(key, 'whpk_'), ed25519, false, ['verify'])

/** A private key is the seed of 32 bytes, or the seed with the public key behind it. */
const privateKeyOf = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'pkcs8',
    Uint8Array.from([...pkcs8Prefix, ...keyBytes(key, 'whsk_').slice(0, 32)]),
    ed25519,
    false,
    ['sign'],
  )

/** The headers of a message, signed with each key that is given. Throws a TypeError where there is none or it is malformed. */
export async function signMessage(
  key: SigningKey,
  { id, body, now = new Date() }: { id: string; body: string; now?: Date },
): Promise<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const content = bytesOf(`${id}.${timestamp}.${body}`)
  const signatures: string[] = []
  if (key.secret !== undefined) {
    signatures.push(`v1,${toBase64(await crypto.subtle.sign(hmac, await hmacKey(key.secret, 'sign'), content))}`)
  }
  if (key.privateKey !== undefined) {
    signatures.push(`v1a,${toBase64(await crypto.subtle.sign(ed25519, await privateKeyOf(key.privateKey), content))}`)
  }
  if (signatures.length === 0) throw new TypeError('there is no key to sign with')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/** Checks a message over its body exactly as it came. Says which check failed, for your log; tell the sender 401. */
export async function verifyMessage(
  keys: SignatureKeys,
  headers: HeaderSource,
  rawBody: string,
  now = new Date(),
): Promise<Verified> {
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const given = headerOf(headers, 'webhook-signature').split(' ').slice(0, mostSignatures)
  if (!/^[\w.-]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || given[0] === '')
    return { ok: false, reason: 'headers-missing' }
  const content = bytesOf(`${id}.${timestamp}.${rawBody}`)
  const checks = await Promise.all([
    ...(keys.secrets ?? []).map(async (each) => fits(hmac, await hmacKey(each, 'verify'), given, 'v1,', content)),
    ...(keys.publicKeys ?? []).map(async (each) => fits(ed25519, await publicKeyOf(each), given, 'v1a,', content)),
  ])
  if (!checks.includes(true)) return { ok: false, reason: 'signature-wrong' }
  const sentAt = new Date(Number(timestamp) * 1000)
  return Math.abs(now.getTime() - sentAt.getTime()) > toleranceSeconds * 1000
    ? { ok: false, reason: 'timestamp-outside-window' }
    : { ok: true, id, sentAt }
}

/** Whether any of the signatures of a kind is of that key. */
async function fits(
  algorithm: { name: string },
  key: CryptoKey,
  given: readonly string[],
  prefix: 'v1,' | 'v1a,',
  content: Bytes,
): Promise<boolean> {
  const signatures = given
    .filter((each) => each.startsWith(prefix))
    .map((each) => fromBase64(each.slice(prefix.length)))
    .filter((each) => each !== undefined)
  const each = await Promise.all(signatures.map((one) => crypto.subtle.verify(algorithm, key, one, content)))
  return each.includes(true)
}

/** A header of a Fetch request or of Node, whose names are lower case; '' where it is missing or there twice. */
function headerOf(headers: HeaderSource, name: string): string {
  const value = isGetter(headers) ? headers.get(name) : headers[name]
  return typeof value === 'string' ? value : ''
}

const isGetter = (headers: HeaderSource): headers is { get(name: string): string | null } =>
  typeof headers.get === 'function'
