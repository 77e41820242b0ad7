import type { TimelineEntry } from '@jiekun/schema'
import { dayInChina } from '@jiekun/worker'
import * as z from 'zod'

const correctedSchema = z.object({ fields: z.array(z.string()), by: z.string() })

/** Steps of one kind that were taken on one day for several measures, told in one line. */
export interface TimelineGroup {
  type: string
  /** RFC 3339; `last` is the same as `first` where there is one step. */
  first: string
  last: string
  /** Codes of the measures, in the order of their steps; none where the step is the case's own. */
  measures: string[]
  /** What was put right, by its codes, and by whom. */
  corrected?: { fields: string[]; by: string }
}

/**
 * A timeline as people read it: a plan of thirty measures goes through ninety steps, mostly the same ones together. A
 * step of the case itself ends what is told together, so that help before the approval stays before it.
 */
export function groupTimeline(entries: readonly TimelineEntry[]): TimelineGroup[] {
  const groups: TimelineGroup[] = []
  const open = new Map<string, TimelineGroup>()
  for (const { type, at, data } of entries) {
    const key = `${type} ${dayInChina(new Date(at))}`
    const known = open.get(key)
    if (typeof data.measure !== 'string') open.clear()
    else if (known) {
      known.last = at
      known.measures.push(data.measure)
      continue
    }
    const corrected = correctedSchema.safeParse(data)
    const group: TimelineGroup = {
      type,
      first: at,
      last: at,
      measures: typeof data.measure === 'string' ? [data.measure] : [],
      ...(corrected.success ? { corrected: corrected.data } : {}),
    }
    groups.push(group)
    if (group.measures.length > 0) open.set(key, group)
  }
  return groups
}
