import { eventOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { readFeed } from './read-feed.ts'

/** `/api/v1/events`: what happens, for other systems to follow. */
export const eventRoutes = apiRoutes(serve(api.listEvents, (ctx, { query }) => readFeed(ctx, query)))
