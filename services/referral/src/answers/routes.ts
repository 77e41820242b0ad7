import { referralOperations as api } from '@jiekun/schema/api'
import { apiRoutes, type ServiceVariables, serve } from '@jiekun/worker'
import { Hono } from 'hono'
import { answerForOffice } from './answer-for-office.ts'
import { receiveWebhook } from './receive-webhook.ts'
import { readSigned } from './signed-body.ts'

/** `POST /hooks/departments/:officeId`: what an office's own system says, signed. */
export const hookRoutes = new Hono<{ Variables: ServiceVariables }>().post(
  '/hooks/departments/:officeId',
  async (c) => {
    const body = await readSigned(c)
    return c.json(
      await receiveWebhook(c.var.ctx, { officeId: c.req.param('officeId'), headers: c.req.raw.headers, body }),
    )
  },
)

/** What staff, or the office's own clerk, say for an office without a system. */
export const staffAnswerRoutes = apiRoutes(
  serve(api.answerReferral, (ctx, { params, body, ifMatch }) =>
    answerForOffice(ctx, { referralId: params.id, ifMatch, said: body }),
  ),
)
