import * as z from 'zod'

/** Queues, each named by the consumer that reads it. */
export const consumers = ['registration', 'eligibility', 'referral', 'referral-delivery', 'notification'] as const
export const consumerSchema = z.enum(consumers)
export type Consumer = z.infer<typeof consumerSchema>

export const services = ['gateway', 'registration', 'eligibility', 'referral', 'notification', 'oversight'] as const
export const serviceSchema = z.enum(services)
export type Service = z.infer<typeof serviceSchema>

/** The CloudEvents 1.0 envelope. Data holds ids, versions and codes; personal data never leaves its table. */
const envelope = {
  specversion: z.literal('1.0'),
  id: z.string().max(64),
  source: z.string().max(64),
  /** The case number the event belongs to. */
  subject: z.string().max(64),
  /** RFC 3339, UTC. */
  time: z.string().max(40),
  /** GB/T 2260 code of the county. */
  area: z.string().length(6),
}
const version = z.int().min(1)

/** Every event: its name, its data, and who hears it. */
export const eventSchema = z
  .discriminatedUnion('type', [
    z.object({ ...envelope, type: z.literal('application.submitted'), data: z.object({ version }) }),
    z.object({
      ...envelope,
      type: z.literal('determination.made'),
      data: z.object({ determinationId: z.string(), applicationVersion: version }),
    }),
    z.object({ ...envelope, type: z.literal('application.declined'), data: z.object({ version }) }),
    z.object({
      ...envelope,
      type: z.literal('file.opened'),
      data: z.object({ fileNumber: z.string(), determinationId: z.string() }),
    }),
    z.object({
      ...envelope,
      type: z.literal('plan.extended'),
      data: z.object({ referrals: z.int().min(1), emergency: z.boolean() }),
    }),
    z.object({ ...envelope, type: z.literal('delivery.due'), data: z.object({ deliveryId: z.string() }) }),
    z.object({
      ...envelope,
      type: z.literal('referral.changed'),
      data: z.object({
        referralId: z.string(),
        version,
        state: z.string(),
        measure: z.string(),
        clause: z.string(),
        officeId: z.string(),
      }),
    }),
    z.object({ ...envelope, type: z.literal('plan.completed'), data: z.object({}) }),
  ])
  .meta({ id: 'Event' })
export type Event = z.infer<typeof eventSchema>
export type EventType = Event['type']
export type EventOf<T extends EventType> = Extract<Event, { type: T }>

/** Who hears what. */
export const subscribers: Record<EventType, readonly Consumer[]> = {
  'application.submitted': ['eligibility', 'notification'],
  'determination.made': ['registration', 'referral'],
  'application.declined': ['notification'],
  'file.opened': ['referral', 'notification'],
  'plan.extended': ['notification'],
  'delivery.due': ['referral-delivery'],
  'referral.changed': ['registration', 'notification'],
  'plan.completed': ['registration', 'notification'],
}
