import { latin1, uint16, uint32 } from './bytes.ts'

interface Box {
  type: string
  /** Where its content begins and ends in the file. */
  from: number
  to: number
}

/** The boxes between two places, or undefined where they do not fill it exactly. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = []
  let at = from
  while (at < to) {
    const size = uint32(bytes, at)
    const isLong = size === 1
    const length = isLong ? uint32(bytes, at + 8) * 2 ** 32 + uint32(bytes, at + 12) : size === 0 ? to - at : size
    const head = isLong ? 16 : 8
    if (length < head || at + length > to) return undefined
    boxes.push({ type: latin1(bytes, at + 4, at + 8), from: at + head, to: at + length })
    at += length
  }
  return boxes
}

/**
 * A HEIC or HEIF photo with its place, time and the other notes of the camera blanked out; which way is up stands
 * elsewhere in it. A file that ends before its boxes do is broken.
 */
export function cleanHeif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | 'broken' {
  const boxes = boxesIn(bytes, 0, bytes.byteLength)
  const meta = boxes?.find(({ type }) => type === 'meta')
  if (!boxes?.some(({ type, from, to }) => type === 'mdat' && to > from) || !meta) return 'broken'
  const inside = boxesIn(bytes, meta.from + 4, meta.to)
  const info = inside?.find(({ type }) => type === 'iinf')
  const places = inside?.find(({ type }) => type === 'iloc')
  if (!inside || !info || !places) return 'broken'
  const notes = noteIds(bytes, info)
  const inner = inside.find(({ type }) => type === 'idat')
  const found = notes && placesOf(bytes, places, inner?.from ?? 0)
  if (!found) return 'broken'
  const cleaned = bytes.slice()
  for (const { id, from, to } of found) if (notes.has(id)) cleaned.fill(0, from, to)
  return cleaned
}

/** The ids of items that are notes about the photo: Exif, and XMP among `mime`. */
function noteIds(bytes: Uint8Array, { from, to }: Box): Set<number> | undefined {
  const entries = boxesIn(bytes, from + (bytes[from] === 0 ? 6 : 8), to)
  if (!entries) return undefined
  const ids = new Set<number>()
  for (const entry of entries) {
    const version = bytes[entry.from] ?? 0
    const isWide = version >= 3
    const id = isWide ? uint32(bytes, entry.from + 4) : uint16(bytes, entry.from + 4)
    const typeAt = entry.from + (isWide ? 10 : 8)
    if (['Exif', 'mime'].includes(latin1(bytes, typeAt, typeAt + 4))) ids.add(id)
  }
  return ids
}

interface ItemPlace {
  id: number
  from: number
  to: number
}

/** Where the items of a photo lie in the file; undefined where that cannot be read. */
function placesOf(bytes: Uint8Array, box: Box, innerFrom: number): ItemPlace[] | undefined {
  const version = bytes[box.from] ?? 0
  const [sizes = 0, bases = 0] = bytes.subarray(box.from + 4, box.from + 6)
  const widths = {
    offset: sizes >> 4,
    length: sizes & 15,
    base: bases >> 4,
    index: version === 0 ? 0 : bases & 15,
  }
  let at = box.from + 6
  const next = (width: number): number => {
    let value = 0
    for (let byte = 0; byte < width; byte++) value = value * 256 + (bytes[at + byte] ?? 0)
    at += width
    return value
  }
  const places: ItemPlace[] = []
  const items = next(version < 2 ? 2 : 4)
  for (let item = 0; item < items; item++) {
    const id = next(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : next(2) & 15
    next(2)
    const base = next(widths.base)
    const extents = next(2)
    for (let extent = 0; extent < extents; extent++) {
      next(widths.index)
      const offset = next(widths.offset)
      const length = next(widths.length)
      const from = base + offset + (method === 1 ? innerFrom : 0)
      if (at > box.to || method > 1 || from + length > bytes.byteLength) return undefined
      places.push({ id, from, to: length === 0 ? bytes.byteLength : from + length })
    }
    if (at > box.to) return undefined
  }
  return places
}
