import * as z from 'zod'
import { caseNumberSchema } from '../application.ts'
import { documentMediaTypeSchema, documentSchema } from '../document.ts'
import { caseParams } from './applications.ts'
import { operation } from './operation.ts'

/** The id of a document. */
export const documentIdSchema = z.string().regex(/^[0-9a-f]{32}$/)

export const documentOperations = {
  listDocuments: operation({
    id: 'listDocuments',
    method: 'get',
    path: '/applications/{caseNumber}/documents',
    service: 'registration',
    tag: 'Applications',
    summary: 'List the documents of a case, and those that the person gave for earlier ones',
    description:
      'Oldest first. What is given once is there at every later check; what a document shows is not in the list.',
    access: 'applications:read',
    params: caseParams,
    status: 200,
    answer: z.strictObject({ items: z.array(documentSchema) }),
    problems: [],
    example: { params: { caseNumber: '{caseNumber}' } },
  }),
  readDocument: operation({
    id: 'readDocument',
    method: 'get',
    path: '/applications/{caseNumber}/documents/{documentId}',
    service: 'registration',
    tag: 'Applications',
    summary: 'Open a document of a case',
    description:
      'Sent as a file to keep, never as a page. That it was opened is recorded before it is, with the reason that `X-Reason` gives, and the person sees it.',
    access: 'identity:reveal',
    params: z.strictObject({ caseNumber: caseNumberSchema, documentId: documentIdSchema }),
    status: 200,
    answer: z.instanceof(Uint8Array),
    answerTypes: documentMediaTypeSchema.options,
    problems: [],
    recordsItself: true,
    example: { params: { caseNumber: '{caseNumber}', documentId: '{documentId}' } },
  }),
}
