import { areaLevel, areaWithin, reachOf, type StaffActor } from '@jiekun/schema'
import type { Criteria } from './criteria.ts'

/** The index that a search walks, newest first; `ids`: the few rows that it speaks of are known. */
export type Walk =
  | 'ids'
  | 'file'
  | 'person'
  | 'phone'
  | 'name'
  | 'cause'
  | 'group'
  | 'category'
  | 'county'
  | 'state'
  | 'time'

/** The area that a search is about: the narrower one of where its actor reaches and what was asked for. */
export function areaOf(actor: StaffActor, { area }: Criteria): string | undefined {
  if (reachOf(actor.role) !== 'area') return area
  return area !== undefined && areaWithin(actor.area, area) ? area : actor.area
}

/** Whether a search asks for an area that has nothing in common with its actor's: then nothing is found. */
export const outsideReach = (actor: StaffActor, { area }: Criteria): boolean =>
  reachOf(actor.role) === 'area' && area !== undefined && !areaWithin(actor.area, area) && !areaWithin(area, actor.area)

/**
 * The walk of a page: by what is rarest first. For one county all of its applications are few enough; in a wider area
 * the newest of all of them are walked, and those of other counties left out by the index alone.
 */
export function pageWalk(actor: StaffActor, criteria: Criteria): Walk {
  const few = walkOfFew(actor, criteria)
  if (few) return few
  if (areaLevel(areaOf(actor, criteria) ?? actor.area) === 'county') return 'county'
  return walkOfKind(criteria) ?? (criteria.states ? 'state' : 'time')
}

/** The walk of a count, which needs no order: a city is counted in its own part of the index. */
export function countWalk(actor: StaffActor, criteria: Criteria): Walk {
  const few = walkOfFew(actor, criteria)
  if (few) return few
  const level = areaLevel(areaOf(actor, criteria) ?? actor.area)
  if (level === 'county') return 'county'
  const kind = walkOfKind(criteria)
  if (kind) return kind
  if (level === 'city') return 'county'
  return criteria.states ? 'state' : 'time'
}

function walkOfFew(actor: StaffActor, criteria: Criteria): Walk | undefined {
  if (criteria.caseNumber !== undefined) return 'ids'
  if (criteria.fileNumber !== undefined) return 'file'
  if (criteria.person !== undefined) return 'person'
  if (criteria.phone !== undefined) return 'phone'
  if (criteria.name !== undefined) return 'name'
  // The households of a helper, or nothing at all.
  return reachOf(actor.role) === 'area' ? undefined : 'ids'
}

function walkOfKind({ cause, taskGroup, category }: Criteria): Walk | undefined {
  if (cause !== undefined) return 'cause'
  if (taskGroup !== undefined) return 'group'
  return category === undefined ? undefined : 'category'
}
