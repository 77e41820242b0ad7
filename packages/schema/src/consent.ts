import * as z from 'zod'
import { departmentCodeSchema } from './department.ts'
import { maxMembers } from './household.ts'
import { personNameSchema } from './identity.ts'

/** Version of the consent texts shown; raised whenever a text changes. */
export const consentVersion = '2026-11' as const

/** Purposes a person consents to one by one (PIPL 14, 23, 29). */
export const consentPurposes = ['registration', 'civil_affairs_check', 'department_sharing', 'public_notice'] as const
/** Without these the case cannot be worked on at all. */
export const requiredConsents = ['registration', 'civil_affairs_check', 'department_sharing'] as const
/** What can be taken back while the case goes on; taking back another is withdrawing the application. */
export const withdrawableConsents = ['department_sharing', 'public_notice'] as const
export const withdrawableConsentSchema = z.enum(withdrawableConsents)

/** What a new application consents to. */
export const consentsSchema = z
  .array(
    z
      .strictObject({
        purpose: z.enum(consentPurposes),
        version: z.literal(consentVersion),
        except: z
          .array(departmentCodeSchema)
          .max(20)
          .optional()
          .describe('Departments with which nothing is to be shared; goes with `department_sharing`'),
      })
      .refine(({ purpose, except }) => except === undefined || purpose === 'department_sharing', {
        path: ['except'],
        message: 'goes with department_sharing',
      }),
  )
  .max(consentPurposes.length)
  .superRefine((consents, ctx) => {
    const given = new Set(consents.map((consent) => consent.purpose))
    if (given.size !== consents.length) ctx.addIssue({ code: 'custom', message: 'names a purpose twice' })
    for (const purpose of requiredConsents) {
      if (!given.has(purpose)) ctx.addIssue({ code: 'custom', message: `lacks the consent to ${purpose}` })
    }
  })

/**
 * A consent as it is kept: once taken back it stays, with when; given again it is another one. One to share with
 * departments that names a `department` says otherwise for that one than the one that names none.
 */
export const keptConsentSchema = z
  .strictObject({
    purpose: z.enum(consentPurposes),
    department: departmentCodeSchema.optional(),
    version: z.string(),
    at: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'KeptConsent' })
export type KeptConsent = z.infer<typeof keptConsentSchema>

/** The consents of a new application as they are kept. `at`: ISO moment. */
export const keptConsents = (given: z.infer<typeof consentsSchema>, at: string): KeptConsent[] =>
  given.flatMap(({ except = [], ...consent }) => [
    { ...consent, at },
    ...[...new Set(except)].map((department) => ({ ...consent, department, at, withdrawnAt: at })),
  ])

/**
 * The consent by which something may be told to a department (个人信息保护法 23): the one to share with all of them, while
 * it holds, unless the last that names this one was taken back.
 */
export function sharingConsent(consents: readonly KeptConsent[], department: string): KeptConsent | undefined {
  const sharing = consents.filter(({ purpose }) => purpose === 'department_sharing')
  const general = sharing.find((each) => each.department === undefined && each.withdrawnAt === undefined)
  const own = sharing.findLast((each) => each.department === department)
  if (own === undefined || general === undefined) return general
  return own.withdrawnAt === undefined ? own : undefined
}

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
