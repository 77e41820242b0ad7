import type { Result } from '@jiekun/worker'
import { type AskedDocument, nameOfAsked } from './asked-documents.ts'
import type { UploadRefusal, UploadResult } from './keep-document.ts'
import type { DocumentOutcome } from './views.tsx'

/** What is said of an upload of a paper; undefined result: no file came with it. */
export function outcomeOf(
  result: Result<UploadResult, UploadRefusal> | undefined,
  asked: AskedDocument,
): DocumentOutcome {
  if (!result) return { text: 'error.document.missing', item: nameOfAsked(asked) }
  if (result.ok) return { text: `documents.${result.value}` }
  return { text: `error.document.${result.refusal.reason}`, item: nameOfAsked(asked) }
}
