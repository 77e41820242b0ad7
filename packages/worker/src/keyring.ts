import * as z from 'zod'
import { toCrockford } from './ids.ts'

/**
 * The keys of a deployment and what is done with them: sealing of personal fields, blind indexes, access codes.
 * The ring is a secret holding every key by id; `current` seals, all of them open, so that keys can be rotated.
 */
const keyringSchema = z.object({
  current: z.string(),
  seal: z.record(z.string().regex(/^[a-z0-9]{1,8}$/), z.base64()),
  /** Of the blind index; changing it means computing every index anew. */
  index: z.base64(),
  /** Of access codes, by id, like `seal`. */
  access: z.record(z.string(), z.base64()),
  /** Of the identity that the gateway passes inward. */
  identity: z.base64(),
  /** Private keys (ed25519, 32 bytes) that webhooks to offices are signed with, by id: every one of them signs. */
  webhook: z.record(z.string().regex(/^[a-z0-9]{1,8}$/), z.base64()).default({}),
})

export interface Keyring {
  /** Seals a text for one place; `place` (table, column and row) is bound in, so a value moved elsewhere does not open. */
  seal(plain: string, place: string): Promise<string>
  /** Opens a sealed text. Throws if it was altered, moved, or its key is not in the ring. */
  unseal(sealed: string, place: string): Promise<string>
  /** Seals the bytes of a file for one place, like {@link Keyring.seal}. They say which key sealed them and nothing else. */
  sealBytes(plain: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>>
  /** Opens sealed bytes. Throws as {@link Keyring.unseal} does. */
  unsealBytes(sealed: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>>
  /** Keyed digest by which a value is found without being stored. `kind` keeps the indexes of two fields apart. */
  blindIndex(kind: string, value: string): Promise<string>
  /**
   * Keyed digest that makes the audit tamper-evident. Its key is derived (HKDF) from the one of the blind index, the only
   * other key that is never rotated: so no deployment needs a further secret, and an old chain can always be verified.
   */
  auditMac(text: string): Promise<string>
  /** The access code of a case: 12 characters (60 bits), derived, never stored. */
  accessCode(caseNumber: string, keyId: string): Promise<string>
  currentAccessKey: string
  identityKey: Uint8Array
  /** The private keys (`whsk_`) that webhooks are signed with, by id. */
  webhookKeys: ReadonlyMap<string, string>
  /** Of the tokens that offices read particulars with; derived (HKDF) from the key of the identity, and ends with it. */
  officeTokenKey: Uint8Array
}

const keyBytes = 32
const ivBytes = 12
const encoder = new TextEncoder()
const decoder = new TextDecoder()

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** SHA-256 as lower-case hexadecimal. */
export async function sha256(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))))
}

/** SHA-256 of bytes as lower-case hexadecimal. */
export async function sha256OfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/** Compares two texts in a time that depends on neither. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [encoder.encode(a), encoder.encode(b)]
  if (left.byteLength !== right.byteLength) return false
  return crypto.subtle.timingSafeEqual(left, right)
}

const importHmac = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

async function deriveHmac(key: string, purpose: string): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey('raw', fromBase64(key), 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(purpose) }
  return crypto.subtle.deriveKey(derivation, root, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign'])
}

async function deriveBytes(key: string, purpose: string): Promise<Uint8Array> {
  const root = await crypto.subtle.importKey('raw', fromBase64(key), 'HKDF', false, ['deriveBits'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(purpose) }
  return new Uint8Array(await crypto.subtle.deriveBits(derivation, root, 8 * keyBytes))
}

async function buildKeyring(secret: string): Promise<Keyring> {
  const ring = keyringSchema.parse(JSON.parse(secret))
  const sealKeys = new Map<string, CryptoKey>()
  for (const [id, key] of Object.entries(ring.seal)) {
    sealKeys.set(id, await crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt', 'decrypt']))
  }
  const accessKeys = new Map<string, CryptoKey>()
  for (const [id, key] of Object.entries(ring.access)) accessKeys.set(id, await importHmac(key))
  const indexKey = await importHmac(ring.index)
  const auditKey = await deriveHmac(ring.index, 'jiekun audit 1')
  const keyOf = (keys: Map<string, CryptoKey>, id: string): CryptoKey => {
    const key = keys.get(id)
    if (!key) throw new Error(`no key ${id} in the key ring`)
    return key
  }
  keyOf(sealKeys, ring.current)
  keyOf(accessKeys, ring.current)
  const mac = async (key: CryptoKey, text: string): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))

  return {
    currentAccessKey: ring.current,
    identityKey: fromBase64(ring.identity),
    webhookKeys: new Map(Object.entries(ring.webhook).map(([id, key]) => [id, `whsk_${key}`])),
    officeTokenKey: await deriveBytes(ring.identity, 'jiekun office token 1'),
    async seal(plain, place) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
      const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(place) }
      const cipher = await crypto.subtle.encrypt(algorithm, keyOf(sealKeys, ring.current), encoder.encode(plain))
      return `${ring.current}.${toBase64(iv)}.${toBase64(new Uint8Array(cipher))}`
    },
    async unseal(sealed, place) {
      const [id = '', iv = '', cipher = ''] = sealed.split('.')
      const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: encoder.encode(place) }
      return decoder.decode(await crypto.subtle.decrypt(algorithm, keyOf(sealKeys, id), fromBase64(cipher)))
    },
    async sealBytes(plain, place) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
      const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(place) }
      const cipher = new Uint8Array(await crypto.subtle.encrypt(algorithm, keyOf(sealKeys, ring.current), plain))
      const id = encoder.encode(ring.current)
      const sealed = new Uint8Array(1 + id.byteLength + ivBytes + cipher.byteLength)
      sealed[0] = id.byteLength
      sealed.set(id, 1)
      sealed.set(iv, 1 + id.byteLength)
      sealed.set(cipher, 1 + id.byteLength + ivBytes)
      return sealed
    },
    async unsealBytes(sealed, place) {
      const ivAt = 1 + (sealed[0] ?? 0)
      const key = keyOf(sealKeys, decoder.decode(sealed.subarray(1, ivAt)))
      const iv = sealed.subarray(ivAt, ivAt + ivBytes)
      const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(place) }
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.subarray(ivAt + ivBytes)))
    },
    async blindIndex(kind, value) {
      return toHex(await mac(indexKey, `${kind}:${value}`))
    },
    async auditMac(text) {
      return toHex(await mac(auditKey, text))
    },
    async accessCode(caseNumber, keyId) {
      return toCrockford((await mac(keyOf(accessKeys, keyId), caseNumber)).slice(0, 12))
    },
  }
}

/**
 * What makes a key ring unfit for a deployment, each in a line that names the key and not its bytes: one that a local
 * start has made, is malformed, or holds keys that are short, of one byte over and over, or used twice.
 */
export function keyringFaults(secret: string): string[] {
  let json: unknown
  try {
    json = JSON.parse(secret)
  } catch {
    return ['KEYRING is not JSON']
  }
  const ring = keyringSchema.extend({ local: z.boolean().optional() }).safeParse(json)
  if (!ring.success) return ['KEYRING is not a key ring']
  const { seal, access, index, identity, webhook, local } = ring.data
  const keys = [
    ...Object.entries(seal).map(([id, key]) => [`KEYRING.seal.${id}`, key] as const),
    ...Object.entries(access).map(([id, key]) => [`KEYRING.access.${id}`, key] as const),
    ...Object.entries(webhook).map(([id, key]) => [`KEYRING.webhook.${id}`, key] as const),
    ['KEYRING.index', index] as const,
    ['KEYRING.identity', identity] as const,
  ]
  return [
    ...(local === true ? ['KEYRING was made by a local start'] : []),
    ...keys.flatMap(([name, key], at) => {
      const bytes = fromBase64(key)
      if (bytes.byteLength < keyBytes) return [`${name} is shorter than ${keyBytes} bytes`]
      if (new Set(bytes).size < 8) return [`${name} is not random`]
      return keys.findIndex(([, other]) => other === key) < at ? [`${name} is used twice`] : []
    }),
  ]
}

const rings = new Map<string, Promise<Keyring>>()

/** The key ring of a secret, built once per isolate. Throws if the secret is malformed. */
export function keyringOf(secret: string): Promise<Keyring> {
  const known = rings.get(secret)
  if (known) return known
  const built = buildKeyring(secret)
  rings.set(secret, built)
  return built
}
