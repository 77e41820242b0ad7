import {
  type GuardianConsent,
  guardianRelationSchema,
  type KeptGuardianConsent,
  keptGuardianConsentSchema,
  type Member,
  maskName,
} from '@jiekun/schema'
import type { Keyring } from '@jiekun/worker'
import * as z from 'zod'
import { needsGuardian } from './guarded-members.ts'

/** A guardian's consent as it is stored: known by the member's id, which stays when the list of members changes. */
const storedSchema = z.strictObject({
  memberId: z.string(),
  relation: guardianRelationSchema,
  version: z.string(),
  at: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().optional(),
  /** Of the guardian; absent where it is the applicant, or once erased. */
  nameSealed: z.string().optional(),
  nameMasked: z.string().optional(),
})
export type StoredGuardianConsent = z.infer<typeof storedSchema>

const placeOf = (caseNumber: string, memberId: string): string => `guardians.name:${caseNumber}:${memberId}`

/** The consents of guardians that an application holds. */
export const storedConsents = (row: { guardianConsents: string }): StoredGuardianConsent[] =>
  z.array(storedSchema).parse(JSON.parse(row.guardianConsents))

/** The members for whom a consent stands. */
export const standingFor = (stored: readonly StoredGuardianConsent[]): Set<string> =>
  new Set(stored.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ memberId }) => memberId))

/** Consents as they are to be stored, of those who need one on the day; what was given for others is not kept. */
export function sealConsents(
  keyring: Pick<Keyring, 'seal'>,
  caseNumber: string,
  given: { members: readonly Member[]; consents: readonly GuardianConsent[]; day: string; at: string },
): Promise<StoredGuardianConsent[]> {
  const { members, consents, day, at } = given
  return Promise.all(
    consents.flatMap(({ member: position, relation, name, version }) => {
      const member = members[position]
      return member && needsGuardian(member, day)
        ? [sealConsent(keyring, caseNumber, { memberId: member.memberId, relation, version, at, name })]
        : []
    }),
  )
}

async function sealConsent(
  keyring: Pick<Keyring, 'seal'>,
  caseNumber: string,
  {
    name,
    ...consent
  }: Pick<StoredGuardianConsent, 'memberId' | 'relation' | 'version' | 'at'> & { name: string | undefined },
): Promise<StoredGuardianConsent> {
  if (name === undefined) return consent
  const nameSealed = await keyring.seal(name, placeOf(caseNumber, consent.memberId))
  return { ...consent, nameSealed, nameMasked: maskName(name) }
}

/** Consents as answers and pages show them, masked, each with who the member is. */
export function shownConsents(row: { guardianConsents: string }, members: readonly Member[]): KeptGuardianConsent[] {
  return storedConsents(row).map(({ nameSealed: _sealed, nameMasked, ...consent }) => {
    const member = members.find(({ memberId }) => memberId === consent.memberId)
    return keptGuardianConsentSchema.parse({
      ...consent,
      guardian: nameMasked ?? null,
      birthDate: member?.birthDate ?? null,
      memberRelation: member?.relation ?? null,
    })
  })
}

/** The same with the names opened, for whoever may have all that is held. */
export async function openedConsents(
  keyring: Pick<Keyring, 'unseal'>,
  row: { id: string; guardianConsents: string },
  members: readonly Member[],
): Promise<KeptGuardianConsent[]> {
  const stored = storedConsents(row)
  return Promise.all(
    shownConsents(row, members).map(async (shown, at) => {
      const sealed = stored[at]?.nameSealed
      return sealed === undefined
        ? shown
        : { ...shown, guardian: await keyring.unseal(sealed, placeOf(row.id, shown.memberId)) }
    }),
  )
}
