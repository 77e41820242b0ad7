import { type DocumentMediaType, maxDocumentBytes } from '@jiekun/schema'
import { ok, type Result, refuse } from '@jiekun/worker'
import { fileTypeFromBuffer } from 'file-type'
import { cleanHeif } from './heif.ts'
import { cleanJpeg } from './jpeg.ts'
import { cleanPdf } from './pdf.ts'
import { cleanPng } from './png.ts'

/** Bytes of a file as it is kept. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Why a file is not taken. `broken`: it begins as one of the types that are taken and does not go on as one, or ends too early. */
export type ContentRefusal =
  | { reason: 'empty' }
  | { reason: 'too-large' }
  | { reason: 'other-type' }
  | { reason: 'broken' }
  | { reason: 'active' }

export interface CheckedContent {
  mediaType: DocumentMediaType
  /** The picture or the pages alone: without the place and the time of a photo, comments, and whatever else was hung on. */
  bytes: Bytes
  /** What stands beside the picture or the pages could not be taken out. */
  isAsIs: boolean
}

type Cleaned = Bytes | { asIs: Bytes } | 'broken' | 'active'

/** What each type that is taken is kept as, and what reads it through to its end. */
const kept: Readonly<
  Record<string, { mediaType: DocumentMediaType; clean: (bytes: Bytes) => Cleaned | Promise<Cleaned> }>
> = {
  'image/jpeg': { mediaType: 'image/jpeg', clean: cleanJpeg },
  'image/png': { mediaType: 'image/png', clean: cleanPng },
  'image/apng': { mediaType: 'image/png', clean: cleanPng },
  'image/heic': { mediaType: 'image/heic', clean: cleanHeif },
  'image/heif': { mediaType: 'image/heif', clean: cleanHeif },
  'application/pdf': { mediaType: 'application/pdf', clean: cleanPdf },
}

/**
 * What a file is by its content, whatever its name or its sender say of it, and what is kept of it. Its beginning tells
 * the type; then the whole of it is read by the rules of that type, so that nothing which only begins like a photo passes.
 */
export async function checkContent(bytes: Bytes): Promise<Result<CheckedContent, ContentRefusal>> {
  if (bytes.byteLength === 0) return refuse({ reason: 'empty' })
  if (bytes.byteLength > maxDocumentBytes) return refuse({ reason: 'too-large' })
  const type = await fileTypeFromBuffer(bytes)
  const found = kept[type?.mime ?? '']
  if (!found) return refuse({ reason: 'other-type' })
  const cleaned = await found.clean(bytes)
  if (typeof cleaned === 'string') return refuse({ reason: cleaned })
  const isAsIs = 'asIs' in cleaned
  return ok({ mediaType: found.mediaType, bytes: isAsIs ? cleaned.asIs : cleaned, isAsIs })
}
