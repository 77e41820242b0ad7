import { joined, latin1, mostPixels, uint16, uint32 } from './bytes.ts'

const scan = 0xda
const end = 0xd9
const [app0, app1, app2, app14] = [0xe0, 0xe1, 0xe2, 0xee]
const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef
const comment = 0xfe
/** Beginnings of a frame; C4, C8 and CC among them are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/**
 * A JPEG up to its own end without what cameras and programs hang on: place, time, comments, previews, a film behind the
 * picture. Which way is up is kept, in a block that says nothing else. A file that ends before its picture does is broken.
 */
export function cleanJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | 'broken' {
  const parts: Uint8Array[] = []
  let orientation = 1
  let hasFrame = false
  let hasScan = false
  let at = 2
  while (at + 1 < bytes.byteLength) {
    if (bytes[at] !== 0xff) return 'broken'
    const marker = bytes[at + 1] ?? 0
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === end) {
      if (!hasFrame || !hasScan) return 'broken'
      return joined([bytes.subarray(0, 2), ...exifOf(orientation), ...parts, bytes.subarray(at, at + 2)])
    }
    const length = uint16(bytes, at + 2)
    const next = at + 2 + length
    if (marker < 0xc0 || length < 2 || next > bytes.byteLength) return 'broken'
    if (isFrame(marker)) {
      if (!isSized(uint16(bytes, at + 5), uint16(bytes, at + 7))) return 'broken'
      hasFrame = true
    }
    if (marker === app1) orientation = orientationOf(bytes.subarray(at + 4, next)) ?? orientation
    if (marker !== scan) {
      if (isKept(marker, bytes, at)) parts.push(bytes.subarray(at, next))
      at = next
      continue
    }
    hasScan = true
    const scanEnd = endOfScan(bytes, next)
    parts.push(bytes.subarray(at, scanEnd))
    at = scanEnd
  }
  return 'broken'
}

const isSized = (height: number, width: number): boolean => width > 0 && height > 0 && width * height <= mostPixels

/** Colour and how to decode it are kept of what programs may add. */
function isKept(marker: number, bytes: Uint8Array, at: number): boolean {
  if (marker === comment) return false
  if (!isApplication(marker)) return true
  if (marker === app0) return latin1(bytes, at + 4, at + 8) === 'JFIF'
  return marker === app14 || (marker === app2 && latin1(bytes, at + 4, at + 15) === 'ICC_PROFILE')
}

/** Where the coded picture after the head of a scan ends: at the next marker that is not part of it. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at !== -1 && at + 1 < bytes.byteLength) {
    const next = bytes[at + 1] ?? 0
    const isInside = next === 0 || (next >= 0xd0 && next <= 0xd7)
    if (!isInside && next !== 0xff) return at
    at = bytes.indexOf(0xff, at + (isInside ? 2 : 1))
  }
  return bytes.byteLength
}

const orientationTag = 0x0112

/** Which way is up by the Exif block of a photo: 1 to 8, undefined where it does not say. */
function orientationOf(block: Uint8Array): number | undefined {
  if (latin1(block, 0, 4) !== 'Exif') return undefined
  const tiff = block.subarray(6)
  const isLittle = latin1(tiff, 0, 2) === 'II'
  const short = (at: number) => (isLittle ? (tiff[at] ?? 0) | ((tiff[at + 1] ?? 0) << 8) : uint16(tiff, at))
  const long = (at: number) => (isLittle ? short(at) + short(at + 2) * 65536 : uint32(tiff, at))
  const directory = long(4)
  const entries = Math.min(short(directory), 200)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (short(at) !== orientationTag) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** An Exif block that says which way is up and nothing else; none where it is as it lies. */
function exifOf(orientation: number): Uint8Array[] {
  if (orientation === 1) return []
  const text = (each: string) => [...each].map((char) => char.charCodeAt(0))
  const tiff = [...text('MM'), 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  return [Uint8Array.from([0xff, app1, 0, 8 + tiff.length, ...text('Exif'), 0, 0, ...tiff])]
}
