import type { offices } from '@jiekun/schema/tables/referral'
import { officeChanges } from '@jiekun/schema/tables/referral'
import { insertRow, type ServiceContext } from '@jiekun/worker'
import { actorName } from '../states/move-referral.ts'
import { longestFailingMs } from './back-off.ts'
import type { Settled } from './settle-deliveries.ts'

/** What is known of how an endpoint does. */
export type OfficeHealth = Pick<
  typeof offices.$inferSelect,
  'id' | 'areaCode' | 'version' | 'failingSince' | 'disabledAt' | 'pausedUntil'
>

/** An endpoint that is to be stopped, and why: it is gone (410), or nothing has got through for days. */
export interface Disabling {
  office: OfficeHealth
  because: 'gone' | 'failing'
}

/** How endpoints do after attempts: those whose times change, and those that are stopped now. */
export function healthOf(
  settled: readonly Settled[],
  offices: ReadonlyMap<string, OfficeHealth>,
): { changed: OfficeHealth[]; disabled: Disabling[] } {
  const changed: OfficeHealth[] = []
  const disabled: Disabling[] = []
  for (const [officeId, ofOffice] of Map.groupBy(settled, ({ delivery }) => delivery.officeId)) {
    const office = offices.get(officeId)
    if (!office || office.disabledAt !== null) continue
    const next = { ...office, failingSince: failingSince(office, ofOffice), pausedUntil: pausedUntil(office, ofOffice) }
    if (next.failingSince !== office.failingSince || next.pausedUntil !== office.pausedUntil) changed.push(next)
    const because = stopsBecause(next, ofOffice)
    if (because) disabled.push({ office, because })
  }
  return { changed, disabled }
}

/** Since when nothing gets through: whatever was taken, or answered with a wait, ends it. */
function failingSince({ failingSince: since }: OfficeHealth, settled: readonly Settled[]): number | null {
  if (settled.some(({ attempt }) => attempt.kind === 'delivered' || attempt.kind === 'slowed')) return null
  const failed = settled.filter(({ attempt }) => attempt.kind === 'failed').map(({ endedAt }) => endedAt)
  return since ?? (failed.length > 0 ? Math.min(...failed) : null)
}

function pausedUntil({ pausedUntil: until }: OfficeHealth, settled: readonly Settled[]): number | null {
  const asked = settled.flatMap(({ attempt }) => (attempt.kind === 'slowed' ? [attempt.until] : []))
  return asked.length > 0 ? Math.max(until ?? 0, ...asked) : until
}

function stopsBecause(
  { failingSince: since }: OfficeHealth,
  settled: readonly Settled[],
): Disabling['because'] | undefined {
  const failed = settled.filter(({ attempt }) => attempt.kind === 'failed')
  if (failed.some(({ attempt }) => attempt.kind === 'failed' && attempt.posted.status === 410)) return 'gone'
  const last = Math.max(...failed.map(({ endedAt }) => endedAt))
  return failed.length > 0 && since !== null && last - since >= longestFailingMs ? 'failing' : undefined
}

/** The statements that store how endpoints do: one, or none. They are no change of the office that anybody made. */
export const healthStatements = (ctx: ServiceContext, changed: readonly OfficeHealth[]): D1PreparedStatement[] =>
  changed.length === 0
    ? []
    : [
        ctx.db
          .prepare(
            `UPDATE offices SET failing_since = value->>'failingSince', paused_until = value->>'pausedUntil'
             FROM json_each(?1) WHERE offices.id = value->>'id' AND disabled_at IS NULL`,
          )
          .bind(JSON.stringify(changed)),
      ]

/** The statements that stop an endpoint, once: of two at a time the second fails its batch. What waits is held. */
export const disableStatements = (ctx: ServiceContext, { office, because }: Disabling): D1PreparedStatement[] => [
  insertRow(ctx.db, officeChanges, {
    officeId: office.id,
    sequence: office.version + 1,
    change: 'endpoint-disabled',
    at: ctx.now.getTime(),
    actor: actorName(ctx),
  }),
  ctx.db
    .prepare('UPDATE offices SET disabled_at = ?2, disabled_because = ?3, version = ?4 WHERE id = ?1')
    .bind(office.id, ctx.now.getTime(), because, office.version + 1),
  ctx.db
    .prepare(
      `UPDATE deliveries SET state = 'held', next_attempt_at = NULL
       WHERE office_id = ?1 AND state = 'pending' AND next_attempt_at IS NOT NULL`,
    )
    .bind(office.id),
]

/** The statement that takes up what was held or given up, because its office can be reached again. The cron sends it. */
export const takeUpStatement = (ctx: ServiceContext, officeId: string): D1PreparedStatement =>
  ctx.db
    .prepare(
      `UPDATE deliveries SET state = 'pending', tries = 0, next_attempt_at = ?2
       WHERE office_id = ?1 AND state IN ('held', 'failed')`,
    )
    .bind(officeId, ctx.now.getTime())
