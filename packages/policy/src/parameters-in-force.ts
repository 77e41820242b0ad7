import { areaChain, areaLevel, parameterNames } from '@jiekun/schema'
import { dibaoStandards } from './dibao-standards.ts'
import { type ParameterName, parameterEntries } from './parameters.ts'

/** A figure in force in an area on a day, and how long. */
export interface ParameterInForce {
  name: ParameterName
  value: number
  source: string
  verified: string
  /** The area whose figure it is. */
  areaCode: string
  /** The region's average stands in for a figure of the county or city that is not known. */
  standIn: boolean
  /** ISO dates; `until` is the last day, null while no later figure is known. */
  from: string
  until: string | null
}

type Entry = Omit<ParameterInForce, 'standIn' | 'until'>

const entries: readonly Entry[] = [
  ...parameterEntries,
  ...dibaoStandards.map(({ year, urbanMonthFen, ...standard }) => ({
    ...standard,
    name: 'dibaoLineMonthFen' as const,
    value: urbanMonthFen,
    from: `${year}-01-01`,
  })),
]

/** The figures in force in an area on a day (ISO date), in the order of their names; none for a dibao line of a day before any is known. */
export function parametersInForce(asOf: string, areaCode: string): ParameterInForce[] {
  return parameterNames.map((name) => inForce(name, asOf, areaCode)).filter((parameter) => parameter !== undefined)
}

/** The latest figure of the nearest area upward that has one, as determinations take it. */
function inForce(name: ParameterName, asOf: string, code: string): ParameterInForce | undefined {
  for (const areaCode of areaChain(code)) {
    const known = entries
      .filter((entry) => entry.name === name && entry.areaCode === areaCode)
      .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    const latest = known.findLast((entry) => entry.from <= asOf)
    if (!latest) continue
    const next = known.find((entry) => entry.from > asOf)
    const standIn = name === 'dibaoLineMonthFen' && areaLevel(areaCode) === 'region'
    return { ...latest, standIn, until: next ? dayBefore(next.from) : null }
  }
  return undefined
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}
