import { areaWithin, regionCode } from '@jiekun/schema'
import type { routingOperations, routingRuleSchema } from '@jiekun/schema/api'
import {
  commit,
  created,
  dayInChina,
  newId,
  ProblemError,
  requireVersion,
  type ServiceContext,
  staffOf,
  violates,
} from '@jiekun/worker'
import type * as z from 'zod'
import { isClause, isMeasure } from './answer-route.ts'
import { departmentsWithOffices, findRule, insertRule, type RuleRow, withdrawStatements } from './rule-store.ts'
import { policyDay, toRule } from './rules.ts'

type NewRule = z.output<(typeof routingOperations.createRoutingRule)['body']>

/** Rules hold for the whole region, so whoever makes them must administrate all of it. */
const holdsRegion = (ctx: ServiceContext): boolean => areaWithin(staffOf(ctx).area, regionCode)
const actorOf = (ctx: ServiceContext): string => `staff:${staffOf(ctx).id}`

/** Stores a rule. Why one comes late stands in the audit. */
export async function createRule(ctx: ServiceContext, asked: NewRule) {
  if (!holdsRegion(ctx)) throw new ProblemError('not-allowed')
  const errors = [...misfits(asked, dayInChina(ctx.now)), ...(await withoutOffices(ctx, asked))]
  if (errors.length > 0) throw new ProblemError('invalid-input', undefined, { errors })
  const row: RuleRow = {
    id: newId(regionCode),
    measure: asked.measure ?? null,
    clause: asked.clause ?? null,
    lead: asked.lead,
    cooperating: JSON.stringify(asked.cooperating),
    county: asked.county,
    effectiveFrom: asked.effectiveFrom,
    source: asked.source,
    createdAt: ctx.now.getTime(),
    createdBy: actorOf(ctx),
    withdrawnAt: null,
    withdrawnBy: null,
  }
  const answer = created(shownRule(row), `/routing/rules/${row.id}`, versionOf(row))
  const reason = asked.lateBecause === undefined ? {} : { reason: asked.lateBecause }
  await commit(ctx, {
    statements: [insertRule(ctx, row)],
    audit: [{ action: 'routing.rule-made', subject: row.id, area: regionCode, ...reason }],
    answer,
  })
  return answer
}

function misfits({ measure, clause, effectiveFrom, lateBecause }: NewRule, today: string) {
  const errors: { path: string; message: string }[] = []
  if (measure !== undefined && !isMeasure(measure)) errors.push({ path: 'measure', message: 'is not in the catalogue' })
  if (clause !== undefined && !isClause(clause)) errors.push({ path: 'clause', message: 'raises no measures' })
  if (effectiveFrom < policyDay) {
    errors.push({ path: 'effectiveFrom', message: `must not be before the policy, ${policyDay}` })
  } else if (effectiveFrom < today && lateBecause === undefined) {
    errors.push({ path: 'effectiveFrom', message: 'must not be over, unless lateBecause says why' })
  }
  return errors
}

/** A code with a slip in it would send every measure to the last resort. */
async function withoutOffices(ctx: ServiceContext, { lead, cooperating }: NewRule) {
  const known = await departmentsWithOffices(ctx, [lead, ...cooperating])
  const named = [
    { path: 'lead', code: lead },
    ...cooperating.map((code, index) => ({ path: `cooperating.${index}`, code })),
  ]
  return named
    .filter(({ code }) => !known.has(code))
    .map(({ path }) => ({ path, message: 'has no office in the directory' }))
}

/** Withdraws a rule, which counts no more on any day. */
export async function withdrawRule(
  ctx: ServiceContext,
  { id, ifMatch, reason }: { id: string; ifMatch: number | undefined; reason: string },
): Promise<RuleRow> {
  const row = holdsRegion(ctx) ? await findRule(ctx, id) : undefined
  if (!row) throw new ProblemError('not-found')
  requireVersion(ifMatch, versionOf(row))
  if (row.withdrawnAt !== null) throw new ProblemError('wrong-state', 'The rule is withdrawn')
  try {
    await commit(ctx, {
      statements: withdrawStatements(ctx, id, actorOf(ctx)),
      audit: [{ action: 'routing.rule-withdrawn', subject: id, area: regionCode, reason }],
    })
  } catch (error) {
    if (violates(error, 'routing_rules.id')) throw new ProblemError('changed-meanwhile')
    throw error
  }
  return { ...row, withdrawnAt: ctx.now.getTime(), withdrawnBy: actorOf(ctx) }
}

/** A rule changes once: when it is withdrawn. */
export const versionOf = ({ withdrawnAt }: RuleRow): number => (withdrawnAt === null ? 1 : 2)

const momentOf = (at: number): string => new Date(at).toISOString()

/** A rule as it is shown. */
export function shownRule(row: RuleRow): z.infer<typeof routingRuleSchema> {
  const { isDefault: _, ...rule } = toRule(row)
  return {
    ...rule,
    cooperating: [...rule.cooperating],
    source: row.source,
    createdAt: momentOf(row.createdAt),
    createdBy: row.createdBy,
    withdrawnAt: row.withdrawnAt === null ? null : momentOf(row.withdrawnAt),
    withdrawnBy: row.withdrawnBy,
    version: versionOf(row),
  }
}
