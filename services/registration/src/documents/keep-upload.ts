import { ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import type { AskedDocument } from './asked-documents.ts'
import { documentIdOf, keepDocument, type UploadRefusal, type UploadResult } from './keep-document.ts'
import { assemble, discardParts, partedFileOf } from './parts/receive-part.ts'
import { type ReceivedUpload, uploadIdOf } from './receive-upload.ts'
import { findKept, type Holder } from './store.ts'

interface Given {
  holder: Holder
  countyCode?: string
  asked: AskedDocument
  replaces?: string
}

/** Keeps what a form brings: a file as a whole, or the end of one that came in parts. Undefined where no file came. */
export async function keepUpload(
  ctx: ServiceContext,
  upload: ReceivedUpload,
  given: Given,
): Promise<Result<UploadResult, UploadRefusal> | undefined> {
  const uploadId = uploadIdOf(upload)
  const file = upload.bytes ? undefined : partedFileOf(upload)
  if (!file) return upload.bytes && keepDocument(ctx, { ...given, uploadId, bytes: upload.bytes })
  const { holder } = given
  const bytes = await assemble(ctx, holder, file)
  if (!bytes) {
    // Its answer was lost on the way, and its parts are gone.
    const kept = await findKept(ctx.db, holder, await documentIdOf(ctx, holder, uploadId))
    return kept ? ok('kept') : refuse({ reason: 'gone' })
  }
  const result = await keepDocument(ctx, { ...given, uploadId, bytes })
  // Where the paper is known already nothing of this upload is kept, by which a repeated request could be told.
  if (!result.ok || result.value !== 'known') ctx.afterwards(discardParts(ctx, holder, file))
  return result
}
