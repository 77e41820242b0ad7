import { deliveryStateSchema } from '@jiekun/schema'
import type { deliveries } from '@jiekun/schema/tables/referral'
import * as z from 'zod'

type DeliveryRow = typeof deliveries.$inferSelect

const idsSchema = z.array(z.string())
const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** A webhook as staff who may see its case see it. */
export const shownDelivery = ({ planId, referralIds, tries: _, ...row }: DeliveryRow) => ({
  ...row,
  caseNumber: planId,
  referralIds: idsSchema.parse(JSON.parse(referralIds)),
  nextAttemptAt: row.state === 'pending' ? isoOf(row.nextAttemptAt) : null,
  deliveredAt: isoOf(row.deliveredAt),
  createdAt: new Date(row.createdAt).toISOString(),
})

/** The same for whoever runs the endpoint: nothing of the case. */
export const shownOfficeDelivery = ({ id, type, state, attempts, lastStatus, lastError, ...row }: DeliveryRow) => ({
  id,
  type,
  state: deliveryStateSchema.parse(state),
  attempts,
  lastStatus,
  lastError,
  nextAttemptAt: state === 'pending' ? isoOf(row.nextAttemptAt) : null,
  deliveredAt: isoOf(row.deliveredAt),
  createdAt: new Date(row.createdAt).toISOString(),
})
