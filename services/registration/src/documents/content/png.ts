import { joined, latin1, mostPixels, uint32 } from './bytes.ts'

const headLength = 8
/** What a picture is made of, and its colours; text, time, place, films and whatever programs may add is not among them. */
const keptChunks = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'pHYs'])

/** A PNG up to its own end, made of the picture alone. A file that ends before its picture does is broken. */
export function cleanPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | 'broken' {
  const parts: Uint8Array[] = [bytes.subarray(0, headLength)]
  let hasData = false
  let at = headLength
  while (at + 12 <= bytes.byteLength) {
    const length = uint32(bytes, at)
    const type = latin1(bytes, at + 4, at + 8)
    const next = at + 12 + length
    if (next > bytes.byteLength || !/^[A-Za-z]{4}$/.test(type)) return 'broken'
    if ((at === headLength) !== (type === 'IHDR')) return 'broken'
    if (type === 'IHDR' && !isSized(uint32(bytes, at + 8), uint32(bytes, at + 12))) return 'broken'
    if (type === 'IDAT') hasData = true
    if (keptChunks.has(type)) parts.push(bytes.subarray(at, next))
    if (type === 'IEND') return hasData ? joined(parts) : 'broken'
    at = next
  }
  return 'broken'
}

const isSized = (width: number, height: number): boolean => width > 0 && height > 0 && width * height <= mostPixels
