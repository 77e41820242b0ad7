import { regionCode } from '@jiekun/schema'
import { commit, type ServiceContext, violates } from '@jiekun/worker'
import { envelope } from '../envelope.ts'
import { claimPage, handOver, type LateDelivery, loadLate } from './store.ts'

/** Pages that one tick of the cron takes at most. */
const pages = 10

/**
 * Puts deliveries whose next attempt is due back on their queue. From then on the outbox answers for them, and until the
 * attempt has ended nobody else asks. Of two ticks that take the same page the second finds its event ids taken, which
 * rolls all of it back.
 */
export async function requeueDue(ctx: ServiceContext): Promise<void> {
  for (let page = 0; page < pages; page++) {
    const late = await loadLate(ctx)
    if (late.length === 0) return
    try {
      await commit(ctx, {
        statements: [handOver(ctx, late)],
        events: late.map((delivery) => dueAgain(ctx, delivery)),
        audit: [{ action: 'deliveries.requeued', subject: `${late.length}`, area: regionCode }],
      })
    } catch (error) {
      if (violates(error, 'outbox.event_id')) return
      throw error
    }
    if (late.length < claimPage) return
  }
}

/** The event is named after the attempt before it and the time it is due, so that there is one of it. */
const dueAgain = (ctx: ServiceContext, { id, planId, countyCode, attempts, nextAttemptAt }: LateDelivery) => ({
  ...envelope(ctx, planId, countyCode),
  id: `${id}-${attempts}-${(nextAttemptAt ?? 0).toString(36)}`,
  type: 'delivery.due' as const,
  data: { deliveryId: id },
})
