/**
 * The asymmetric signatures of the Standard Webhooks: ed25519 over `id.timestamp.body`, in the list as `v1a,` and base64.
 * An office that signs so has given us its public key, and we hold nothing that could sign in its name.
 */

/** Signatures looked at in one request; an office that changes its key sends two. */
const mostSignatures = 4

/** Whether one of the signatures in a list fits under a public key (`whpk_` and base64 of 32 bytes). A key that is none fits nothing. */
export async function fitsPublicKey(publicKey: string, signatures: string, content: string): Promise<boolean> {
  const given = signatures
    .split(' ')
    .filter((each) => each.startsWith('v1a,'))
    .slice(0, mostSignatures)
    .map((each) => fromBase64(each.slice('v1a,'.length)))
    .filter((bytes) => bytes?.byteLength === 64)
  const raw = fromBase64(publicKey.replace(/^whpk_/, ''))
  if (given.length === 0 || raw?.byteLength !== 32) return false
  const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify'])
  const signed = new TextEncoder().encode(content)
  const fits = await Promise.all(
    given.map(
      (signature) => signature !== undefined && crypto.subtle.verify({ name: 'Ed25519' }, key, signature, signed),
    ),
  )
  return fits.includes(true)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return undefined
  }
}
