import { readJson, readText, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { answerForOffice } from './answer-for-office.ts'
import { receiveWebhook } from './receive-webhook.ts'

/** `POST /:officeId`: what an office's own system says, signed. */
export const hookRoutes = new Hono<{ Variables: ServiceVariables }>().post('/:officeId', async (c) => {
  const body = await readText(c)
  return c.json(
    await receiveWebhook(c.var.ctx, { officeId: c.req.param('officeId'), headers: c.req.raw.headers, body }),
  )
})

/** `POST /:id/answers`: what staff say for an office without a system. */
export const staffAnswerRoutes = new Hono<{ Variables: ServiceVariables }>().post('/:id/answers', async (c) => {
  const { json } = await readJson(c)
  return c.json(await answerForOffice(c.var.ctx, c.req.param('id'), json))
})
