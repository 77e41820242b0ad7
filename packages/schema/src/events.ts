import * as z from 'zod'
import { requestKindSchema, requestOutcomeSchema } from './application.ts'
import { missingCodeSchema } from './missing.ts'

/** Queues, each named by the consumer that reads it. */
export const consumers = [
  'registration',
  'eligibility',
  'eligibility-job',
  'referral',
  'referral-delivery',
  'notification',
] as const
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
  /** The case number the event belongs to, or the job, the office, the year. */
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
    /** Facts or identity were put right; the version is the one that holds the new values. */
    z.object({ ...envelope, type: z.literal('application.corrected'), data: z.object({ version }) }),
    /** The personal data of the case is gone; whoever keeps more of it erases that too. */
    z.object({ ...envelope, type: z.literal('application.erased'), data: z.object({ version }) }),
    z.object({
      ...envelope,
      type: z.literal('determination.made'),
      data: z.object({ determinationId: z.string(), applicationVersion: version }),
    }),
    z.object({
      ...envelope,
      type: z.literal('application.returned'),
      data: z.object({ version, missing: z.array(missingCodeSchema).min(1) }),
    }),
    z.object({
      ...envelope,
      type: z.literal('application.endorsed'),
      data: z.object({ version, noticeEndsOn: z.iso.date() }),
    }),
    z.object({ ...envelope, type: z.literal('application.declined'), data: z.object({ version }) }),
    /** The applicant does not want it any more. */
    z.object({ ...envelope, type: z.literal('application.withdrawn'), data: z.object({ version }) }),
    /** Another application came under the same ID number, at the time of the event. */
    z.object({ ...envelope, type: z.literal('application.twinned'), data: z.object({}) }),
    /** An application that had to wait for another one of its person goes forward from now on. */
    z.object({
      ...envelope,
      type: z.literal('application.turned'),
      /** The determination in force; null where one is still to be made. */
      data: z.object({ version, determinationId: z.string().nullable() }),
    }),
    /** The applicant appeals, or reports a change of the household. */
    z.object({
      ...envelope,
      type: z.literal('request.made'),
      data: z.object({ requestId: z.string(), kind: requestKindSchema }),
    }),
    z.object({
      ...envelope,
      type: z.literal('request.answered'),
      data: z.object({ requestId: z.string(), kind: requestKindSchema, outcome: requestOutcomeSchema }),
    }),
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
    /** A deadline of a referral is near (`warning`) or has passed (`escalation`): the office above and its union must act. */
    z.object({
      ...envelope,
      type: z.literal('referral.escalated'),
      data: z.object({
        referralId: z.string(),
        kind: z.enum(['warning', 'escalation']),
        /** Which one it is of this referral, from 1. */
        sequence: z.int().min(1),
        measure: z.string(),
        clause: z.string(),
        state: z.string(),
        dueOn: z.iso.date(),
        officeId: z.string(),
        /** The office that it rose to; null where the union must act, or where there is none above. */
        toOfficeId: z.string().nullable(),
        /** The area whose union must act. */
        toArea: z.string().length(6),
      }),
    }),
    /** The applicant says on the status page whether the help of a delivered referral arrived. */
    z.object({
      ...envelope,
      type: z.literal('help.confirmed'),
      /** The version at which the referral was delivered. */
      data: z.object({ referralId: z.string(), version, arrived: z.boolean() }),
    }),
    /** Webhooks to an office stopped: it answered 410, or failed for days. The subject is the office. */
    z.object({
      ...envelope,
      type: z.literal('endpoint.disabled'),
      data: z.object({ officeId: z.string(), because: z.enum(['gone', 'failing']) }),
    }),
    /** Holidays of a year were announced; deadlines are counted anew. The subject is the year. */
    z.object({ ...envelope, type: z.literal('calendar.changed'), data: z.object({ year: z.int(), version }) }),
    /** The next page of clocks is to be counted anew by a calendar of that version. */
    z.object({
      ...envelope,
      type: z.literal('recount.due'),
      data: z.object({ year: z.int(), version, after: z.object({ attendOn: z.iso.date(), id: z.string() }) }),
    }),
    z.object({ ...envelope, type: z.literal('plan.completed'), data: z.object({}) }),
    /** A part of a job is to be worked off; the subject is the job. */
    z.object({ ...envelope, type: z.literal('job.due'), data: z.object({ part: z.int().min(0) }) }),
  ])
  .meta({ id: 'Event' })
export type Event = z.infer<typeof eventSchema>
export type EventType = Event['type']
export type EventOf<T extends EventType> = Extract<Event, { type: T }>

/** Events between a service and itself, which mean nothing to anybody else. */
const internal: readonly EventType[] = ['delivery.due', 'job.due', 'recount.due']

/** Whether an event is told to other systems, in the change feed. */
export const isPublic = (type: EventType): boolean => !internal.includes(type)

/** Who hears what. */
export const subscribers: Record<EventType, readonly Consumer[]> = {
  'application.submitted': ['eligibility', 'notification'],
  'application.corrected': ['eligibility', 'notification'],
  'application.erased': ['eligibility', 'referral', 'notification'],
  'determination.made': ['registration', 'referral'],
  'application.returned': ['notification'],
  'application.endorsed': ['notification'],
  'application.declined': ['referral', 'notification'],
  'application.withdrawn': ['referral', 'notification'],
  'application.twinned': ['notification'],
  'application.turned': ['referral'],
  'request.made': [],
  'request.answered': ['referral', 'notification'],
  'file.opened': ['referral', 'notification'],
  'plan.extended': ['notification'],
  'delivery.due': ['referral-delivery'],
  'referral.changed': ['registration', 'notification'],
  'referral.escalated': ['registration', 'notification'],
  'help.confirmed': ['referral'],
  'endpoint.disabled': [],
  'calendar.changed': ['referral'],
  'recount.due': ['referral'],
  'plan.completed': ['registration', 'notification'],
  'job.due': ['eligibility-job'],
}
