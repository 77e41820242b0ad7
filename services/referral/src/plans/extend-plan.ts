import type { NewTask } from '../cooperation/new-tasks.ts'
import type { NewDelivery } from '../deliveries/new-deliveries.ts'
import type { Directory } from '../routing/directory.ts'
import { type RouteQuestion, type RoutingReason, routeMeasure } from '../routing/route-measure.ts'
import type { RuleBook } from '../routing/rules.ts'
import type { WantedMeasure } from './wanted-measures.ts'

/** A referral that is still to be written. */
export interface NewReferral {
  id: string
  measure: string
  clause: string
  memberIds: readonly string[]
  officeId: string
  /** The offices of the departments that cooperate under its clause. */
  cooperating: readonly string[]
  /** The source names no lead department. */
  isDefault: boolean
  /** Why it goes there. */
  reasons: readonly RoutingReason[]
  emergency: boolean
}

/** What the new referrals of a plan are routed by. */
export interface RoutedBy {
  place: Pick<RouteQuestion, 'countyCode' | 'registeredCode' | 'day'>
  rules: RuleBook
  /** Counts what is routed. */
  directory: Directory
}

/** The referrals of the wanted measures that a plan does not hold yet, one for each. Throws where there is no office at all. */
export function newReferrals(
  wanted: readonly WantedMeasure[],
  held: ReadonlySet<string>,
  { place, rules, directory }: RoutedBy,
  newId: () => string,
): NewReferral[] {
  const missing = new Map(wanted.filter(({ code }) => !held.has(code)).map((measure) => [measure.code, measure]))
  return [...missing.values()].map(({ code, clause, memberIds, emergency }) => {
    const route = routeMeasure({ ...place, measure: code, clause }, rules, directory)
    if (!route) throw new Error(`no office for ${code} in ${place.countyCode}`)
    directory.take(route.office.id)
    return {
      id: newId(),
      measure: code,
      clause,
      memberIds,
      officeId: route.office.id,
      cooperating: route.cooperating.map(({ id }) => id),
      isDefault: route.isDefault,
      reasons: route.reasons,
      emergency,
    }
  })
}

/** One webhook to each lead for each clause, and one for each task of those who cooperate. */
export function newDeliveries(
  referrals: readonly NewReferral[],
  tasks: readonly NewTask[],
  plan: { caseNumber: string; countyCode: string },
  newId: () => string,
): NewDelivery[] {
  const { caseNumber: planId, countyCode } = plan
  const asked = new Map<string, NewDelivery>()
  for (const { id, clause, officeId } of referrals) {
    const key = `${officeId}|${clause}`
    const made = { planId, countyCode, officeId, clause, referralIds: [], taskId: null }
    const delivery = asked.get(key) ?? { id: newId(), type: 'referral.created', ...made }
    delivery.referralIds.push(id)
    asked.set(key, delivery)
  }
  const informed = tasks.map(
    ({ id: taskId, officeId, clause, referralIds }): NewDelivery => ({
      id: newId(),
      planId,
      countyCode,
      officeId,
      type: 'referral.informed',
      clause,
      referralIds,
      taskId,
    }),
  )
  return [...asked.values(), ...informed]
}
