import {
  awaitedStates,
  escalateEvery,
  listedMeasures,
  serviceLevel,
  serviceLevelSource,
  warnBefore,
} from '@jiekun/policy'
import type { serviceLevelSchema } from '@jiekun/schema/api'
import type * as z from 'zod'

type Listed = z.infer<typeof serviceLevelSchema>

/** The days of every measure of the catalogue, in order of code. */
export const listedLevels = (): Listed[] =>
  listedMeasures().map(({ code, name, emergency }) => ({
    measure: code,
    name,
    emergency,
    levels: awaitedStates.flatMap((state) => {
      const level = serviceLevel(code, state, emergency)
      return level ? [{ state, ...level, warnBefore: warnBefore(level.workingDays) }] : []
    }),
    escalateEvery: escalateEvery(emergency),
    ...serviceLevelSource,
  }))

/** A page of them. */
export function pageOfLevels(query: { measure?: string | undefined; after?: string | undefined; limit: number }) {
  const found = listedLevels().filter(
    ({ measure }) =>
      (query.measure === undefined || measure === query.measure) &&
      (query.after === undefined || measure > query.after),
  )
  const items = found.slice(0, query.limit)
  return { items, next: found.length > items.length ? (items.at(-1)?.measure ?? null) : null }
}
