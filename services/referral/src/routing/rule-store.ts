import { offices, routingRules } from '@jiekun/schema/tables/referral'
import { insertRow, queries, type ServiceContext } from '@jiekun/worker'
import { asc, eq, gt } from 'drizzle-orm'
import { inList } from '../in-list.ts'

export type RuleRow = typeof routingRules.$inferSelect

/** Every rule that was made, in that order, page by page. */
export const listRules = (
  ctx: ServiceContext,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<RuleRow[]> =>
  queries(ctx.db)
    .select()
    .from(routingRules)
    .where(after === undefined ? undefined : gt(routingRules.id, after))
    .orderBy(asc(routingRules.id))
    .limit(limit)

export async function findRule(ctx: ServiceContext, id: string): Promise<RuleRow | undefined> {
  const [row] = await queries(ctx.db).select().from(routingRules).where(eq(routingRules.id, id))
  return row
}

/** Those of some departments that have an office anywhere. */
export async function departmentsWithOffices(ctx: ServiceContext, codes: readonly string[]): Promise<Set<string>> {
  const rows = await queries(ctx.db)
    .selectDistinct({ department: offices.department })
    .from(offices)
    .where(inList(offices.department, codes))
  return new Set(rows.map(({ department }) => department))
}

export const insertRule = (ctx: ServiceContext, row: RuleRow): D1PreparedStatement =>
  insertRow(ctx.db, routingRules, row)

/**
 * The statements that withdraw a rule. The first stores it once more where somebody has withdrawn it meanwhile, so that
 * its key fails the batch: an update that matches nothing would not.
 */
export const withdrawStatements = (ctx: ServiceContext, id: string, actor: string): D1PreparedStatement[] => [
  ctx.db
    .prepare('INSERT INTO routing_rules SELECT * FROM routing_rules WHERE id = ?1 AND withdrawn_at IS NOT NULL')
    .bind(id),
  ctx.db
    .prepare('UPDATE routing_rules SET withdrawn_at = ?2, withdrawn_by = ?3 WHERE id = ?1')
    .bind(id, ctx.now.getTime(), actor),
]
