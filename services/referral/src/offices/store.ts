import { type AreaLevel, areaRange, regionCode, type StaffActor } from '@jiekun/schema'
import { formerOfficeSecrets, officeChanges, offices } from '@jiekun/schema/tables/referral'
import { dayInChina, insertRow, queries, type ServiceContext, staffOf, toStatement, withinArea } from '@jiekun/worker'
import {
  and,
  asc,
  between,
  eq,
  gt,
  type InferInsertModel,
  isNull,
  like,
  ne,
  notLike,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { inList } from '../in-list.ts'
import { rulesBy } from '../routing/store.ts'
import { leadsOn } from './served-measures.ts'

export type OfficeRow = typeof offices.$inferSelect
export type FormerSecretRow = typeof formerOfficeSecrets.$inferSelect

const within = (actor: StaffActor) => withinArea(actor, { area: offices.areaCode, office: offices.id })

export interface OfficeFilter {
  department?: string | undefined
  areaCode?: string | undefined
  level?: AreaLevel | undefined
  /** Those that serve it: their departments lead it where they have no list of their own. */
  measure?: { code: string; leaders: readonly string[] } | undefined
  /** Id of the last office of the page before. */
  after?: string | undefined
  limit: number
}

/** The condition that holds of the offices that the caller may see and asks for. */
export const officesWanted = (ctx: ServiceContext, filter: Omit<OfficeFilter, 'after' | 'limit'>): SQL | undefined =>
  and(
    within(staffOf(ctx)),
    filter.department === undefined ? undefined : eq(offices.department, filter.department),
    filter.areaCode === undefined ? undefined : between(offices.areaCode, ...areaRange(filter.areaCode)),
    filter.level === undefined ? undefined : ofLevel(filter.level),
    filter.measure === undefined ? undefined : serving(filter.measure),
  )

function ofLevel(level: AreaLevel): SQL | undefined {
  switch (level) {
    case 'region':
      return eq(offices.areaCode, regionCode)
    case 'city':
      return and(like(offices.areaCode, '%00'), ne(offices.areaCode, regionCode))
    case 'county':
      return notLike(offices.areaCode, '%00')
    default:
      return level satisfies never
  }
}

const serving = ({ code, leaders }: { code: string; leaders: readonly string[] }): SQL | undefined =>
  or(
    and(isNull(offices.measures), inList(offices.department, leaders)),
    sql`exists (select 1 from json_each(${offices.measures}) where value = ${code})`,
  )

/** The query of offices that the caller may see, in order of id. */
export const listOffices = (ctx: ServiceContext, { after, limit, ...filter }: OfficeFilter) =>
  queries(ctx.db)
    .select()
    .from(offices)
    .where(and(officesWanted(ctx, filter), after === undefined ? undefined : gt(offices.id, after)))
    .orderBy(asc(offices.id))
    .limit(limit)

/** An office that the caller may see, its former secrets that are still good and the routing rules of today, in one round trip. */
export async function findOffice(ctx: ServiceContext, id: string) {
  const db = queries(ctx.db)
  const today = dayInChina(ctx.now)
  const [[office], former, rules] = await db.batch([
    db
      .select()
      .from(offices)
      .where(and(eq(offices.id, id), within(staffOf(ctx)))),
    formerSecretsOf(ctx, id),
    rulesBy(ctx, today),
  ])
  return office && { office, former, leads: leadsOn(rules, today) }
}

/** What was done to an office that the caller may see, page by page; undefined where they may not see it. */
export async function listChanges(
  ctx: ServiceContext,
  { id, after = 0, limit }: { id: string; after?: number | undefined; limit: number },
) {
  const db = queries(ctx.db)
  const [[office], changes] = await db.batch([
    db
      .select({ id: offices.id })
      .from(offices)
      .where(and(eq(offices.id, id), within(staffOf(ctx)))),
    db
      .select()
      .from(officeChanges)
      .where(and(eq(officeChanges.officeId, id), gt(officeChanges.sequence, after)))
      .orderBy(asc(officeChanges.sequence))
      .limit(limit),
  ])
  return office && changes
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
export type OfficeChange =
  | 'created'
  | 'edited'
  | 'imported'
  | 'endpoint-set'
  | 'endpoint-removed'
  | 'endpoint-enabled'
  | 'secret-rotated'

/** What was and what is, by field. */
export type ChangedFields = Record<string, [before: unknown, now: unknown]>

/** The statements that change an office from the version it was read at; of two at once the second fails its batch. */
export function changeStatements(
  ctx: ServiceContext,
  { id, version }: OfficeRow,
  change: OfficeChange,
  set: Partial<Omit<OfficeRow, 'id' | 'department' | 'areaCode' | 'version'>>,
  fields?: ChangedFields,
): D1PreparedStatement[] {
  const next = version + 1
  return [
    changeRow(ctx, { officeId: id, sequence: next, change, fields }),
    toStatement(
      ctx.db,
      queries(ctx.db)
        .update(offices)
        .set({ ...set, version: next })
        .where(eq(offices.id, id)),
    ),
  ]
}

const changeRow = (
  ctx: ServiceContext,
  { fields, ...row }: { officeId: string; sequence: number; change: OfficeChange; fields: ChangedFields | undefined },
): D1PreparedStatement =>
  insertRow(ctx.db, officeChanges, {
    ...row,
    at: ctx.now.getTime(),
    actor: `staff:${staffOf(ctx).id}`,
    fields: fields === undefined ? null : JSON.stringify(fields),
  })

/** The statements that put an office into the directory; where its department and area have one they fail their batch. */
export const newOfficeStatements = (
  ctx: ServiceContext,
  row: InferInsertModel<typeof offices>,
  fields: ChangedFields,
): D1PreparedStatement[] => [
  insertRow(ctx.db, offices, row),
  changeRow(ctx, { officeId: row.id, sequence: 1, change: 'created', fields }),
]

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
