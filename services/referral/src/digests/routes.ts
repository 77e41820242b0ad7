import { env } from 'cloudflare:workers'
import { digestOperations as api } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve } from '@jiekun/worker'
import { countsOf } from './counts.ts'
import { renderDigest } from './render-digest.ts'
import { findDigests } from './store.ts'

/** `/api/v1/offices/{id}/digests`: what an office had before it on each working day. */
export const digestRoutes = apiRoutes(
  serve(api.listDigests, async (ctx, { params, query }) => {
    const found = await findDigests(ctx, params.id, query)
    if (!found) throw new ProblemError('not-found')
    const items = found.rows.map(({ officeId, day, counts: stored, at }) => {
      const counts = countsOf(JSON.parse(stored))
      const given = { officeName: found.office.name, counts, origin: env.PUBLIC_ORIGIN }
      const message = { zh: renderDigest('zh-CN', given), en: renderDigest('en', given) }
      return { officeId, day, counts, message, at: new Date(at).toISOString() }
    })
    return { items, next: items.length < query.limit ? null : (items.at(-1)?.day ?? null) }
  }),
)
