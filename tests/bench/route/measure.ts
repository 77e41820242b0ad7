import { departments, listedMeasures } from '@jiekun/policy'
import { areaLevel, areas } from '@jiekun/schema'
import { officeDirectory, type RoutableOffice } from '../../../services/referral/src/routing/directory.ts'
import { type RouteQuestion, routeMeasure } from '../../../services/referral/src/routing/route-measure.ts'
import { type RoutingRule, ruleBook } from '../../../services/referral/src/routing/rules.ts'
import { percentile } from '../percentile.ts'

/** Milliseconds for all measures, beside looking each up by department and county in a bare Map. */
export interface RouteSpeed {
  p50: number
  p95: number
  referenceP50: number
  /** p50 over referenceP50. */
  ratio: number
}

const day = '2026-11-25'
const rounds = 12
/** Rounds that warm up the compiler. */
const unmeasured = 3

/** Every office of the region: some full, some closed, some that serve a part of what their department leads. */
const offices = Object.keys(departments)
  .flatMap((department) => areas.map(({ code }) => ({ department, areaCode: code })))
  .map(
    ({ department, areaCode }, place): RoutableOffice => ({
      id: `${areaCode.slice(0, 4)}-${department}-${areaCode}`,
      department,
      areaCode,
      measures: place % 7 === 0 ? new Set(['M204', 'M601']) : null,
      capacity: place % 5 === 0 ? 100 : null,
      closedFrom: place % 31 === 0 ? '2026-01-01' : null,
    }),
  )
const open = new Map(offices.filter((_, place) => place % 10 === 0).map(({ id }) => [id, 100]))
const measures = listedMeasures()
const rules = measures.slice(0, 20).map(
  ({ code }, place): RoutingRule => ({
    id: `1500-${place}`,
    measure: code,
    clause: null,
    lead: 'RST',
    cooperating: ['CZT', 'ZGH'],
    county: 'unchanged',
    effectiveFrom: '2026-01-01',
    isDefault: false,
  }),
)
const counties = areas.map(({ code }) => code).filter((code) => areaLevel(code) === 'county')

function questions(count: number): (RouteQuestion & { lead: string })[] {
  return Array.from({ length: count }, (_, place) => {
    const { code, clause, lead } = measures[place % measures.length] ?? { code: '', clause: '', lead: '' }
    const countyCode = counties[(place * 7) % counties.length] ?? ''
    const registeredCode = counties[(place * 11) % counties.length] ?? ''
    return { measure: code, clause, lead, countyCode, registeredCode, day }
  })
}

/** Measures in alternating rounds, so that whatever the machine does meets both alike. */
export function measureRoute(count: number): RouteSpeed {
  const asked = questions(count)
  const byPlace = new Map(offices.map((office) => [office.department + office.areaCode, office.id]))
  let sink = 0
  const time = (work: () => void): number => {
    const start = performance.now()
    work()
    return performance.now() - start
  }
  const times = { own: [] as number[], reference: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const own = time(() => {
      const [book, directory] = [ruleBook(rules, day), officeDirectory(offices, open)]
      for (const question of asked) sink += routeMeasure(question, book, directory) ? 1 : 0
    })
    const reference = time(() => {
      for (const { lead, countyCode } of asked) sink += byPlace.has(lead + countyCode) ? 1 : 0
    })
    if (round < unmeasured) continue
    times.own.push(own)
    times.reference.push(reference)
  }
  if (sink !== 2 * count * rounds) throw new Error('a measure went nowhere')
  const [p50, referenceP50] = [percentile(times.own, 50), percentile(times.reference, 50)]
  return { p50, p95: percentile(times.own, 95), referenceP50, ratio: p50 / referenceP50 }
}
