import type { DisclosedField } from '@jiekun/schema'
import type { NewDisclosure } from './store.ts'

/** What a webhook tells an office: that this case needs these measures. It names nobody, and is still about somebody. */
const told: readonly DisclosedField[] = ['caseNumber', 'area', 'clause', 'measures']

/** The disclosure that a webhook is once it has reached its office. */
export const noticeDisclosure = (delivery: {
  id: string
  caseNumber: string
  countyCode: string
  officeId: string
  clause: string
  referrals: readonly { measure: string }[]
}): NewDisclosure => ({
  sourceId: delivery.id,
  caseNumber: delivery.caseNumber,
  countyCode: delivery.countyCode,
  officeId: delivery.officeId,
  clause: delivery.clause,
  measures: delivery.referrals.map(({ measure }) => measure),
  fields: told,
})
