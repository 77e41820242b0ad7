import type { Queues } from '@jiekun/worker'

/** The queues that this service writes to, by consumer. */
export const queuesOf = (env: ReferralEnv): Queues => ({
  registration: env.QUEUE_REGISTRATION,
  referral: env.QUEUE_REFERRAL,
  'referral-delivery': env.QUEUE_REFERRAL_DELIVERY,
  notification: env.QUEUE_NOTIFICATION,
})
