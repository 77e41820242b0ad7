import { documentOperations as api } from '@jiekun/schema/api'
import { apiRoutes, Reply, serve } from '@jiekun/worker'
import { take } from '../privacy/refusals.ts'
import { fileHeaders } from './file-headers.ts'
import { listDocuments, readDocument } from './read-documents.ts'

/** `/api/v1/applications/{caseNumber}/documents`: staff see which papers a household gave, and open them one by one. */
export const documentRoutes = apiRoutes(
  serve(api.listDocuments, async (ctx, { params }) => ({ items: take(await listDocuments(ctx, params.caseNumber)) })),
  serve(api.readDocument, async (ctx, { params }) => {
    const { document, bytes } = take(await readDocument(ctx, params))
    return new Reply(bytes, fileHeaders(document))
  }),
)
