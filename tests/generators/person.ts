import {
  type ApplicantIdentity,
  consentVersion,
  type Household,
  type newApplicationSchema,
  requiredConsents,
} from '@jiekun/schema'
import type * as z from 'zod'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A valid, invented resident ID number of that birth date (ISO) and sex. `sequence` (below 500) makes it another person. */
export function inventIdNumber(birthDate: string, sex: string, sequence: number, area = '150203'): string {
  const order = String((sequence * 2 + (sex === '1' ? 1 : 0)) % 1000).padStart(3, '0')
  const front = `${area}${birthDate.replaceAll('-', '')}${order}`
  const sum = weights.reduce((total, weight, at) => total + weight * Number(front[at]), 0)
  return front + '10X98765432'[sum % 11]
}

/** Who is younger than this may be under 14 when a test runs; what is given for others is not kept. */
const perhapsChildren = '2010-01-01'
const surelyAdult = '2005-01-01'

/** The consents that the children of a household need: of the applicant, or of somebody else where that cannot be. */
function guardiansOf(members: Household['members']) {
  const applicant = members.find((member) => member.relation === 'applicant')
  const isGuardian = applicant !== undefined && applicant.birthDate < surelyAdult
  return members.flatMap(({ birthDate, relation }, member) =>
    birthDate < perhapsChildren
      ? []
      : [
          {
            member,
            relation: relation === 'child' ? ('parent' as const) : ('other_guardian' as const),
            version: consentVersion,
            ...(isGuardian && relation !== 'applicant' ? {} : { name: '其其格' }),
          },
        ],
  )
}

/** The application of a household as the API takes it, with an invented identity that agrees with its applicant. */
export function newApplication(
  household: Pick<Household, 'countyCode' | 'facts' | 'members'>,
  sequence = 1,
  area?: string,
): z.input<typeof newApplicationSchema> {
  const applicant = household.members.find((member) => member.relation === 'applicant')
  const identity: ApplicantIdentity = {
    name: '乌云其木格',
    idNumber: inventIdNumber(applicant?.birthDate ?? '1976-01-01', applicant?.sex ?? '1', sequence, area),
    phone: `138${String(sequence).padStart(8, '0')}`,
    address: '幸福小区 3 号楼 2 单元 501',
  }
  const { countyCode, facts, members } = household
  return {
    countyCode,
    facts,
    members,
    identity,
    guardianConsents: guardiansOf(household.members),
    consents: requiredConsents.map((purpose) => ({ purpose, version: consentVersion })),
  }
}
