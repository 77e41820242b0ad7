import type { ExplainedRule } from '@jiekun/schema'
import { explain, type Told } from './explain.ts'
import { type MeasureRule, measureTable } from './measure-table.ts'
import { alsoAccident, archiveTable, categoryTable, groupTable, type OutcomeRule } from './outcome-tables.ts'
import { all, some } from './predicate.ts'
import type { HouseholdScope } from './scope.ts'

/** Explains every rule of every table on a household; groups and measures only where the household is aided at all. */
export function explainTables(scope: HouseholdScope, aided: boolean): ExplainedRule[] {
  const told: Told = new Map()
  const rules = [...outcomes('category', categoryTable, scope, told), ...outcomes('archive', archiveTable, scope, told)]
  const accident = explain(alsoAccident, scope, told)
  if (accident.holds)
    rules.push({ table: 'category', rule: 'also-accident', clause: '五.(一)', holds: true, reason: accident })
  if (!aided) return rules
  const eligible = rules.some(({ table, rule }) => table === 'archive' && rule === 'eligible')
  for (const { clause, when } of groupTable) {
    const reason = explain(when, scope, told)
    rules.push({ table: 'group', rule: clause, clause, holds: reason.holds, reason })
  }
  for (const rule of measureTable) {
    if (rule.onlyEligible && !eligible) continue
    const reason = explain(conditionOf(rule), scope, told)
    rules.push({ table: 'measure', rule: rule.id, clause: rule.clause, holds: reason.holds, reason })
  }
  return rules
}

/** A table of outcomes is explained down to the line that gave the outcome; those below it were not looked at. */
function outcomes<T extends string>(
  table: 'category' | 'archive',
  lines: readonly OutcomeRule<T>[],
  scope: HouseholdScope,
  told: Told,
): ExplainedRule[] {
  const explained: ExplainedRule[] = []
  for (const { outcome, clause, when } of lines) {
    const reason = explain(when, scope, told)
    explained.push({ table, rule: outcome, clause, holds: reason.holds, reason })
    if (reason.holds) break
  }
  return explained
}

/** The whole condition of a measure rule as one predicate. */
export function conditionOf(rule: MeasureRule) {
  const members = rule.member && some(rule.member)
  if (rule.household && members) return all(rule.household, members)
  return members ?? rule.household ?? all()
}
