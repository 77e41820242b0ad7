import * as z from 'zod'
import { eventSchema, serviceSchema } from '../events.ts'
import { momentSchema, operation, pageOf, pageQuery } from './operation.ts'

const service = { service: serviceSchema }

export const deadLetterOperations = {
  listDeadLetters: operation({
    id: 'listDeadLetters',
    method: 'get',
    path: '/dead-letters/{service}',
    service: 'in-path',
    tag: 'Operations',
    summary: 'List the messages that a service could not work off, newest first',
    access: 'dead-letters:read',
    params: z.strictObject(service),
    query: z.strictObject(pageQuery),
    status: 200,
    answer: pageOf(
      z
        .strictObject({
          id: z.string(),
          consumer: z.string(),
          event: eventSchema.nullable(),
          at: momentSchema,
          replayedAt: momentSchema.nullable(),
        })
        .meta({ id: 'DeadLetter' }),
    ),
    problems: [],
    sparse: true,
    example: { params: { service: 'notification' }, query: { limit: '5' } },
  }),
  replayDeadLetter: operation({
    id: 'replayDeadLetter',
    method: 'post',
    path: '/dead-letters/{service}/{id}/replay',
    service: 'in-path',
    tag: 'Operations',
    summary: 'Put a message back on its queue',
    access: 'dead-letters:replay',
    params: z.strictObject({ ...service, id: z.string().min(1).max(200) }),
    status: 204,
    problems: ['wrong-state'],
    example: { params: { service: 'notification', id: '{deadLetterId}' } },
  }),
}
