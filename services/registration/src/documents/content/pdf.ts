import { stripPdf } from './strip-pdf.ts'

const decoder = new TextDecoder('latin1')
/** Bytes before its end in which a PDF says that it ends. */
const tailLength = 2048

/** What makes a PDF act when it is opened. */
const actions = /\/(JavaScript|JS|Launch)(?![A-Za-z0-9])/

/**
 * A PDF up to its own end, made of its pages alone. One that runs a script or starts a program is `active`. One that is
 * encrypted, as banks send them, or that cannot be taken apart is kept as it is, which is said: its owner cannot help it, and
 * it is never opened here.
 */
export async function cleanPdf(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | { asIs: Uint8Array<ArrayBuffer> } | 'broken' | 'active'> {
  const text = decoder.decode(bytes)
  const last = text.lastIndexOf('%%EOF')
  if (!/^%PDF-[12]\.\d/.test(text) || last < Math.max(1, text.length - tailLength) || !text.includes('startxref'))
    return 'broken'
  if (actions.test(plainNames(withoutStreams(text)))) return 'active'
  const whole = bytes.slice(0, last + '%%EOF'.length)
  const stripped = await stripPdf(whole)
  return stripped === 'sealed-off' ? { asIs: whole } : stripped
}

/** The objects of a PDF without their contents, in which any letters can come up by chance. */
function withoutStreams(text: string): string {
  const parts: string[] = []
  let at = 0
  for (;;) {
    const begin = text.indexOf('stream', at)
    const close = begin === -1 ? -1 : text.indexOf('endstream', begin + 6)
    if (close === -1) return parts.join('') + text.slice(at)
    parts.push(text.slice(at, begin))
    at = close + 'endstream'.length
  }
}

/** Names with their letters written out: `/J#53` is `/JS`. */
const plainNames = (text: string): string =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
