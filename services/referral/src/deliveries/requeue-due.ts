import { regionCode } from '@jiekun/schema'
import { commit, type ServiceContext } from '@jiekun/worker'
import { envelope } from '../envelope.ts'
import { claimDue, claimPage } from './store.ts'

/** Pages that one tick of the cron takes at most. */
const pages = 10

/** Puts due deliveries back on their queue: each page is claimed by moving its next attempt, so no two ticks take the same. */
export async function requeueDue(ctx: ServiceContext): Promise<void> {
  for (let page = 0; page < pages; page++) {
    const due = await claimDue(ctx)
    if (due.length === 0) return
    await commit(ctx, {
      statements: [],
      events: due.map(({ id, planId, countyCode }) => ({
        ...envelope(ctx, planId, countyCode),
        type: 'delivery.due',
        data: { deliveryId: id },
      })),
      audit: [{ action: 'deliveries.requeued', subject: `${due.length}`, area: regionCode }],
    })
    if (due.length < claimPage) return
  }
}
