import type { testNoticeSchema } from '@jiekun/schema'
import { newId, ProblemError, type ServiceContext, signWebhook } from '@jiekun/worker'
import type * as z from 'zod'
import { officeAt } from '../offices/change-office.ts'
import { signingKeys } from '../offices/secrets.ts'
import { postWebhook, type SendOptions } from './post-webhook.ts'

/** Sends a sample event to the endpoint of an office, as every webhook is sent, and tells what came back. Nothing is stored. */
export async function testEndpoint(ctx: ServiceContext, officeId: string, options: SendOptions) {
  const { office, former } = await officeAt(ctx, officeId, undefined)
  if (office.endpoint === null) throw new ProblemError('wrong-state', 'The office has no endpoint')
  const sealed = [office.secretSealed, ...former.map(({ secretSealed }) => secretSealed)].filter(
    (each) => each !== null,
  )
  const keys = await signingKeys(ctx.keyring, officeId, office.signature, sealed)
  if (keys.length === 0) throw new ProblemError('wrong-state', 'The office has no secret')
  const notice: z.infer<typeof testNoticeSchema> = {
    type: 'endpoint.test',
    timestamp: ctx.now.toISOString(),
    data: { officeId },
  }
  const body = JSON.stringify(notice)
  const headers = { ...(await signWebhook(keys, newId(office.areaCode), new Date(), body)) }
  const { retryAfter: _, ...posted } = await postWebhook(office.endpoint, { headers, body }, options)
  return { ...posted, sent: { headers: { 'content-type': 'application/json', ...headers }, body } }
}
