import type { Keyring } from '@jiekun/worker'

/** Where the secrets of an office are sealed to, the present one and those before it. */
const place = (officeId: string): string => `offices.secret:${officeId}`

export const sealSecret = (keyring: Keyring, officeId: string, secret: string): Promise<string> =>
  keyring.seal(secret, place(officeId))

/** Opens the secrets of an office, in their order. */
export const openSecrets = (keyring: Keyring, officeId: string, sealed: readonly string[]): Promise<string[]> =>
  Promise.all(sealed.map((each) => keyring.unseal(each, place(officeId))))

/** A new webhook secret: 32 random bytes. */
export const newSecret = (): string =>
  `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`

/** The keys that webhooks to an office are signed with: its secrets, the private keys of the house, or both. */
export async function signingKeys(
  keyring: Keyring,
  officeId: string,
  signature: string,
  secretsSealed: readonly string[],
): Promise<string[]> {
  const secrets = signature === 'ed25519' ? [] : await openSecrets(keyring, officeId, secretsSealed)
  return signature === 'hmac' ? secrets : [...secrets, ...keyring.webhookKeys.values()]
}
