import type { Event } from '@jiekun/schema'
import {
  type Change,
  commit,
  newId,
  ok,
  type Result,
  refuse,
  requireVersion,
  type ServiceContext,
  staffOf,
  violates,
} from '@jiekun/worker'
import { type EraseRefusal, keptSince, mayErase } from './retention.ts'
import { type Erasable, eraseStatements, loadKept, loadOver } from './store.ts'

/** Cases that are erased in one batch, and batches that one tick of the cron takes at most. */
const pageSize = 50
const pages = 10

export interface Erased {
  caseNumber: string
  version: number
  erasedAt: string
}

/** Erases a case on demand, where it need not be kept any longer. */
export async function eraseApplication(
  ctx: ServiceContext,
  input: { caseNumber: string; reason: string; consentWithdrawn: boolean; ifMatch: number | undefined },
): Promise<Result<Erased, EraseRefusal | { reason: 'not-found' } | { reason: 'changed-meanwhile' }>> {
  const actor = staffOf(ctx)
  const kept = await loadKept(ctx.db, input.caseNumber, actor)
  if (!kept) return refuse({ reason: 'not-found' })
  requireVersion(input.ifMatch, kept.version)
  const allowed = mayErase(kept, ctx.now, input.consentWithdrawn)
  if (!allowed.ok) return allowed
  try {
    await commit(ctx, erasure(ctx, [kept], `staff:${actor.id}`, input.reason))
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok({ caseNumber: kept.id, version: kept.version + 1, erasedAt: ctx.now.toISOString() })
}

/** Erases the cases whose period of keeping is over, a page at a time. Of two ticks that take the same page the second changes nothing. */
export async function eraseOver(ctx: ServiceContext): Promise<void> {
  const since = {
    closed: keptSince('closed-without-file', ctx.now).getTime(),
    exited: keptSince('left-the-register', ctx.now).getTime(),
  }
  for (let page = 0; page < pages; page++) {
    const over = await loadOver(ctx.db, since, pageSize)
    if (over.length === 0) return
    try {
      await commit(ctx, erasure(ctx, over, `system:${ctx.service}`, undefined))
    } catch (error) {
      if (violates(error, 'application_transitions.application_id')) return
      throw error
    }
    if (over.length < pageSize) return
  }
}

/** What erasing cases writes, and what tells the others to do the same. */
function erasure(
  ctx: ServiceContext,
  erasable: readonly Erasable[],
  actor: string,
  reason: string | undefined,
): Change {
  const cases = erasable.map(({ id, version, state, countyCode }) => {
    return { id, version, state, countyCode, eventId: newId(countyCode) }
  })
  return {
    statements: eraseStatements(ctx, cases, actor),
    events: cases.map(
      ({ id, version, countyCode, eventId }): Event => ({
        specversion: '1.0',
        id: eventId,
        source: 'registration',
        type: 'application.erased',
        subject: id,
        area: countyCode,
        time: ctx.now.toISOString(),
        data: { version: version + 1 },
      }),
    ),
    audit: cases.map(({ id, countyCode }) => ({ action: 'application.erased', subject: id, area: countyCode, reason })),
  }
}
