import { Secret, TOTP } from 'otpauth'

/** The codes of RFC 6238 as every generator app makes them: six digits, thirty seconds, SHA-1. */
const form = { digits: 6, period: 30, algorithm: 'SHA1' }
/** Steps that a clock may be off, to either side. */
const drift = 1
const issuer = '解困 Jiekun'

/** A new secret of a code generator, in base 32. */
export const newCodeSecret = (): string => new Secret({ size: 20 }).base32

/** What the secret of a user is sealed for. */
export const codePlace = (userId: string): string => `users.totp:${userId}`

/** The address by which an app takes over a secret, as text or as a QR code. */
export const codeAddress = (login: string, secret: string): string =>
  new TOTP({ ...form, issuer, label: login, secret: Secret.fromBase32(secret) }).toString()

/** The time step that a code belongs to, or undefined where it is none of this moment's. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime()
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const delta = TOTP.validate({ ...form, token, secret: Secret.fromBase32(secret), timestamp, window: drift })
  return delta === null ? undefined : TOTP.counter({ period: form.period, timestamp }) + delta
}
