import { forgetAnswers } from './idempotency.ts'
import { sweepOutbox } from './outbox.ts'
import type { ServiceContext } from './service-context.ts'

/** What the cron does in every service: sends what a crash left behind, and forgets what nobody will ask for again. */
export async function tidyUp(ctx: ServiceContext): Promise<void> {
  await sweepOutbox(ctx)
  await forgetAnswers(ctx)
}
