import { verifyMessage } from '@jiekun/department-kit'

/** HMAC-SHA256 (`v1`): the house and the office share a secret. */
export const verifyHmac = (headers: Headers, rawBody: string, secret: string) =>
  verifyMessage({ secrets: [secret] }, headers, rawBody)

/** ed25519 (`v1a`): the house signs with a key of its own, and there is nothing to keep secret. */
export async function verifyEd25519(headers: Headers, rawBody: string, house: string) {
  const response = await fetch(`${house}/api/v1/webhook-keys`)
  const { items }: { items: { publicKey: string }[] } = await response.json()
  return verifyMessage({ publicKeys: items.map(({ publicKey }) => publicKey) }, headers, rawBody)
}
