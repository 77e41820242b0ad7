import { areaLevel, areaRange, cityOf, type StaffActor } from '@jiekun/schema'
import { audit } from '@jiekun/schema/tables/shared'
import { queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, between, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'

type StoredRow = typeof audit.$inferSelect

export interface AuditFilter {
  area?: string | undefined
  actor?: string | undefined
  action?: string | undefined
  subject?: string | undefined
  /** Milliseconds; from included, to not. */
  from?: number | undefined
  to?: number | undefined
  after?: { at: number; sequence: number } | undefined
  limit: number
}

/** A page of the audit within the area of who asks, newest first. */
export const listAudit = (ctx: ServiceContext, actor: StaffActor, filter: AuditFilter): Promise<StoredRow[]> =>
  auditPage(ctx, actor, filter).execute()

/** The query behind {@link listAudit}; apart, so that a test can ask which index it takes. */
export const auditPage = (ctx: Pick<ServiceContext, 'db'>, actor: StaffActor, filter: AuditFilter) => {
  const { area, after } = filter
  const narrow = area !== undefined && areaLevel(area) !== 'region' ? area : actor.area
  const given = <T>(value: T | undefined, condition: (value: T) => SQL | undefined) =>
    value === undefined ? undefined : condition(value)
  return queries(ctx.db)
    .select()
    .from(audit)
    .where(
      and(
        withinReach(actor, { county: audit.area }),
        areaLevel(narrow) === 'region' ? undefined : eq(audit.city, cityOf(narrow).slice(0, 4)),
        given(area, (value) => between(audit.area, ...areaRange(value))),
        given(filter.actor, (value) => eq(audit.actor, value)),
        given(filter.action, (value) => eq(audit.action, value)),
        given(filter.subject, (value) => eq(audit.subject, value)),
        given(filter.from, (value) => gte(audit.at, value)),
        given(filter.to, (value) => lt(audit.at, value)),
        given(after, ({ at, sequence }) => sql`(${audit.at}, ${audit.sequence}) < (${at}, ${sequence})`),
      ),
    )
    .orderBy(desc(audit.at), desc(audit.sequence))
    .limit(filter.limit)
}

/** An entry of the audit, within the area of who asks. */
export async function findEntry(ctx: ServiceContext, actor: StaffActor, id: string): Promise<StoredRow | undefined> {
  const [row] = await queries(ctx.db)
    .select()
    .from(audit)
    .where(and(eq(audit.id, id), withinReach(actor, { county: audit.area })))
  return row
}
