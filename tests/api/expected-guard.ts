import {
  actorHolds,
  areaCodeSchema,
  areaWithin,
  type Place,
  reaches,
  reachOf,
  roleHolds,
  type Scope,
  type StaffActor,
} from '@jiekun/schema'
import type { Operation } from '@jiekun/schema/api'
import * as z from 'zod'

/** Who sends a request: nobody, somebody whose key holds no more, or a member of staff. */
export type Caller = { kind: 'nobody' } | { kind: 'ended' } | { kind: 'staff'; actor: StaffActor }

/** The thing that a request names in its path, and who reaches it. */
export interface Named {
  place: Place
  /** What the names stand for. */
  ids?: readonly string[]
  reached?: ((actor: StaffActor, place: Place) => boolean) | undefined
}

/**
 * What the guard of an operation says. `nothing-shown`: a list in which there is nothing for the caller to see.
 */
export type Guard = 'sign-in-needed' | 'not-allowed' | 'not-found' | 'nothing-shown' | 'let-in'

/** Where an example makes something. */
const areaOfBody = z.looseObject({ area: areaCodeSchema })

/** What the table of roles and the contract say that the guard must say. `named`: what the path names, where it is bound to a place. */
export function expectedGuard(
  operation: Operation,
  caller: Caller,
  { named, seen }: { named: Named | undefined; seen: readonly Place[] },
): Guard {
  const { access } = operation
  // A key that does not hold is refused everywhere: whoever sends one means to be let in by it.
  if (caller.kind === 'ended') return 'sign-in-needed'
  if (access === 'public') return 'let-in'
  if (caller.kind === 'nobody') return 'sign-in-needed'
  const { actor } = caller
  // A token of an office is no sign-in.
  if (access === 'signed-in' ? actor.referralIds !== undefined : !actorHolds(actor, access)) return 'not-allowed'
  const madeIn = areaOfBody.safeParse(operation.example?.body).data?.area
  if (madeIn !== undefined && !areaWithin(actor.area, madeIn)) return 'not-allowed'
  if (named) return (named.reached ?? reaches)(actor, named.place) && opens(actor, named) ? 'let-in' : 'not-found'
  const nothingToSee = !seen.some((place) => reaches(actor, place))
  return isPage(operation) && access !== 'signed-in' && isAboutCases(access) && nothingToSee
    ? 'nothing-shown'
    : 'let-in'
}

/** Whether a token is for what is named; what is no token opens what its holder reaches. */
const opens = ({ referralIds }: StaffActor, { ids = [] }: Named): boolean =>
  referralIds === undefined || ids.some((id) => referralIds.includes(id))

/** What is held by somebody who reaches no case is about no case. */
export const isAboutCases = (scope: Scope): boolean =>
  // In an area without cases the audit still holds what its own staff did.
  scope !== 'audit:read' &&
  !(['administrator'] as const).some((role) => reachOf(role) === 'nothing' && roleHolds(role, scope))

/** Whether an operation answers with a page of a list. */
export const isPage = ({ method, answer }: Operation): boolean =>
  method === 'get' && answer instanceof z.ZodObject && 'items' in answer.shape && 'next' in answer.shape
