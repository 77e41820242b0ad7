import { env } from 'cloudflare:workers'
import { officeOperations as api } from '@jiekun/schema/api'
import { apiRoutes, dayInChina, ProblemError, queries, serve, tagged } from '@jiekun/worker'
import { reachable, takeUpStatement } from '../deliveries/endpoint-health.ts'
import { sendOptionsOf } from '../deliveries/post-webhook.ts'
import { rulesBy } from '../routing/store.ts'
import { changeOffice, officeAt } from './change-office.ts'
import { createOffice } from './create-office.ts'
import { editOffice } from './edit-office.ts'
import { rotateSecret } from './rotate-secret.ts'
import { type Leads, leadersOf, leadsOn } from './served-measures.ts'
import { setEndpoint } from './set-endpoint.ts'
import { listChanges, listOffices, type OfficeRow } from './store.ts'
import { shownChange, shownEndpoint, shownOffice } from './views.ts'

const anyVersion = undefined

const pageOfOffices = (rows: readonly OfficeRow[], leads: Leads, limit: number) => ({
  items: rows.map((row) => shownOffice(row, leads)),
  next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
})

/** `/api/v1/offices`: the directory of offices, where their webhooks go, and the secrets these are signed with. */
export const officeRoutes = apiRoutes(
  serve(api.listOffices, async (ctx, { query: { measure, ...query } }) => {
    const today = dayInChina(ctx.now)
    const db = queries(ctx.db)
    if (measure === undefined) {
      const [rows, rules] = await db.batch([listOffices(ctx, query), rulesBy(ctx, today)])
      return pageOfOffices(rows, leadsOn(rules, today), query.limit)
    }
    const leads = leadsOn(await rulesBy(ctx, today), today)
    const serving = { code: measure, leaders: leadersOf(measure, leads) }
    return pageOfOffices(await listOffices(ctx, { ...query, measure: serving }), leads, query.limit)
  }),
  serve(api.createOffice, (ctx, { body }) => createOffice(ctx, body)),
  serve(api.readOffice, async (ctx, { params }) => {
    const { office, leads } = await officeAt(ctx, params.id, anyVersion)
    return tagged(shownOffice(office, leads), office.version)
  }),
  serve(api.updateOffice, async (ctx, { params, body, ifMatch }) => {
    const { office, leads } = await editOffice(ctx, { id: params.id, ifMatch, edits: body })
    return tagged(shownOffice(office, leads), office.version)
  }),
  serve(api.listOfficeChanges, async (ctx, { params, query }) => {
    const rows = await listChanges(ctx, { ...query, id: params.id })
    if (!rows) throw new ProblemError('not-found')
    const last = rows.at(-1)
    return { items: rows.map(shownChange), next: rows.length < query.limit || !last ? null : String(last.sequence) }
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
