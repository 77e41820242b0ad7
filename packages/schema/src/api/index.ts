import { accessOperations } from './access.ts'
import { agentOperations } from './agents.ts'
import { applicationOperations } from './applications.ts'
import { auditOperations } from './audit.ts'
import { calendarOperations } from './calendar.ts'
import { cooperationOperations } from './cooperation.ts'
import { deadLetterOperations } from './dead-letters.ts'
import { deliveryOperations } from './deliveries.ts'
import { determinationOperations } from './determinations.ts'
import { digestOperations } from './digests.ts'
import { directoryOperations } from './directory.ts'
import { documentOperations } from './documents.ts'
import { eventOperations } from './events.ts'
import { fileOperations } from './files.ts'
import { jobOperations } from './jobs.ts'
import { notificationOperations } from './notifications.ts'
import { officeOperations } from './offices.ts'
import { particularsOperations } from './particulars.ts'
import { planOperations } from './plans.ts'
import { privacyOperations } from './privacy.ts'
import { referenceOperations } from './reference.ts'
import { referralOperations } from './referrals.ts'
import { requestOperations } from './requests.ts'
import { reviewOperations } from './review.ts'
import { routingOperations } from './routing.ts'
import { searchOperations } from './search.ts'
import { serviceLevelOperations } from './service-levels.ts'
import { simulationOperations } from './simulations.ts'
import { stalledOperations } from './stalled.ts'

export * from './access.ts'
export * from './agents.ts'
export * from './applications.ts'
export * from './audit.ts'
export * from './calendar.ts'
export * from './cooperation.ts'
export * from './dead-letters.ts'
export * from './deliveries.ts'
export * from './determinations.ts'
export * from './digests.ts'
export * from './directory.ts'
export * from './documents.ts'
export * from './events.ts'
export * from './examples.ts'
export * from './files.ts'
export * from './jobs.ts'
export * from './keys.ts'
export * from './notifications.ts'
export * from './offices.ts'
export * from './operation.ts'
export * from './particulars.ts'
export * from './plans.ts'
export * from './privacy.ts'
export * from './reference.ts'
export * from './referrals.ts'
export * from './requests.ts'
export * from './review.ts'
export * from './routing.ts'
export * from './search.ts'
export * from './service-levels.ts'
export * from './sessions.ts'
export * from './simulations.ts'
export * from './stalled.ts'
export { officeFits, officeMisfit } from './standing.ts'
export * from './users.ts'

/** Everything that the API does, by operation id. */
export const operations = {
  ...applicationOperations,
  ...agentOperations,
  ...reviewOperations,
  ...requestOperations,
  ...documentOperations,
  ...fileOperations,
  ...searchOperations,
  ...determinationOperations,
  ...simulationOperations,
  ...jobOperations,
  ...referenceOperations,
  ...calendarOperations,
  ...serviceLevelOperations,
  ...planOperations,
  ...routingOperations,
  ...stalledOperations,
  ...referralOperations,
  ...particularsOperations,
  ...cooperationOperations,
  ...deliveryOperations,
  ...directoryOperations,
  ...officeOperations,
  ...digestOperations,
  ...notificationOperations,
  ...deadLetterOperations,
  ...privacyOperations,
  ...auditOperations,
  ...eventOperations,
  ...accessOperations,
}
export type Operations = typeof operations
