import type { PresumedMeasure, Presumption } from '@jiekun/policy'

/** What the answers come to, in a word that the catalogue says more plainly. */
export type Verdict = 'likely' | 'person' | 'open' | 'income' | 'property' | 'notWorker'

/** The verdict of a presumption: certain only where every possible decision says the same. */
export function verdictOf({ decisions }: Presumption): Verdict {
  if (decisions.length > 1) return 'open'
  switch (decisions[0]) {
    case 'eligible':
      return 'likely'
    case 'manual_review':
      return 'person'
    case 'ineligible_property':
      return 'property'
    case 'ineligible_not_worker':
      return 'notWorker'
    default:
      return 'income'
  }
}

/** Measures by the clause that they stand under, in their order. */
export function groupByClause(measures: readonly PresumedMeasure[]): { clause: string; measures: PresumedMeasure[] }[] {
  return [...Map.groupBy(measures, ({ clause }) => clause)].map(([clause, ofClause]) => ({
    clause,
    measures: ofClause,
  }))
}
