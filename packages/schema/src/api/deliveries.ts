import * as z from 'zod'
import { deliveryStateSchema } from '../referral.ts'
import { endpointSchema, officeParams } from './offices.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'
import { deliverySchema } from './referrals.ts'

/** One attempt of a webhook. */
export const deliveryAttemptSchema = z
  .strictObject({
    attempt: z.int(),
    at: momentSchema,
    status: z.int().nullable().describe('Null where nothing came back'),
    error: z
      .string()
      .nullable()
      .describe('A code, such as `timeout`, `redirect`, `unresolved`; null where it was taken'),
    latencyMs: z.int(),
    answer: z.string().describe('The first kilobyte of what came back'),
  })
  .meta({ id: 'DeliveryAttempt' })

/** A webhook of an office as whoever runs its endpoint sees it: nothing of the case. */
export const officeDeliverySchema = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of every attempt'),
    type: z.string(),
    state: deliveryStateSchema,
    attempts: z.int(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    nextAttemptAt: momentSchema.nullable(),
    deliveredAt: momentSchema.nullable(),
    createdAt: momentSchema,
  })
  .meta({ id: 'OfficeDelivery' })

/** What came back of a sample webhook, and what was sent. */
export const endpointTestSchema = z
  .strictObject({
    ...deliveryAttemptSchema.omit({ attempt: true, at: true }).shape,
    sent: z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() }),
  })
  .meta({ id: 'EndpointTest' })

const replayed = z.strictObject({ replayed: z.int().describe('How many are tried again, within a minute or so') })

export const deliveryOperations = {
  readDelivery: operation({
    id: 'readDelivery',
    method: 'get',
    path: '/deliveries/{id}',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Read a webhook with each of its attempts of the last thirty days',
    access: 'referrals:read',
    params: z.strictObject({ id: idSchema }),
    status: 200,
    answer: z.strictObject({ ...deliverySchema.shape, log: z.array(deliveryAttemptSchema) }),
    problems: [],
    sparse: true,
    example: { params: { id: '{deliveryId}' } },
  }),
  replayDelivery: operation({
    id: 'replayDelivery',
    method: 'post',
    path: '/deliveries/{id}/replay',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Send a webhook once more, under the same id',
    description:
      'One that is on its way is left alone. Of an endpoint that was stopped nothing is sent before it is enabled.',
    access: 'deliveries:replay',
    params: z.strictObject({ id: idSchema }),
    status: 202,
    answer: replayed,
    problems: ['wrong-state'],
    creates: true,
    example: { params: { id: '{replayedDeliveryId}' } },
  }),
  replayDeliveries: operation({
    id: 'replayDeliveries',
    method: 'post',
    path: '/offices/{id}/deliveries/replays',
    service: 'referral',
    tag: 'Offices',
    summary: 'Send the webhooks of an office that were made in a period once more, under the same ids',
    access: 'deliveries:replay',
    params: officeParams,
    body: z
      .strictObject({
        from: momentSchema,
        to: momentSchema,
        states: z.array(deliveryStateSchema).min(1).default(['failed', 'held']),
      })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' }),
    status: 202,
    answer: replayed,
    problems: ['wrong-state'],
    creates: true,
    example: {
      params: { id: '{directoryOfficeId}' },
      body: { from: '2026-11-01T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z' },
    },
  }),
  listOfficeDeliveries: operation({
    id: 'listOfficeDeliveries',
    method: 'get',
    path: '/offices/{id}/deliveries',
    service: 'referral',
    tag: 'Offices',
    summary: 'List the webhooks of an office and how far each got, newest first',
    access: 'endpoints:test',
    params: officeParams,
    query: z.strictObject({ state: deliveryStateSchema.optional(), ...pageQuery }),
    status: 200,
    answer: pageOf(officeDeliverySchema),
    problems: [],
    sparse: true,
    example: { params: { id: '{digestOfficeId}' } },
  }),
  enableEndpoint: operation({
    id: 'enableEndpoint',
    method: 'post',
    path: '/offices/{id}/endpoint/enabling',
    service: 'referral',
    tag: 'Offices',
    summary: 'Send webhooks to an endpoint again that was stopped, and all that was held meanwhile',
    access: 'offices:manage',
    params: officeParams,
    status: 200,
    answer: endpointSchema,
    problems: [],
    updates: true,
    tagged: true,
    example: { params: { id: '{directoryOfficeId}' } },
  }),
  testEndpoint: operation({
    id: 'testEndpoint',
    method: 'post',
    path: '/offices/{id}/endpoint/test',
    service: 'referral',
    tag: 'Offices',
    summary: 'Send a sample event to the endpoint of an office now, and read what came back',
    description:
      'The event is `{ "type": "endpoint.test", "timestamp": …, "data": { "officeId": … } }`, signed as every webhook to the office is; nothing has to be done for it. Redirects are not followed, and nothing goes to a private address.',
    access: 'endpoints:test',
    params: officeParams,
    status: 200,
    answer: endpointTestSchema,
    problems: ['wrong-state'],
    example: { params: { id: '{directoryOfficeId}' } },
  }),
  listWebhookKeys: operation({
    id: 'listWebhookKeys',
    method: 'get',
    path: '/webhook-keys',
    service: 'referral',
    tag: 'Offices',
    summary: 'List the public keys that this house signs webhooks with (ed25519, `v1a`)',
    description: 'While a key is replaced there are two, and webhooks carry a signature of each.',
    access: 'public',
    status: 200,
    answer: z.strictObject({ items: z.array(z.strictObject({ id: z.string(), publicKey: z.string() })) }),
    problems: [],
    example: {},
  }),
}
