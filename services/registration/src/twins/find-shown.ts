import { actorHolds, reaches } from '@jiekun/schema'
import { commit, type ServiceContext } from '@jiekun/worker'
import { holdsAccessCode } from '../applications/access-code.ts'
import { countedSince, countWrong, isLocked } from '../applications/code-attempts.ts'
import { loadOpenOfPerson } from './store.ts'

export interface Asking {
  personIndex: string
  /** Access code that came with the application. */
  accessCode: string | undefined
  /** A number that no application has. */
  nobodys: string
}

/**
 * The open application of a person that may be told to whoever applies for them once more: to the holder of its access
 * code, and to staff whose reach covers it. A wrong code is counted on all that it was tried on, and the answer does not
 * say so: it takes the same way through the database whether there is such an application or not.
 */
export async function findShown(ctx: ServiceContext, asking: Asking): Promise<string | undefined> {
  const { actor } = ctx
  const staff = actor.kind === 'staff' && actorHolds(actor, 'applications:read') ? actor : undefined
  const { accessCode, personIndex } = asking
  if (staff === undefined && !accessCode) return undefined
  const open = await loadOpenOfPerson(ctx.db, personIndex, countedSince(ctx))
  if (staff) {
    const reached = open.find((application) => reaches(staff, application))
    if (reached) return tellStaff(ctx, reached)
  }
  if (!accessCode) return undefined
  const free = open.filter(({ wrong }) => !isLocked(wrong))
  const fits = await Promise.all(free.map((held) => holdsAccessCode(ctx, held.id, held, accessCode)))
  const own = free.find((_, index) => fits[index])
  if (own) return own.id
  // Where there is nothing to guess at, the guess is counted on a number that nobody will ever look up.
  await countWrong(ctx, ...(open.length > 0 ? open.map(({ id }) => id) : [asking.nobodys]))
  return undefined
}

/** It is told as a search would tell it: on record. */
async function tellStaff(ctx: ServiceContext, { id, countyCode }: { id: string; countyCode: string }): Promise<string> {
  await commit(ctx, { statements: [], audit: [{ action: 'application.found', subject: id, area: countyCode }] })
  return id
}
