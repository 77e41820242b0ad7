import { sameText } from './keyring.ts'

/**
 * Standard Webhooks signatures over `id.timestamp.body`, base64, in a list: `v1,…` is HMAC-SHA256 under a secret
 * (`whsec_`), `v1a,…` is ed25519 under a private key (`whsk_`, 32 bytes), checked by its public one (`whpk_`). The prefix of
 * a key says which it is. Our own lines and not the published library, because that reads `123abc` as a timestamp and does
 * `v1` only; the library is the oracle of the tests.
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
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

const ed25519 = { name: 'Ed25519' }
/** What PKCS #8 puts before the 32 bytes of an ed25519 private key. */
const pkcs8Head = fromBase64('MC4CAQAwBQYDK2VwBCIEIA==')

const imports: Record<string, (raw: Uint8Array<ArrayBuffer>) => Promise<CryptoKey>> = {
  whsec: (raw) => crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  whsk: (raw) => crypto.subtle.importKey('pkcs8', new Uint8Array([...pkcs8Head, ...raw]), ed25519, true, ['sign']),
  whpk: (raw) => crypto.subtle.importKey('raw', raw, ed25519, false, ['verify']),
}

const imported = new Map<string, Promise<CryptoKey>>()
/** Keys kept imported in an isolate: importing one costs as much as signing with it. */
const keptKeys = 5000

function importKey(key: string): Promise<CryptoKey> {
  const known = imported.get(key)
  if (known) return known
  const [kind = '', bytes = ''] = key.includes('_') ? key.split('_', 2) : ['whsec', key]
  const load = imports[kind]
  if (!load) throw new Error('a webhook key of an unknown kind')
  if (imported.size >= keptKeys) imported.clear()
  const made = load(fromBase64(bytes))
  imported.set(key, made)
  return made
}

/** The public key (`whpk_`) of a private one (`whsk_`). */
export async function publicKeyOf(privateKey: string): Promise<string> {
  const jwk = await crypto.subtle.exportKey('jwk', await importKey(privateKey))
  const x = 'x' in jwk ? (jwk.x ?? '') : ''
  return `whpk_${toBase64(fromBase64(x.replaceAll('-', '+').replaceAll('_', '/')))}`
}

async function signatureOf(key: string, content: string): Promise<string> {
  const [algorithm, version] = key.startsWith('whsk_') ? [ed25519, 'v1a'] : ['HMAC', 'v1']
  const signature = await crypto.subtle.sign(algorithm, await importKey(key), encoder.encode(content))
  return `${version},${toBase64(new Uint8Array(signature))}`
}

/** The headers of a webhook, signed with every key that is good: secrets (`whsec_`) and private keys (`whsk_`). */
export async function signWebhook(
  keys: readonly string[],
  id: string,
  now: Date,
  body: string,
): Promise<SignedHeaders> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = await Promise.all(keys.map((key) => signatureOf(key, `${id}.${timestamp}.${body}`)))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/**
 * Checks a webhook over its raw body by the keys that are good for its sender: secrets (`whsec_`) and public keys
 * (`whpk_`). @returns its id, or why it is refused.
 */
export async function verifyWebhook(
  keys: readonly string[],
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
  const content = `${id}.${timestamp}.${body}`
  // Every signature is checked by every key, so that the time tells nothing of which one fits.
  const fits = await Promise.all(keys.map((key) => anyFits(key, given.split(' '), content)))
  if (!fits.includes(true)) return { ok: false, refusal: { reason: 'wrong' } }
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp))
  return age > toleranceSeconds ? { ok: false, refusal: { reason: 'stale' } } : { ok: true, id }
}

async function anyFits(key: string, given: readonly string[], content: string): Promise<boolean> {
  if (!key.startsWith('whpk_')) {
    const expected = await signatureOf(key, content)
    return given.map((each) => sameText(each, expected)).includes(true)
  }
  const publicKey = await importKey(key)
  const checked = given
    .flatMap((each) => (/^v1a,[A-Za-z0-9+/]{86}==$/.test(each) ? [each.slice('v1a,'.length)] : []))
    .map((each) => crypto.subtle.verify(ed25519, publicKey, fromBase64(each), encoder.encode(content)))
  return (await Promise.all(checked)).includes(true)
}
