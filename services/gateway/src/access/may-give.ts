import { actorHolds, areaWithin, type Scope, type StaffActor, type StaffRole } from '@jiekun/schema'

/** What a user or a key is given. */
export interface Standing {
  role: StaffRole
  area: string
  scopes: readonly Scope[]
}

/**
 * Whether an administrator may give or take a standing: within its own area, and no administrator who may do more than
 * itself, so that a key of few scopes cannot make itself a wider one.
 */
export const mayGive = (giver: StaffActor, { role, area, scopes }: Standing): boolean =>
  areaWithin(giver.area, area) && (role !== 'administrator' || scopes.every((scope) => actorHolds(giver, scope)))
