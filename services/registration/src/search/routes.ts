import { searchOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { searchApplications } from './search-applications.ts'

/** Lists and searches of applications: one implementation, of which the list takes nothing personal. */
export const searchRoutes = apiRoutes(
  serve(api.listApplications, (ctx, { query }) => searchApplications(ctx, query)),
  serve(api.searchApplications, (ctx, { body }) => searchApplications(ctx, body)),
)
