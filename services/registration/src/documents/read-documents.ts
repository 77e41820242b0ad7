import type { CaseDocument } from '@jiekun/schema'
import { commit, ok, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import { openBytes } from './bucket.ts'
import type { Bytes } from './content/check-content.ts'
import { type DocumentRow, loadWithinReach, toDocument } from './store.ts'

/** The documents of a case and of its person's other cases, to staff who reach them. */
export async function listDocuments(
  ctx: ServiceContext,
  caseNumber: string,
): Promise<Result<CaseDocument[], { reason: 'not-found' }>> {
  const found = await loadWithinReach(ctx.db, staffOf(ctx), caseNumber)
  return found ? ok(found.documents.map(toDocument)) : refuse({ reason: 'not-found' })
}

/** Opens a document for staff. That it is opened is stored before it is, under the case that they read it in. */
export async function readDocument(
  ctx: ServiceContext,
  { caseNumber, documentId }: { caseNumber: string; documentId: string },
): Promise<Result<{ document: DocumentRow; bytes: Bytes }, { reason: 'not-found' }>> {
  const found = await loadWithinReach(ctx.db, staffOf(ctx), caseNumber, documentId)
  const document = found?.documents[0]
  if (!found || !document) return refuse({ reason: 'not-found' })
  await commit(ctx, {
    statements: [],
    audit: [
      { action: `document.opened:${document.kind}`, subject: found.application.id, area: found.application.countyCode },
    ],
  })
  return ok({ document, bytes: await openBytes(ctx, document.id) })
}
