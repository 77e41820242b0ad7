import { areaChain, areaFullName, areaLevel, areaRevision, areas, findArea } from '@jiekun/schema'

/** An area as the API shows it, or undefined where the code is none of Inner Mongolia. */
export function shownArea(code: string) {
  const area = findArea(code)
  if (!area) return undefined
  return {
    ...area,
    fullName: areaFullName(code),
    level: areaLevel(code),
    parent: areaChain(code)[1] ?? null,
    revision: areaRevision,
  }
}

/** The areas of a level or directly below another, or all of them, in order of code. */
export const listedAreas = (filter: { level?: string | undefined; parent?: string | undefined }) =>
  areas
    .map(({ code }) => shownArea(code))
    .filter((area) => area !== undefined)
    .filter(({ level }) => filter.level === undefined || level === filter.level)
    .filter(({ parent }) => filter.parent === undefined || parent === filter.parent)
