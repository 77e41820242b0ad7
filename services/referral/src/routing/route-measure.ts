import { type AreaLevel, areaChain, areaLevel, findArea } from '@jiekun/schema'
import type { Directory, RoutableOffice } from './directory.ts'
import type { RuleBook } from './rules.ts'

/** Why an office was passed over for the one above. */
export type Passed = 'none-below' | 'not-served' | 'closed' | 'full' | 'left-out'

/** Why a measure went where it did; `reasonText` has the words. */
export type RoutingReason =
  | `rule:${string}`
  | 'default:no-lead-named'
  | 'county:residence'
  | 'county:registration'
  | 'county:residence-because-registered-elsewhere'
  | 'county:residence-because-registration-unknown'
  | `level:${AreaLevel}-because-${Passed}`
  | 'all-full-nearest-kept'
  | 'fallback:no-rule'
  | `fallback:no-office-of-${string}`

/** What the router is asked. */
export interface RouteQuestion {
  measure: string
  /** The clause that it was raised under. */
  clause: string
  /** Where the household lives. */
  countyCode: string
  /** Where it is registered 户籍; may lie outside the region. Null where that is not known. */
  registeredCode: string | null
  /** ISO date. */
  day: string
  /** Offices that it shall not go to. */
  without?: ReadonlySet<string>
}

/** Where a measure goes. */
export interface Route {
  office: RoutableOffice
  department: string
  level: AreaLevel
  cooperating: RoutableOffice[]
  isDefault: boolean
  /** Id of the rule that decided: `policy`, or of a stored one; null where none speaks of the measure. */
  rule: string | null
  reasons: RoutingReason[]
}

/** Who is asked where nobody else is there: the union leads the whole of it. */
const lastResort = 'ZGH'

/**
 * Where a measure goes on a day, and why. Undefined only where neither its lead nor the trade union has an office that is
 * open and not left out. Knows no clock and changes nothing.
 */
export function routeMeasure(question: RouteQuestion, rules: RuleBook, directory: Directory): Route | undefined {
  const rule = rules.find(question.measure, question.clause)
  if (!rule) {
    return fallBack(question, directory, { rule: null, reasons: ['fallback:no-rule'] })
  }
  const { county, reason } = decidingCounty(rule.county, question)
  const reasons: RoutingReason[] = [`rule:${rule.id}`]
  if (rule.isDefault) reasons.push('default:no-lead-named')
  reasons.push(reason)
  const found = nearestOffice(question, directory, { department: rule.lead, county })
  if (!found) {
    return fallBack(question, directory, { rule: rule.id, reasons: [...reasons, `fallback:no-office-of-${rule.lead}`] })
  }
  const { office } = found
  return {
    office,
    department: rule.lead,
    level: areaLevel(office.areaCode),
    cooperating: cooperatingOffices(rule.cooperating, county, question.day, directory, office.id),
    isDefault: rule.isDefault,
    rule: rule.id,
    reasons: reasons.concat(found.reasons),
  }
}

function decidingCounty(
  by: 'residence' | 'registration',
  { countyCode, registeredCode }: RouteQuestion,
): { county: string; reason: RoutingReason } {
  if (by === 'residence') return { county: countyCode, reason: 'county:residence' }
  if (registeredCode === null) return { county: countyCode, reason: 'county:residence-because-registration-unknown' }
  // A city or the region is no county, though a register may say so.
  const isOurs = findArea(registeredCode) !== undefined && areaLevel(registeredCode) === 'county'
  return isOurs
    ? { county: registeredCode, reason: 'county:registration' }
    : { county: countyCode, reason: 'county:residence-because-registered-elsewhere' }
}

/** The nearest office of a department that takes the measure; where all that serve it are full, the nearest of those. */
function nearestOffice(
  { measure, day, without }: RouteQuestion,
  directory: Directory,
  { department, county }: { department: string; county: string },
): { office: RoutableOffice; reasons: RoutingReason[] } | undefined {
  const reasons: RoutingReason[] = []
  let passed: Passed | undefined
  let nearestFull: { office: RoutableOffice; reasons: RoutingReason[] } | undefined
  for (const area of areaChain(county)) {
    if (passed) reasons.push(`level:${areaLevel(area)}-because-${passed}`)
    const office = directory.at(department, area)
    passed = whyPassed(office, { measure, day, without }, directory)
    if (!office) continue
    if (passed === undefined) return { office, reasons }
    if (passed === 'full') nearestFull ??= { office, reasons: [...reasons, 'all-full-nearest-kept'] }
  }
  return nearestFull
}

function whyPassed(
  office: RoutableOffice | undefined,
  { measure, day, without }: Pick<RouteQuestion, 'measure' | 'day' | 'without'>,
  directory: Directory,
): Passed | undefined {
  if (!office) return 'none-below'
  if (without?.has(office.id)) return 'left-out'
  if (isClosed(office, day)) return 'closed'
  if (office.measures !== null && !office.measures.has(measure)) return 'not-served'
  return directory.isFull(office) ? 'full' : undefined
}

const isClosed = ({ closedFrom }: RoutableOffice, day: string): boolean => closedFrom !== null && closedFrom <= day

/** Those who cooperate are told, not given a referral: capacity and list of measures do not hold for them. */
function cooperatingOffices(
  departments: readonly string[],
  county: string,
  day: string,
  directory: Directory,
  leadId: string,
): RoutableOffice[] {
  const chain = areaChain(county)
  const found: RoutableOffice[] = []
  for (const department of departments) {
    for (const area of chain) {
      const office = directory.at(department, area)
      if (!office || isClosed(office, day)) continue
      if (office.id !== leadId) found.push(office)
      break
    }
  }
  return found
}

/** The trade union's office nearest to where the household lives, whatever its list says: a measure is never left lying. */
function fallBack(
  question: RouteQuestion,
  directory: Directory,
  { rule, reasons }: Pick<Route, 'rule' | 'reasons'>,
): Route | undefined {
  const { countyCode, day, without } = question
  const [office] = areaChain(countyCode)
    .map((area) => directory.at(lastResort, area))
    .filter((each) => each !== undefined)
    .filter((each) => !isClosed(each, day) && !without?.has(each.id))
  if (!office) return undefined
  const level = areaLevel(office.areaCode)
  return { office, department: lastResort, level, cooperating: [], isDefault: true, rule, reasons }
}
