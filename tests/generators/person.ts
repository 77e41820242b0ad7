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
    consents: requiredConsents.map((purpose) => ({ purpose, version: consentVersion })),
  }
}
