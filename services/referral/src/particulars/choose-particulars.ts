import type { MeasureNeeds, WhichMembers } from '@jiekun/policy'
import {
  type ApplicantIdentity,
  type DisclosedField,
  type Facts,
  factsOfGroup,
  factsOfMemberGroup,
  factsSchema,
  type IdentityField,
  type MaskedIdentity,
  type Member,
  memberSchema,
} from '@jiekun/schema'

/** Members without those whose guardian has taken the consent back: of a member the last consent counts. */
export function tellableMembers(
  members: readonly Member[],
  consents: readonly { memberId: string; withdrawnAt?: string | undefined }[],
): Member[] {
  const last = new Map(consents.map(({ memberId, withdrawnAt }) => [memberId, withdrawnAt]))
  return members.filter(({ memberId }) => last.get(memberId) === undefined)
}

/** The members that an office is told of. */
export function meantMembers(which: WhichMembers, memberIds: readonly string[], members: readonly Member[]): Member[] {
  const referred = memberIds.length > 0 ? members.filter(({ memberId }) => memberIds.includes(memberId)) : []
  const applicant = members.filter(({ relation }) => relation === 'applicant')
  switch (which) {
    case 'household':
      return [...members]
    case 'referred':
      return memberIds.length > 0 ? referred : applicant
    case 'ill': {
      const ill = (memberIds.length > 0 ? referred : members).filter(({ majorIllness }) => majorIllness)
      return ill.length > 0 ? ill : memberIds.length > 0 ? referred : applicant
    }
    default:
      return which satisfies never
  }
}

/**
 * The fields of the identity that an office is given. The number on file is the applicant's alone, so it is of no use where
 * the measure is for others of the household, and stays here; so does what the household has not got.
 */
export function toldIdentity(
  needs: Pick<MeasureNeeds, 'identity' | 'members'>,
  meant: readonly Member[],
  masked: MaskedIdentity,
): IdentityField[] {
  const concernsApplicant =
    needs.members === 'household' || meant.length === 0 || meant.some(({ relation }) => relation === 'applicant')
  return needs.identity.filter((field) => masked[field] !== undefined && (field !== 'idNumber' || concernsApplicant))
}

/** What is told, by the codes that are recorded of it. */
export const toldFields = (
  needs: Pick<MeasureNeeds, 'household' | 'member'>,
  identity: readonly IdentityField[],
  meant: readonly Member[],
): DisclosedField[] => [
  'caseNumber',
  'area',
  'clause',
  'measures',
  ...identity,
  ...needs.household,
  ...(meant.length > 0 ? needs.member : []),
]

const pick = (thing: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(thing).filter(([name]) => names.includes(name)))

const someFacts = factsSchema.partial()
const someOfMember = memberSchema.partial().required({ memberId: true })

/** The facts of some groups. */
export const chosenFacts = (groups: MeasureNeeds['household'], facts: Facts) =>
  someFacts.parse(
    pick(
      facts,
      groups.flatMap((group): readonly string[] => factsOfGroup[group]),
    ),
  )

/** Members with the facts of some groups; nobody where no group is needed. */
export const chosenMembers = (groups: MeasureNeeds['member'], meant: readonly Member[]) => {
  const names = ['memberId', ...groups.flatMap((group): readonly string[] => factsOfMemberGroup[group])]
  return groups.length === 0 ? [] : meant.map((member) => someOfMember.parse(pick(member, names)))
}

/** The fields of an identity that were chosen. */
export const chosenIdentity = (fields: readonly IdentityField[], identity: ApplicantIdentity) =>
  Object.fromEntries(fields.flatMap((field) => (identity[field] === undefined ? [] : [[field, identity[field]]])))
