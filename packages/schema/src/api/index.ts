import { applicationOperations } from './applications.ts'
import { deadLetterOperations } from './dead-letters.ts'
import { determinationOperations } from './determinations.ts'
import { notificationOperations } from './notifications.ts'
import { referralOperations } from './referrals.ts'

export * from './applications.ts'
export * from './dead-letters.ts'
export * from './determinations.ts'
export * from './examples.ts'
export * from './notifications.ts'
export * from './operation.ts'
export * from './referrals.ts'

/** Everything that the API does, by operation id. */
export const operations = {
  ...applicationOperations,
  ...determinationOperations,
  ...referralOperations,
  ...notificationOperations,
  ...deadLetterOperations,
}
export type Operations = typeof operations
