import type { ServiceContext } from '@jiekun/worker'
import { forgetBefore } from './store.ts'

/** How long events are kept for those who follow them, milliseconds. */
export const keptMs = 90 * 24 * 3_600_000
/** Events that one tick of the cron forgets. */
const forgottenAtOnce = 2000

/** Forgets events that are older than the feed promises. */
export const forgetEvents = (ctx: ServiceContext): Promise<number> =>
  forgetBefore(ctx, ctx.now.getTime() - keptMs, forgottenAtOnce)
