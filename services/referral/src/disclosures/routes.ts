import { toDisclosure } from '@jiekun/schema'
import { privacyOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, staffOf } from '@jiekun/worker'
import { listDisclosures } from './store.ts'

/** `/api/v1/disclosures`: to which offices data of a case went. */
export const disclosureRoutes = apiRoutes(
  serve(api.listDisclosures, async (ctx, { query }) => {
    const rows = await listDisclosures(ctx, staffOf(ctx), query)
    return {
      items: rows.map(toDisclosure),
      next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null),
    }
  }),
)
