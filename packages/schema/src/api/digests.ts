import * as z from 'zod'
import { isoDateSchema } from '../household.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

/** What an office has before it on a day. */
export const digestCountsSchema = z
  .object({
    fresh: z.int().describe('Referrals that it has not opened'),
    due: z.int().describe('Due today or within two working days'),
    overdue: z.int(),
    escalated: z.int().describe('Referrals of offices below whose time has passed'),
    tasks: z.int().describe('Tasks to cooperate in'),
    open: z.int().describe('Referrals on its desk in all'),
  })
  .meta({ id: 'DigestCounts' })
export type DigestCounts = z.infer<typeof digestCountsSchema>

const messageSchema = z.strictObject({ subject: z.string(), text: z.string() })

export const digestOperations = {
  listDigests: operation({
    id: 'listDigests',
    method: 'get',
    path: '/offices/{id}/digests',
    service: 'referral',
    tag: 'Offices',
    summary: 'List the daily digests of an office that no webhook reaches, the newest first',
    description:
      'Written on each working day from 08:00 China time for offices without an endpoint, or whose endpoint was stopped, that have anything open. The message is ready to be sent and holds no personal data.',
    access: 'offices:read',
    params: z.strictObject({ id: idSchema }),
    query: z.strictObject({ ...pageQuery, after: isoDateSchema.optional().describe('`next` of the page before') }),
    status: 200,
    answer: pageOf(
      z
        .strictObject({
          officeId: z.string(),
          day: z.iso.date(),
          counts: digestCountsSchema,
          message: z.strictObject({ zh: messageSchema, en: messageSchema }),
          at: momentSchema,
        })
        .meta({ id: 'Digest' }),
    ),
    problems: [],
    example: { params: { id: '{digestOfficeId}' } },
  }),
}
