import { areaRange, type StaffActor } from '@jiekun/schema'
import { formerOfficeSecrets, officeChanges, offices } from '@jiekun/schema/tables/referral'
import { insertRow, queries, type ServiceContext, staffOf, toStatement, withinArea } from '@jiekun/worker'
import { and, asc, between, eq, gt, type SQL } from 'drizzle-orm'

export type OfficeRow = typeof offices.$inferSelect
export type FormerSecretRow = typeof formerOfficeSecrets.$inferSelect

const within = (actor: StaffActor) => withinArea(actor, { area: offices.areaCode, office: offices.id })

export interface OfficeFilter {
  department?: string | undefined
  areaCode?: string | undefined
  /** Id of the last office of the page before. */
  after?: string | undefined
  limit: number
}

/** Offices that the caller may see, in order of id. */
export const listOffices = (ctx: ServiceContext, filter: OfficeFilter): Promise<OfficeRow[]> =>
  queries(ctx.db)
    .select()
    .from(offices)
    .where(
      and(
        within(staffOf(ctx)),
        filter.department === undefined ? undefined : eq(offices.department, filter.department),
        filter.areaCode === undefined ? undefined : between(offices.areaCode, ...areaRange(filter.areaCode)),
        filter.after === undefined ? undefined : gt(offices.id, filter.after),
      ),
    )
    .orderBy(asc(offices.id))
    .limit(filter.limit)

/** An office that the caller may see, and its former secrets that are still good, in one round trip. */
export async function findOffice(
  ctx: ServiceContext,
  id: string,
): Promise<{ office: OfficeRow; former: FormerSecretRow[] } | undefined> {
  const db = queries(ctx.db)
  const [[office], former] = await db.batch([
    db
      .select()
      .from(offices)
      .where(and(eq(offices.id, id), within(staffOf(ctx)))),
    formerSecretsOf(ctx, id),
  ])
  return office && { office, former }
}

/** The query of the former secrets that are still good, of the offices that a condition names. */
export const formerSecrets = (ctx: ServiceContext, ofOffices: SQL) =>
  queries(ctx.db)
    .select()
    .from(formerOfficeSecrets)
    .where(and(ofOffices, gt(formerOfficeSecrets.expiresAt, ctx.now.getTime())))
    .orderBy(asc(formerOfficeSecrets.id))

/** The same of one office. */
export const formerSecretsOf = (ctx: ServiceContext, officeId: string) =>
  formerSecrets(ctx, eq(formerOfficeSecrets.officeId, officeId))

/** What was done to an office. */
export type OfficeChange = 'renamed' | 'endpoint-set' | 'endpoint-removed' | 'endpoint-enabled' | 'secret-rotated'

/** The statements that change an office from the version it was read at; of two at once the second fails its batch. */
export function changeStatements(
  ctx: ServiceContext,
  { id, version }: OfficeRow,
  change: OfficeChange,
  set: Partial<Omit<OfficeRow, 'id' | 'department' | 'areaCode' | 'version'>>,
): D1PreparedStatement[] {
  const next = version + 1
  const actor = `staff:${staffOf(ctx).id}`
  return [
    insertRow(ctx.db, officeChanges, { officeId: id, sequence: next, change, at: ctx.now.getTime(), actor }),
    toStatement(
      ctx.db,
      queries(ctx.db)
        .update(offices)
        .set({ ...set, version: next })
        .where(eq(offices.id, id)),
    ),
  ]
}

/** The statement that keeps a secret good beside the one that takes its place. */
export const keepFormer = (ctx: ServiceContext, row: FormerSecretRow): D1PreparedStatement =>
  insertRow(ctx.db, formerOfficeSecrets, row)

/** The statement that ends all former secrets of an office at once. */
export const endFormer = (ctx: ServiceContext, officeId: string): D1PreparedStatement =>
  ctx.db.prepare('DELETE FROM former_office_secrets WHERE office_id = ?1').bind(officeId)

/** Rows that one tick of the cron deletes. */
const forgottenAtOnce = 500

/** Deletes former secrets whose time is over. */
export async function forgetFormer(ctx: ServiceContext): Promise<void> {
  await ctx.db
    .prepare(
      `DELETE FROM former_office_secrets WHERE rowid IN (
         SELECT rowid FROM former_office_secrets WHERE expires_at <= ?1 LIMIT ${forgottenAtOnce})`,
    )
    .bind(ctx.now.getTime())
    .run()
}
