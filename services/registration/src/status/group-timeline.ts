import type { TimelineEntry } from '@jiekun/schema'
import { dayInChina } from '@jiekun/worker'

/** Steps of one kind that were taken on one day for several measures, told in one line. */
export interface TimelineGroup {
  type: string
  /** RFC 3339; `last` is the same as `first` where there is one step. */
  first: string
  last: string
  /** Codes of the measures, in the order of their steps; none where the step is the case's own. */
  measures: string[]
}

/** A timeline as people read it: a plan of thirty measures goes through ninety steps, mostly the same ones together. */
export function groupTimeline(entries: readonly TimelineEntry[]): TimelineGroup[] {
  const groups = new Map<string, TimelineGroup>()
  for (const { id, type, at, data } of entries) {
    const measures = typeof data.measure === 'string' ? [data.measure] : []
    const key = measures.length > 0 ? `${type} ${dayInChina(new Date(at))}` : id
    const known = groups.get(key)
    if (known) {
      known.last = at
      known.measures.push(...measures)
    } else groups.set(key, { type, first: at, last: at, measures })
  }
  return [...groups.values()]
}
