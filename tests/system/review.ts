import { type Client, createClient } from '@jiekun/client'
import type { StaffRole } from '@jiekun/schema'
import type { CaseHead } from '@jiekun/schema/api'
import { eventually, type House } from './house.ts'
import { eventOf, storeUntold, type UntoldCase } from './untold-case.ts'

/** A member of staff: the id that a case knows them by, and their client. */
export interface StaffMember {
  id: string
  api: Client
}

export async function openStaff(house: House, role: StaffRole, area = '150000'): Promise<StaffMember> {
  const key = (await house.key(role, area)).slice('Bearer '.length)
  return { id: key.split('_')[1] ?? '', api: createClient({ url: house.url, key }) }
}

/** A reviewer and an approver of an area, and what they do together. */
export interface ReviewDesk {
  reviewer: Client
  approver: Client
  /** Claims and endorses, and then approves: the file opens. */
  approve(caseNumber: string): Promise<CaseHead>
  /** The same, as soon as it is determined. */
  approveSoon(caseNumber: string): Promise<CaseHead>
  /** Claims and declines. */
  decline(caseNumber: string): Promise<CaseHead>
}

const reason = '材料齐全'
const ifMatch = '*'

export async function openReviewDesk(house: House, area = '150000'): Promise<ReviewDesk> {
  const [reviewer, approver] = await Promise.all([
    house.client('county_reviewer', area),
    house.client('city_approver', area),
  ])
  const approve = async (caseNumber: string): Promise<CaseHead> => {
    const params = { caseNumber }
    await reviewer.claimApplication({ params, ifMatch })
    await reviewer.endorseApplication({ params, ifMatch, body: { reason } })
    return (await approver.approveApplication({ params, ifMatch, body: { reason } })).body
  }
  return {
    reviewer,
    approver,
    approve,
    async approveSoon(caseNumber) {
      await eventually(async () => {
        const { body } = await reviewer.readApplication({ params: { caseNumber } })
        return body.application.state === 'submitted' ? undefined : true
      })
      return approve(caseNumber)
    },
    async decline(caseNumber) {
      const params = { caseNumber }
      await reviewer.claimApplication({ params, ifMatch })
      return (await reviewer.declineApplication({ params, ifMatch, body: { reason: '不符合条件' } })).body
    },
  }
}

/** A case under review of which nothing was told but its determination. */
export async function underReview(house: House, householdId = 'H12'): Promise<Reviewed> {
  const stored = await storeUntold(house.db, householdId)
  const { determinationId, caseNumber } = stored
  await house.deliver('registration', [
    eventOf(stored, 'determination.made', { determinationId, applicationVersion: 1 }),
  ])
  return { ...stored, params: { caseNumber } }
}
export type Reviewed = UntoldCase & { params: { caseNumber: string } }
