import { env } from 'cloudflare:workers'
import { officeOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, tagged } from '@jiekun/worker'
import { reachable, takeUpStatement } from '../deliveries/endpoint-health.ts'
import { sendOptionsOf } from '../deliveries/post-webhook.ts'
import { changeOffice, officeAt } from './change-office.ts'
import { rotateSecret } from './rotate-secret.ts'
import { setEndpoint } from './set-endpoint.ts'
import { listOffices } from './store.ts'
import { shownEndpoint, shownOffice } from './views.ts'

const anyVersion = undefined

/** `/api/v1/offices`: the directory of offices, where their webhooks go, and the secrets these are signed with. */
export const officeRoutes = apiRoutes(
  serve(api.listOffices, async (ctx, { query }) => {
    const rows = await listOffices(ctx, query)
    return { items: rows.map(shownOffice), next: rows.length < query.limit ? null : (rows.at(-1)?.id ?? null) }
  }),
  serve(api.readOffice, async (ctx, { params }) => {
    const { office } = await officeAt(ctx, params.id, anyVersion)
    return tagged(shownOffice(office), office.version)
  }),
  serve(api.updateOffice, async (ctx, { params, body, ifMatch }) => {
    const { office } = await officeAt(ctx, params.id, ifMatch)
    const changed = await changeOffice(ctx, office, { name: 'renamed', set: { name: body.name } })
    return tagged(shownOffice(changed), changed.version)
  }),
  serve(api.readEndpoint, async (ctx, { params }) => {
    const { office, former } = await officeAt(ctx, params.id, anyVersion)
    return tagged(shownEndpoint(office, former), office.version)
  }),
  serve(api.setEndpoint, async (ctx, { params, body, ifMatch }) => {
    const { url, signature, publicKey } = body
    const options = sendOptionsOf(env)
    const endpoint = await setEndpoint(ctx, { id: params.id, ifMatch, url, signature, publicKey, options })
    return tagged(endpoint, endpoint.version)
  }),
  serve(api.removeEndpoint, async (ctx, { params, ifMatch }) => {
    const { office } = await officeAt(ctx, params.id, ifMatch)
    await changeOffice(ctx, office, {
      name: 'endpoint-removed',
      set: { endpoint: null, ...reachable },
      statements: [takeUpStatement(ctx, office.id)],
    })
    return undefined
  }),
  serve(api.rotateEndpointSecret, (ctx, { params, body, ifMatch }) =>
    rotateSecret(ctx, { id: params.id, ifMatch, overlapHours: body.overlapHours }),
  ),
)
