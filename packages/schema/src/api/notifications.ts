import * as z from 'zod'
import { messageRecipientSchema } from '../agent.ts'
import { caseNumberSchema } from '../application.ts'
import { momentSchema, operation, pageOf, pageQuery } from './operation.ts'

export const notificationSchema = z
  .strictObject({
    id: z.string(),
    caseNumber: z.string(),
    countyCode: z.string(),
    eventId: z.string(),
    template: z.string(),
    language: z.string(),
    recipient: messageRecipientSchema.describe('The agent where the applicant chose so'),
    channel: z.string(),
    body: z.string(),
    state: z.string(),
    at: momentSchema,
  })
  .meta({ id: 'Notification' })

export const notificationOperations = {
  listNotifications: operation({
    id: 'listNotifications',
    method: 'get',
    path: '/notifications',
    service: 'notification',
    tag: 'Notifications',
    summary: 'List the messages that applicants and their agents were sent, oldest first',
    access: 'notifications:read',
    query: z.strictObject({ caseNumber: caseNumberSchema.optional(), ...pageQuery }),
    status: 200,
    answer: pageOf(notificationSchema),
    problems: [],
    sparse: true,
    example: { query: { caseNumber: '{caseNumber}', limit: '5' } },
  }),
}
