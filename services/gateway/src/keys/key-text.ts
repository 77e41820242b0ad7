/** A key as it is sent: `jk_`, its id, and the secret of which only the hash is stored. */
const form = /^Bearer jk_([a-z0-9]{8})_([A-Za-z0-9]{32})$/

const lower = 'abcdefghijklmnopqrstuvwxyz0123456789'
const mixed = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`

/** Characters drawn alike from an alphabet of at most 62: a byte beyond the last whole multiple is drawn again. */
function random(alphabet: string, length: number): string {
  const fair = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < fair && text.length < length) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

export interface KeyText {
  id: string
  secret: string
}

/** A new key: 190 bits of secret. */
export const newKeyText = (): KeyText => ({ id: random(lower, 8), secret: random(mixed, 32) })

/** The text that its holder sends. */
export const writeKey = ({ id, secret }: KeyText): string => `jk_${id}_${secret}`

/** What an Authorization header carries, or undefined where it is no key of ours. */
export function readKey(authorization: string): KeyText | undefined {
  const [, id, secret] = form.exec(authorization) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** Whether an id is a key's rather than a user's. */
export const isKeyId = (id: string): boolean => /^[a-z0-9]{8}$/.test(id)
