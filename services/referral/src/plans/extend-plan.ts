import { responsibleFor } from '@jiekun/policy'
import type { NewDelivery } from '../deliveries/new-deliveries.ts'
import { chooseOffice, type OfficePlace } from './office-choice.ts'
import type { WantedMeasure } from './wanted-measures.ts'

/** A referral that is still to be written. */
export interface NewReferral {
  id: string
  measure: string
  clause: string
  memberIds: readonly string[]
  officeId: string
  /** The offices of the departments that cooperate under its clause. */
  informed: string[]
  /** The source names no lead department. */
  isDefault: boolean
  emergency: boolean
}

/** The referrals of the wanted measures that a plan does not hold yet, one for each. Throws where a lead has no office at all. */
export function newReferrals(
  wanted: readonly WantedMeasure[],
  held: ReadonlySet<string>,
  place: { countyCode: string; offices: readonly OfficePlace[] },
  newId: () => string,
): NewReferral[] {
  const missing = new Map(wanted.filter(({ code }) => !held.has(code)).map((measure) => [measure.code, measure]))
  return [...missing.values()].map(({ code, clause, memberIds, emergency }) => {
    const { lead, cooperating, isDefault } = responsibleFor(clause, code)
    const officeOf = (department: string) => chooseOffice(place.offices, department, place.countyCode)?.id
    const officeId = officeOf(lead)
    if (officeId === undefined) throw new Error(`no office of ${lead} for ${place.countyCode}`)
    const informed = cooperating.map(officeOf).filter((id) => id !== undefined)
    return {
      id: newId(),
      measure: code,
      clause,
      memberIds,
      officeId,
      informed: informed.filter((id) => id !== officeId),
      isDefault,
      emergency,
    }
  })
}

/** One webhook for each office, clause and kind: the leads are asked, those who cooperate are informed. */
export function newDeliveries(
  referrals: readonly NewReferral[],
  plan: { caseNumber: string; countyCode: string },
  newId: () => string,
): NewDelivery[] {
  const deliveries = new Map<string, NewDelivery>()
  const add = (type: NewDelivery['type'], officeId: string, { id, clause }: NewReferral): void => {
    const key = [type, officeId, clause].join('|')
    const made = {
      id: newId(),
      planId: plan.caseNumber,
      countyCode: plan.countyCode,
      officeId,
      type,
      clause,
      referralIds: [],
      taskId: null,
    }
    const delivery = deliveries.get(key) ?? made
    delivery.referralIds.push(id)
    deliveries.set(key, delivery)
  }
  for (const referral of referrals) {
    add('referral.created', referral.officeId, referral)
    for (const officeId of referral.informed) add('referral.informed', officeId, referral)
  }
  return [...deliveries.values()]
}
