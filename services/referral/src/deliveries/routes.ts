import { env } from 'cloudflare:workers'
import { deliveryOperations, referralOperations } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, publicKeyOf, queries, serve, staffOf, tagged } from '@jiekun/worker'
import { changeOffice, officeAt } from '../offices/change-office.ts'
import { shownEndpoint } from '../offices/views.ts'
import { attemptsOf, openAnswer } from './attempt-store.ts'
import { reachable, takeUpStatement } from './endpoint-health.ts'
import { sendOptionsOf } from './post-webhook.ts'
import { replayDelivery, replayPeriod } from './replay-deliveries.ts'
import { deliveryWithin, listOfOffice } from './replay-store.ts'
import { listDeliveries } from './store.ts'
import { testEndpoint } from './test-endpoint.ts'
import { shownDelivery, shownOfficeDelivery } from './views.ts'

const api = { ...referralOperations, ...deliveryOperations }

/** `/api/v1/deliveries` and what engineers of an office need: how far each webhook got, once more, and a try. */
export const deliveryRoutes = apiRoutes(
  serve(api.listDeliveries, async (ctx, { query }) => {
    const rows = await listDeliveries(ctx, staffOf(ctx), query)
    return { items: rows.map(shownDelivery), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.readDelivery, async (ctx, { params }) => {
    const [[row], attempts] = await queries(ctx.db).batch([deliveryWithin(ctx, params.id), attemptsOf(ctx, params.id)])
    if (!row) throw new ProblemError('not-found')
    const log = attempts.map(async ({ deliveryId: _, answerSealed, at, ...attempt }) => ({
      ...attempt,
      at: new Date(at).toISOString(),
      answer: await openAnswer(ctx.keyring, { ...attempt, deliveryId: row.id, at, answerSealed }),
    }))
    return { ...shownDelivery(row), log: await Promise.all(log) }
  }),
  serve(api.replayDelivery, (ctx, { params }) => replayDelivery(ctx, params.id)),
  serve(api.replayDeliveries, (ctx, { params, body }) => replayPeriod(ctx, { officeId: params.id, ...body })),
  serve(api.listOfficeDeliveries, async (ctx, { params, query }) => {
    const { office } = await officeAt(ctx, params.id, undefined)
    const rows = await listOfOffice(ctx, office.id, query)
    return { items: rows.map(shownOfficeDelivery), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.enableEndpoint, async (ctx, { params, ifMatch }) => {
    const { office, former } = await officeAt(ctx, params.id, ifMatch)
    const statements = [takeUpStatement(ctx, office.id)]
    const changed = await changeOffice(ctx, office, { name: 'endpoint-enabled', set: reachable, statements })
    return tagged(shownEndpoint(changed, former), changed.version)
  }),
  serve(api.testEndpoint, (ctx, { params }) => testEndpoint(ctx, params.id, sendOptionsOf(env))),
  serve(api.listWebhookKeys, async (ctx) => {
    const items = [...ctx.keyring.webhookKeys].map(async ([id, key]) => ({ id, publicKey: await publicKeyOf(key) }))
    return { items: await Promise.all(items) }
  }),
)
