import * as z from 'zod'
import { type EventType, eventSchema, isPublic } from '../events.ts'
import { operation } from './operation.ts'

const publicTypes: EventType[] = eventSchema.options.map((option) => option.shape.type.value).filter(isPublic)

/** Several types in one query parameter, divided by commas. */
const typesSchema = z
  .string()
  .max(1000)
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(publicTypes)))
  .describe(`Only these types, divided by commas: ${publicTypes.join(', ')}`)

export const eventOperations = {
  listEvents: operation({
    id: 'listEvents',
    method: 'get',
    path: '/events',
    service: 'oversight',
    tag: 'Events',
    summary: 'Follow what happens to the cases within reach, oldest first',
    description:
      'The change feed for other systems: CloudEvents 1.0 with ids, versions and codes, never personal data. Keep `next` and send it as `after`: whoever follows it misses no event and gets none twice. A page may be empty and not be the last: ask again at once while `more` is true, and after a while when it is false. Events are kept for 90 days.',
    access: 'events:read',
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,15}$/, 'is not a cursor of this feed')
        .optional()
        .describe('`next` of the page before; without it the feed begins with the oldest event that is kept'),
      types: typesSchema.optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Events on a page'),
    }),
    status: 200,
    answer: z.strictObject({
      items: z.array(eventSchema),
      next: z.string().describe('To be sent as `after`'),
      more: z.boolean().describe('There is more already'),
    }),
    problems: ['cursor-expired'],
    example: { query: { types: 'application.submitted', limit: '10' } },
  }),
}
