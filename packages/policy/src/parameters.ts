import { areaChain, areaLevel, parameterNames } from '@jiekun/schema'
import { dibaoStandards } from './dibao-standards.ts'

/** The figures that the policy leaves open, by their names. */
export interface Parameters {
  /** Dibao standard, fen per person per month. */
  dibaoLineMonthFen: number
  relativeFactor: number
  accidentLossPct: number
  migrantResidenceMonths: number
  olderFemale: number
  olderMale: number
  rentBurdenPct: number
  housesMax: number
  workMin: number
  workMaxMale: number
  workMaxFemale: number
}

export type ParameterName = keyof Parameters
type FixedName = Exclude<ParameterName, 'dibaoLineMonthFen'>

/** A figure in force from a day on in an area, with where it comes from and how far that is verified. */
export interface ParameterEntry {
  name: FixedName
  value: number
  areaCode: string
  /** ISO date. */
  from: string
  source: string
  verified: string
}

const region = '150000'
const always = '1900-01-01'
const entry = (name: FixedName, value: number, source: string, verified: string): ParameterEntry => ({
  name,
  value,
  areaCode: region,
  from: always,
  source,
  verified,
})

/** Every figure but the dibao standards; a later or nearer entry takes the place of one here. */
export const parameterEntries: readonly ParameterEntry[] = [
  entry('relativeFactor', 2, 'union practice elsewhere', 'unverified'),
  entry('accidentLossPct', 80, 'union practice elsewhere', 'unverified'),
  entry('migrantResidenceMonths', 12, 'test value', 'unverified'),
  entry('olderFemale', 40, 'Inner Mongolia 就业困难人员 rules, 2020', 'news'),
  entry('olderMale', 50, 'Inner Mongolia 就业困难人员 rules, 2020', 'news'),
  entry('rentBurdenPct', 30, 'test value', 'unverified'),
  entry('housesMax', 1, 'test value', 'unverified'),
  entry('workMin', 16, 'before the 2025 retirement reform', 'unverified'),
  entry('workMaxMale', 59, 'before the 2025 retirement reform', 'unverified'),
  entry('workMaxFemale', 49, 'before the 2025 retirement reform', 'unverified'),
]

/** Where a figure that was used comes from. */
export interface ParameterSource {
  value: number
  source: string
  verified: string
  /** The area whose figure it is. */
  areaCode: string
  /** The region's average stands in for a figure of the county or city that is not known. */
  standIn?: boolean
}

export interface ResolvedParameters {
  values: Parameters
  sources: Record<ParameterName, ParameterSource>
}

export type ParameterOverrides = Partial<Parameters>

/** The figures in force on a day in a county, or undefined where no dibao standard of that day is known. */
export function resolveParameters(
  asOf: string,
  countyCode: string,
  given: { dibaoLineMonthFen?: number | null | undefined; overrides?: ParameterOverrides | undefined } = {},
): ResolvedParameters | undefined {
  const base = parametersFor(asOf, countyCode, given.dibaoLineMonthFen ?? null)
  if (!given.overrides || !base) return base
  const values = { ...base.values, ...given.overrides }
  const sources = { ...base.sources }
  for (const name of parameterNames) {
    const value = given.overrides[name]
    if (value !== undefined) sources[name] = { value, source: 'override', verified: 'none', areaCode: countyCode }
  }
  return { values, sources }
}

/** The figures that an earlier determination names, as they were. Throws where it lacks one. */
export const parametersOf = (sources: Readonly<Record<string, ParameterSource>>): ResolvedParameters =>
  assemble((name) => {
    const source = sources[name]
    if (!source) throw new Error(`the determination names no ${name}`)
    return source
  })

/** By the line that a household carries; under null stand the figures with the published one. */
type ByLine = Map<number | null, ResolvedParameters>

/** By day and county. A level each, because a joined key would have to be built and hashed for every household. */
const kept = new Map<string, Map<string, ByLine>>()
/** Entries kept before starting over; a batch of one day touches at most the 103 counties. */
const mostKept = 2000
let keptCount = 0

function parametersFor(asOf: string, countyCode: string, line: number | null): ResolvedParameters | undefined {
  const known = kept.get(asOf)?.get(countyCode)?.get(line)
  if (known) return known
  const source = line === null ? publishedLine(asOf, countyCode) : carriedLine(countyCode, line)
  if (!source) return undefined
  const resolved = assemble((name) => (name === 'dibaoLineMonthFen' ? source : inForce(name, asOf, countyCode)))
  keep(asOf, countyCode, line, resolved)
  return resolved
}

function keep(asOf: string, countyCode: string, line: number | null, resolved: ResolvedParameters): void {
  if (keptCount >= mostKept) {
    kept.clear()
    keptCount = 0
  }
  const counties = kept.get(asOf) ?? new Map<string, ByLine>()
  const lines: ByLine = counties.get(countyCode) ?? new Map()
  kept.set(asOf, counties.set(countyCode, lines.set(line, resolved)))
  keptCount++
}

const carriedLine = (countyCode: string, line: number): ParameterSource => ({
  value: line,
  source: 'carried by the household',
  verified: 'household',
  areaCode: countyCode,
})

/** The standard of the nearest area upward that has one in force on the day; in an area the latest year counts. */
function publishedLine(asOf: string, countyCode: string): ParameterSource | undefined {
  const year = Number(asOf.slice(0, 4))
  for (const areaCode of areaChain(countyCode)) {
    const [latest] = dibaoStandards
      .filter((standard) => standard.areaCode === areaCode && standard.year <= year)
      .sort((a, b) => b.year - a.year)
    if (!latest) continue
    const { urbanMonthFen, source, verified } = latest
    return {
      value: urbanMonthFen,
      source,
      verified,
      areaCode,
      ...(areaLevel(areaCode) === 'region' ? { standIn: true } : {}),
    }
  }
  return undefined
}

function inForce(name: FixedName, asOf: string, countyCode: string): ParameterSource {
  for (const areaCode of areaChain(countyCode)) {
    const [latest] = parameterEntries
      .filter((each) => each.name === name && each.areaCode === areaCode && each.from <= asOf)
      .sort((a, b) => (a.from < b.from ? 1 : -1))
    if (latest) return { value: latest.value, source: latest.source, verified: latest.verified, areaCode }
  }
  throw new Error(`the parameter ${name} has no value`)
}

function assemble(of: (name: ParameterName) => ParameterSource): ResolvedParameters {
  const sources: Record<ParameterName, ParameterSource> = {
    dibaoLineMonthFen: of('dibaoLineMonthFen'),
    relativeFactor: of('relativeFactor'),
    accidentLossPct: of('accidentLossPct'),
    migrantResidenceMonths: of('migrantResidenceMonths'),
    olderFemale: of('olderFemale'),
    olderMale: of('olderMale'),
    rentBurdenPct: of('rentBurdenPct'),
    housesMax: of('housesMax'),
    workMin: of('workMin'),
    workMaxMale: of('workMaxMale'),
    workMaxFemale: of('workMaxFemale'),
  }
  const value = (name: ParameterName): number => sources[name].value
  return {
    sources,
    values: {
      dibaoLineMonthFen: value('dibaoLineMonthFen'),
      relativeFactor: value('relativeFactor'),
      accidentLossPct: value('accidentLossPct'),
      migrantResidenceMonths: value('migrantResidenceMonths'),
      olderFemale: value('olderFemale'),
      olderMale: value('olderMale'),
      rentBurdenPct: value('rentBurdenPct'),
      housesMax: value('housesMax'),
      workMin: value('workMin'),
      workMaxMale: value('workMaxMale'),
      workMaxFemale: value('workMaxFemale'),
    },
  }
}
