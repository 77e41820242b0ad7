import type { ServiceContext } from '@jiekun/worker'
import type { ApplicationRow } from '../applications/store.ts'
import { openCase } from '../privacy/open-case.ts'
import type { CaseKey } from '../status/own-data-view.tsx'
import { findAsked } from './asked-documents.ts'
import { openBytes } from './bucket.ts'
import { askedOfCase } from './case-documents.ts'
import { fileHeaders } from './file-headers.ts'
import { keepUpload } from './keep-upload.ts'
import { outcomeOf } from './outcome.ts'
import { receivePart } from './parts/receive-part.ts'
import type { ReceivedUpload } from './receive-upload.ts'
import { findKept } from './store.ts'
import type { DocumentOutcome } from './views.tsx'

/** Adds a document to a case for the holder of its access code. @returns what to say of it; nothing where no case opens, which the page then says. */
export async function addDocument(
  ctx: ServiceContext,
  caseKey: CaseKey,
  upload: ReceivedUpload,
): Promise<DocumentOutcome | undefined> {
  const opened = await openCase(ctx, caseKey)
  return opened.ok ? addToCase(ctx, opened.value, upload) : undefined
}

/** Adds a document to an open case. @returns what to say of it; nothing where the paper is not asked for any more. */
export async function addToCase(
  ctx: ServiceContext,
  application: ApplicationRow,
  upload: ReceivedUpload,
): Promise<DocumentOutcome | undefined> {
  const asked = findAsked(askedOfCase(application), upload.text('item'))
  // The facts were put right meanwhile; the page that is shown next asks for what matters now.
  if (!asked) return undefined
  const { id: caseNumber, countyCode } = application
  return outcomeOf(await keepUpload(ctx, upload, { holder: { caseNumber }, countyCode, asked }), asked)
}

/** Takes a part of a document for the holder of an access code. @returns the bytes that are there; undefined where no case opens. */
export async function addPart(
  ctx: ServiceContext,
  caseKey: CaseKey,
  upload: ReceivedUpload,
): Promise<number | undefined> {
  const opened = await openCase(ctx, caseKey)
  return opened.ok ? addPartToCase(ctx, opened.value, upload) : undefined
}

/** Takes a part of a document for an open case. @returns the bytes that are there; undefined where the case was erased. */
export async function addPartToCase(
  ctx: ServiceContext,
  { id, erasedAt }: ApplicationRow,
  upload: ReceivedUpload,
): Promise<number | undefined> {
  return erasedAt === null ? receivePart(ctx, { caseNumber: id }, upload) : undefined
}

/** A document of a case to the holder of its access code; undefined where there is none, or no case opens. */
export async function openOwnDocument(ctx: ServiceContext, caseKey: CaseKey, id: string) {
  const opened = await openCase(ctx, caseKey)
  const document = opened.ok ? await findKept(ctx.db, { caseNumber: opened.value.id }, id) : undefined
  return document && { bytes: await openBytes(ctx, document.id), headers: fileHeaders(document) }
}
