import { fileOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, tagged } from '@jiekun/worker'
import { take } from '../applications/refusals.ts'
import { pairFile } from './pair-file.ts'
import { listFiles, readFile } from './read-files.ts'

/** `/api/v1/files`: household files and who they are paired with. */
export const fileRoutes = apiRoutes(
  serve(api.listFiles, (ctx, { query }) => listFiles(ctx, query)),
  serve(api.readFile, async (ctx, { params }) => {
    const file = take(await readFile(ctx, params.fileNumber))
    return tagged(file, file.version)
  }),
  serve(api.pairFile, async (ctx, { params, ifMatch, body }) =>
    take(await pairFile(ctx, { ...params, ifMatch, helperId: body.helperId })),
  ),
  serve(api.unpairFile, async (ctx, { params, ifMatch }) =>
    take(await pairFile(ctx, { ...params, ifMatch, helperId: null })),
  ),
)
