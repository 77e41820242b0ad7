import { listedMeasures } from '@jiekun/policy'
import type { Directory, RoutableOffice } from '../routing/directory.ts'
import { type RoutingReason, routeMeasure } from '../routing/route-measure.ts'
import type { RuleBook } from '../routing/rules.ts'

/** A measure that some counties do not serve themselves, and why they send it to the same office. */
export interface CoverageGap {
  measure: string
  name: string
  clause: string
  /** Undefined where nobody is there to ask. */
  office: RoutableOffice | undefined
  counties: string[]
  reasons: RoutingReason[]
}

/** Which measures counties send upwards or to the last resort, of households that live and are registered there. */
export function coverageGaps(
  counties: readonly string[],
  { book, directory, day }: { book: RuleBook; directory: Directory; day: string },
): CoverageGap[] {
  const gaps = new Map<string, CoverageGap>()
  for (const { code: measure, name, clause } of listedMeasures()) {
    for (const county of counties) {
      const question = { measure, clause, countyCode: county, registeredCode: county, day }
      const route = routeMeasure(question, book, directory)
      const reasons = route?.reasons.filter(isGap) ?? ['fallback:no-rule' as const]
      if (reasons.length === 0) continue
      const key = [measure, route?.office.id, ...reasons].join('|')
      const known = gaps.get(key)
      if (known) known.counties.push(county)
      else gaps.set(key, { measure, name, clause, office: route?.office, counties: [county], reasons })
    }
  }
  return [...gaps.values()]
}

const isGap = (reason: RoutingReason): boolean => reason.startsWith('level:') || isLastResort(reason)

/** Whether a reason says that the trade union stands in for the lead. */
export const isLastResort = (reason: RoutingReason): boolean => reason.startsWith('fallback:')
