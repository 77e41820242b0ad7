import * as z from 'zod'
import { maxMembers } from './household.ts'
import { personNameSchema } from './identity.ts'

/** Version of the consent texts shown; raised whenever a text changes. */
export const consentVersion = '2026-11' as const

/** Who may consent for a member under 14 (个人信息保护法 第三十一条): a parent, or whoever else is the guardian 其他监护人. */
export const guardianRelations = ['parent', 'other_guardian'] as const
export const guardianRelationSchema = z.enum(guardianRelations)
export type GuardianRelation = z.infer<typeof guardianRelationSchema>

/** The consent of a guardian to the use of what is told of one member under 14. */
export const guardianConsentSchema = z
  .strictObject({
    member: z
      .int()
      .min(0)
      .max(maxMembers - 1)
      .describe('Position of the member in `members`, from 0'),
    relation: guardianRelationSchema.describe('What the guardian is to the member'),
    name: personNameSchema.optional().describe('Who the guardian is; left out where the applicant is'),
    version: z.literal(consentVersion),
  })
  .meta({ id: 'GuardianConsent' })
export type GuardianConsent = z.infer<typeof guardianConsentSchema>

/** One for each member under 14; what is given for others is not kept. */
export const guardianConsentsSchema = z
  .array(guardianConsentSchema)
  .max(maxMembers)
  .refine((consents) => new Set(consents.map(({ member }) => member)).size === consents.length, {
    message: 'names a member twice',
  })

/** A guardian's consent as it is shown: who consented, masked, for whom, and when it was taken back. */
export const keptGuardianConsentSchema = z
  .strictObject({
    memberId: z.string(),
    relation: guardianRelationSchema,
    guardian: z.string().nullable().describe('Name of the guardian; null where it is the applicant'),
    version: z.string(),
    at: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().optional(),
    /** Of the member it was given for; null where the household has no such member any more. */
    birthDate: z.iso.date().nullable(),
    memberRelation: z.string().nullable(),
  })
  .meta({ id: 'KeptGuardianConsent' })
export type KeptGuardianConsent = z.infer<typeof keptGuardianConsentSchema>
