import { particularsOperations as api } from '@jiekun/schema/api'
import { apiRoutes, type ServiceVariables, serve } from '@jiekun/worker'
import { Hono } from 'hono'
import { readSigned } from '../answers/signed-body.ts'
import { issueToken } from './issue-token.ts'
import { readParticulars } from './read-particulars.ts'

/** `POST /hooks/departments/:officeId/tokens`: the system of an office asks for a token, signed. */
export const tokenRoutes = new Hono<{ Variables: ServiceVariables }>().post(
  '/hooks/departments/:officeId/tokens',
  async (c) => {
    const body = await readSigned(c)
    return c.json(await issueToken(c.var.ctx, { officeId: c.req.param('officeId'), headers: c.req.raw.headers, body }))
  },
)

/** `/api/v1/referrals/{id}/particulars`: what the office that has a referral needs to do its measure. */
export const particularsRoutes = apiRoutes(
  serve(api.readParticulars, (ctx, { params }) => readParticulars(ctx, params.id)),
)
