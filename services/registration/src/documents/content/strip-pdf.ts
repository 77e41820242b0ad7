import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFParser,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFWriter,
} from '@cantoo/pdf-lib'
import { maxDocumentBytes } from '@jiekun/schema'
import { Unzlib } from 'fflate'
import { cleanJpeg } from './jpeg.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What a dictionary says of who made the file, with what and when, and files that hang on it. */
const telling = ['Metadata', 'PieceInfo', 'LastModified', 'EmbeddedFiles', 'AF', 'EF'].map((name) => PDFName.of(name))
/** Streams that hold other parts of the file, compressed; written anew they are not needed. */
const foldedTypes: ReadonlySet<unknown> = new Set(['ObjStm', 'XRef'].map((name) => PDFName.of(name)))
const actions: ReadonlySet<unknown> = new Set(['JavaScript', 'Launch'].map((name) => PDFName.of(name)))
const named = (dict: PDFDict, name: string): PDFObject | undefined => dict.get(PDFName.of(name))

/** Most bytes that the compressed parts which hold a PDF together may unfold to; a file that says more is made to exhaust whoever opens it. */
const mostUnfolded = 48 * 1024 * 1024

/**
 * A PDF without what tells of its author, its programs and its times, and without the files that hang on it; pictures in it
 * lose the place where they were taken. `sealed-off`: it is encrypted, or cannot be taken apart; `active`: compressed parts
 * of it run a script or start a program.
 */
export async function stripPdf(bytes: Bytes): Promise<Bytes | 'active' | 'sealed-off'> {
  const context = await parse(bytes)
  if (!context || context.trailerInfo.Encrypt !== undefined) return 'sealed-off'
  const objects = context.enumerateIndirectObjects()
  if (objects.some(([, object]) => dictionaries(object).some(acts))) return 'active'
  for (const [ref, object] of objects) {
    for (const each of dictionaries(object)) for (const name of telling) each.delete(name)
    const picture = object instanceof PDFRawStream ? cleanPicture(object) : undefined
    if (picture) context.assign(ref, picture)
  }
  delete context.trailerInfo.Info
  delete context.trailerInfo.ID
  const needed = reachable(context)
  for (const [ref] of objects) if (!needed.has(ref)) context.delete(ref)
  context.largestObjectNumber = [...needed].reduce((most, { objectNumber }) => Math.max(most, objectNumber), 0)
  const written = await PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer()
  return written.byteLength > maxDocumentBytes ? 'sealed-off' : written
}

async function parse(bytes: Bytes): Promise<PDFContext | undefined> {
  const parser = new BoundedParser(bytes, Number.POSITIVE_INFINITY)
  try {
    const context = await parser.parseDocument()
    if (parser.unfoldsTooMuch) return undefined
    const root = context.lookup(context.trailerInfo.Root)
    return root instanceof PDFDict && context.lookup(named(root, 'Pages')) instanceof PDFDict ? context : undefined
  } catch {
    return undefined
  }
}

/** What the pages need: nothing of what was taken out, and nothing that an earlier version of the file left behind. */
function reachable(context: PDFContext): ReadonlySet<PDFRef> {
  const found = new Set<PDFRef>()
  const open: (PDFObject | undefined)[] = [context.trailerInfo.Root]
  while (open.length > 0) {
    const each = open.pop()
    if (each instanceof PDFRef) {
      if (!found.has(each)) open.push(context.lookup(each))
      found.add(each)
    } else if (each instanceof PDFStream) open.push(each.dict)
    else if (each instanceof PDFArray) for (const part of each.asArray()) open.push(part)
    else if (each instanceof PDFDict) for (const part of each.values()) open.push(part)
  }
  return found
}

/** Every dictionary of an object, however deep; what it refers to is an object of its own. */
function dictionaries(object: PDFObject): PDFDict[] {
  const found: PDFDict[] = []
  const open: PDFObject[] = [object]
  for (let each = open.pop(); each; each = open.pop()) {
    if (each instanceof PDFStream) open.push(each.dict)
    else if (each instanceof PDFArray) for (const part of each.asArray()) open.push(part)
    else if (each instanceof PDFDict) {
      found.push(each)
      for (const part of each.values()) open.push(part)
    }
  }
  return found
}

const acts = (dict: PDFDict): boolean =>
  named(dict, 'JS') !== undefined || named(dict, 'JavaScript') !== undefined || actions.has(named(dict, 'S'))

/** A picture as a camera wrote it, without what the camera wrote beside it; undefined where it is none. */
function cleanPicture({ dict, contents }: PDFRawStream): PDFRawStream | undefined {
  if (named(dict, 'Subtype') !== PDFName.of('Image') || named(dict, 'Filter') !== PDFName.of('DCTDecode'))
    return undefined
  const cleaned = cleanJpeg(new Uint8Array(contents))
  return cleaned === 'broken' ? undefined : PDFRawStream.of(dict, cleaned)
}

/** Bytes of a compressed part that are unfolded at a time: at most a thousand times as many come out of them. */
const unfoldedAtOnce = 4096

/** The library's parser, which unfolds no part of a file before it is known how much comes out of all of them. */
class BoundedParser extends PDFParser {
  private left = mostUnfolded

  override parseObject(ref?: PDFRef): PDFObject {
    const object = super.parseObject(ref)
    if (object instanceof PDFRawStream && foldedTypes.has(named(object.dict, 'Type'))) {
      this.left -= unfoldedLength(object, this.left)
      // Caught by the parser, which goes on without the part; nothing more of it is unfolded.
      if (this.left < 0) throw new TooMuchError()
    }
    return object
  }

  get unfoldsTooMuch(): boolean {
    return this.left < 0
  }
}

class TooMuchError extends Error {}

/** How long a part is unfolded, counted little further than beyond `most`. Any but the usual compression is too much. */
function unfoldedLength({ dict, contents }: PDFRawStream, most: number): number {
  const filter = named(dict, 'Filter')
  if (filter === undefined) return contents.byteLength
  if (filter !== PDFName.of('FlateDecode')) return Number.POSITIVE_INFINITY
  let length = 0
  const unfold = new Unzlib((chunk) => {
    length += chunk.byteLength
  })
  try {
    for (let at = 0; at < contents.byteLength && length <= most; at += unfoldedAtOnce) {
      unfold.push(contents.subarray(at, at + unfoldedAtOnce), at + unfoldedAtOnce >= contents.byteLength)
    }
  } catch {
    // It is not whole: what can be had of it was counted.
  }
  return length
}
