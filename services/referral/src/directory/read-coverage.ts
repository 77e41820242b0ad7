import { listedMeasures } from '@jiekun/policy'
import { areaLevel, areas, areaWithin } from '@jiekun/schema'
import { dayInChina, queries, type ServiceContext, staffOf } from '@jiekun/worker'
import { shownPlace } from '../routing/answer-route.ts'
import { reasonText } from '../routing/reason-texts.ts'
import { ruleBook, toRule } from '../routing/rules.ts'
import { directoryOf, officesAround, rulesBy } from '../routing/store.ts'
import { coverageGaps, isLastResort } from './coverage.ts'

/** Which measures nobody serves where, within the caller's area. Reads in one round trip. */
export async function readCoverage(
  ctx: ServiceContext,
  asked: { areaCode?: string | undefined; day?: string | undefined },
) {
  const { area } = staffOf(ctx)
  const { areaCode = area, day = dayInChina(ctx.now) } = asked
  const counties = areas
    .map(({ code }) => code)
    .filter((code) => areaLevel(code) === 'county' && areaWithin(area, code) && areaWithin(areaCode, code))
  const [offices, rules] = await queries(ctx.db).batch([officesAround(ctx, counties), rulesBy(ctx, day)])
  // How full an office is today says nothing about who serves what.
  const directory = directoryOf(offices.map((office) => ({ ...office, capacity: null })))
  const gaps = coverageGaps(counties, { book: ruleBook(rules.map(toRule), day), directory, day })
  return {
    day,
    counties: counties.length,
    measures: listedMeasures().length,
    gaps: gaps.map(({ office, reasons, ...gap }) => ({
      ...gap,
      goesTo: office ? shownPlace(office) : null,
      lastResort: reasons.some(isLastResort),
      reasons: reasons.map((code) => ({ code, ...reasonText(code) })),
    })),
  }
}
