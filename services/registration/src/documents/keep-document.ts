import { areaPrefix, cityOf, regionCode } from '@jiekun/schema'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  type Change,
  commit,
  insertRow,
  ok,
  type Result,
  refuse,
  type ServiceContext,
  sha256OfBytes,
  violates,
} from '@jiekun/worker'
import type { AskedDocument } from './asked-documents.ts'
import { putBytes } from './bucket.ts'
import { type Bytes, type ContentRefusal, checkContent } from './content/check-content.ts'
import {
  announceDocument,
  findKept,
  type Holder,
  holderId,
  keptStatement,
  removingStatement,
  touchStatement,
} from './store.ts'
import { destroySoon } from './sweep-documents.ts'

export interface Upload {
  /** Where the document belongs: a form on its way, or a case in a county. */
  holder: Holder
  countyCode?: string
  asked: AskedDocument
  /** Named by whoever sends it: the same upload that is sent again is the same document. */
  uploadId: string
  bytes: Bytes
  /** A document of the form whose place it takes. */
  replaces?: string | undefined
  /** The earlier case of the same person that it is taken over from. */
  origin?: { caseNumber: string; countyCode: string; givenAt: number } | undefined
}

/** `as-is`: it is kept, with whatever its file tells of who made it and when, which could not be taken out. */
export type UploadResult = 'kept' | 'as-is' | 'known'

export type UploadRefusal = ContentRefusal | { reason: 'full' } | { reason: 'gone' }

/**
 * Keeps a document: its row first, as one that is coming; then its bytes, sealed; then that it is kept. Whatever dies in
 * between leaves a row that tells of the bytes, so that the cron finds them, or the same upload makes it whole.
 */
export async function keepDocument(
  ctx: ServiceContext,
  { holder, countyCode = regionCode, asked, uploadId, bytes, replaces, origin }: Upload,
): Promise<Result<UploadResult, UploadRefusal>> {
  const checked = await checkContent(bytes)
  if (!checked.ok) return checked
  const { mediaType, bytes: cleaned, isAsIs } = checked.value
  const [id, contentMac] = await Promise.all([
    documentIdOf(ctx, holder, uploadId),
    sha256OfBytes(cleaned).then((digest) => ctx.keyring.blindIndex('document content', digest)),
  ])
  const { kind, memberId } = asked
  const stored = await announceDocument(ctx.db, {
    id,
    holder,
    kind,
    memberId,
    mediaType,
    bytes: cleaned.byteLength,
    contentMac,
    at: ctx.now.getTime(),
    replaces: replaces !== undefined,
    origin,
  })
  // Its answer was lost on the way.
  if (stored.state === 'kept') return ok('kept')
  if (stored.isKnown) return ok('known')
  if (stored.state === undefined) return refuse({ reason: 'full' })
  if (stored.state !== 'coming') return refuse({ reason: 'gone' })
  await putBytes(ctx, id, cleaned)
  try {
    const [kept] = await commit(ctx, keeping(ctx, { id, holder, countyCode, kind, replaces, origin }))
    if (kept?.meta.changes === 0 && !(await findKept(ctx.db, holder, id))) return refuse({ reason: 'gone' })
  } catch (error) {
    // The same upload was sent twice at once, and the other one was quicker.
    if (!violates(error, 'timeline.id')) throw error
  }
  if (replaces !== undefined) destroySoon(ctx)
  return ok(isAsIs ? 'as-is' : 'kept')
}

/** The id of the document that an upload becomes. */
export const documentIdOf = async ({ keyring }: ServiceContext, holder: Holder, uploadId: string): Promise<string> =>
  (await keyring.blindIndex('document', `${holderId(holder)}:${uploadId}`)).slice(0, 32)

/** What is stored once the bytes of a document are there. */
function keeping(
  ctx: ServiceContext,
  given: Pick<Upload, 'holder' | 'replaces' | 'origin'> & { id: string; countyCode: string; kind: string },
): Change {
  const { id, holder, countyCode, kind, replaces, origin } = given
  return {
    statements: [
      keptStatement(ctx.db, id),
      ...('draftId' in holder ? [touchStatement(ctx.db, holder.draftId, ctx.now.getTime())] : []),
      ...('draftId' in holder && replaces !== undefined ? [removingStatement(ctx.db, holder.draftId, replaces)] : []),
      ...('caseNumber' in holder
        ? [
            insertRow(ctx.db, timeline, {
              id: `${areaPrefix(cityOf(countyCode))}-document-${id}`,
              applicationId: holder.caseNumber,
              at: ctx.now.getTime(),
              type: 'document.added',
              data: JSON.stringify({ kind }),
            }),
          ]
        : []),
    ],
    audit: [
      { action: `document.added:${kind}`, subject: holderId(holder), area: countyCode },
      ...(origin ? [{ action: `document.taken:${kind}`, subject: origin.caseNumber, area: origin.countyCode }] : []),
    ],
  }
}
