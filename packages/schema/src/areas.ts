import * as z from 'zod'
import register from './areas.json' with { type: 'json' }

/** One area of the region: a GB/T 2260 code of six digits and its Chinese name. */
export interface Area {
  code: string
  name: string
}

/** Level of an area: region 自治区, league or city 盟市, banner or county 旗县区. */
export type AreaLevel = 'region' | 'city' | 'county'

/** GB/T 2260 code of Inner Mongolia itself. */
export const regionCode = '150000'

/** The year of the GB/T 2260 revision that the codes follow; stored beside a code that outlives it. */
export const areaRevision = register.revision

/** The region, its 12 leagues and cities and its 103 banners and counties, in order of code. */
export const areas: readonly Area[] = register.areas

const byCode = new Map(areas.map((area) => [area.code, area]))

/** The area with this code, or undefined where it is not in Inner Mongolia. */
export const findArea = (code: string): Area | undefined => byCode.get(code)

/** The level that a GB/T 2260 code stands at, read from its trailing zeros. */
export function areaLevel(code: string): AreaLevel {
  if (code.endsWith('0000')) return 'region'
  return code.endsWith('00') ? 'city' : 'county'
}

/** The code of the league or city that an area lies in (the area itself where it is one). */
export const cityOf = (code: string): string => `${code.slice(0, 4)}00`

/** The area and those above it, nearest first: county, league or city, region. */
export function areaChain(code: string): string[] {
  return [...new Set([code, cityOf(code), regionCode])]
}

/** Whether `code` is `scope` or lies below it. */
export const areaWithin = (scope: string, code: string): boolean => code.startsWith(areaPrefix(scope))

/** The digits that every area within `scope` begins with: two for the region, four for a city, six for a county. */
export function areaPrefix(scope: string): string {
  const digits = { region: 2, city: 4, county: 6 }[areaLevel(scope)]
  return scope.slice(0, digits)
}

/** The full name read from the city downwards, for example 包头市东河区. */
export function areaFullName(code: string): string {
  return areaChain(code)
    .filter((each) => each !== regionCode || code === regionCode)
    .toReversed()
    .map((each) => findArea(each)?.name ?? each)
    .join('')
}

/** A banner or county of Inner Mongolia. */
export const countyCodeSchema = z
  .string()
  .refine((code) => areaLevel(code) === 'county' && byCode.has(code), 'not a banner or county of Inner Mongolia')

/** Any area of the region, at any level. */
export const areaCodeSchema = z.string().refine((code) => byCode.has(code), 'not an area of Inner Mongolia')

/** The lowest and the highest code that an area within `scope` can have: what a query compares with, where `LIKE` uses no index. */
export function areaRange(scope: string): readonly [from: string, to: string] {
  const prefix = areaPrefix(scope)
  return [prefix.padEnd(6, '0'), prefix.padEnd(6, '9')]
}
