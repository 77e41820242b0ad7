import * as z from 'zod'
import { caseAgentSchema } from '../agent.ts'
import {
  applicationStateSchema,
  caseMeasureSchema,
  caseNumberSchema,
  declineGroundSchema,
  languageSchema,
  statusLookupSchema,
  timelineEntrySchema,
} from '../application.ts'
import { guardianConsentsSchema, keptGuardianConsentSchema } from '../consent.ts'
import { disclosureSchema, staffAccessSchema } from '../disclosure.ts'
import { documentSchema } from '../document.ts'
import { factsSchema, memberSchema, membersSchema } from '../household.ts'
import { applicantIdentitySchema, maskedIdentitySchema } from '../identity.ts'
import { caseParams, sharedHead, storedDeterminationSchema } from './applications.ts'
import { notificationSchema } from './notifications.ts'
import { momentSchema, operation, pageOf, pageQuery, reasonText } from './operation.ts'
import { referralSchema } from './referrals.ts'
import { ownRequestSchema } from './requests.ts'

const { name, idNumber, bankAccount, ...otherIdentity } = applicantIdentitySchema.partial().shape

/** What an applicant may put right; an account that is null is taken out. */
const ownIdentitySchema = z.strictObject({ ...otherIdentity, bankAccount: bankAccount.nullable() })
/** Staff may put right name and ID number too, by which the person is known to everybody else. */
const identitySchema = z.strictObject({ name, ...ownIdentitySchema.shape, idNumber })

const household = {
  /** The facts that change. */
  facts: factsSchema.partial().optional(),
  /** All members of the household, as they should be. */
  members: membersSchema.optional(),
  /** For members under 14 who have none yet, by their position in `members`. */
  guardianConsents: guardianConsentsSchema.optional(),
}
const namesSomething = (body: { identity?: unknown; facts?: unknown; members?: unknown }): boolean =>
  body.identity !== undefined || body.facts !== undefined || body.members !== undefined
const namesMembers = (body: { members?: unknown; guardianConsents?: unknown }): boolean =>
  body.guardianConsents === undefined || body.members !== undefined
const positionsOnly = { path: ['guardianConsents'], message: 'goes with `members`, whose positions it names' }
const nothingNamed = { message: 'must name what is to be put right' }

export const correctionSchema = z
  .strictObject({ identity: identitySchema.optional(), ...household, reason: reasonText })
  .refine(namesSomething, nothingNamed)
  .refine(namesMembers, positionsOnly)
export const ownCorrectionSchema = z
  .strictObject({
    ...statusLookupSchema.shape,
    identity: ownIdentitySchema.optional(),
    ...household,
    reason: reasonText.optional(),
    declaration: z.literal(true).optional().describe('What is put right is declared to be true; it is recorded'),
  })
  .refine(namesSomething, nothingNamed)
  .refine(namesMembers, positionsOnly)
/** What is to be put right in an application. */
export type Correction = Pick<
  z.infer<typeof correctionSchema>,
  'identity' | 'facts' | 'members' | 'guardianConsents'
> & {
  reason?: string | undefined
}

const correctedSchema = z
  .strictObject({
    caseNumber: z.string(),
    state: applicationStateSchema,
    version: z.int(),
    /** Codes of what has changed; none where everything was as it should be. */
    fields: z.array(z.string()),
  })
  .meta({ id: 'Corrected' })

/** What was put right in a case, as staff read it. */
export const caseCorrectionSchema = z
  .strictObject({
    at: momentSchema,
    version: z.int().describe('Of the application, which the correction made'),
    by: z.string().describe('`public` for the applicant, else `staff:` and the id of the user'),
    reason: z.string().nullable(),
    changes: z
      .array(
        z.strictObject({
          field: z.string().describe('Its code, such as `facts.rentMonthFen` or `members`'),
          before: z.json(),
          after: z.json(),
        }),
      )
      .nullable()
      .describe('The identity masked; null once erased'),
  })
  .meta({ id: 'CaseCorrection' })
export type CaseCorrection = z.infer<typeof caseCorrectionSchema>

/** A change of state and when; the reason is what was written down for it. */
const transitionSchema = z.strictObject({
  sequence: z.int(),
  state: z.string(),
  at: momentSchema,
  /** Kind of who acted: `public`, `staff`, `office` or `system`. */
  actor: z.string(),
  reason: z.string().nullable(),
})

/** Everything that is held on one case of a person. */
export const heldCaseSchema = z
  .strictObject({
    ...z.strictObject(sharedHead).omit({ applicant: true }).shape,
    areaName: z.string(),
    /** Told to whoever comes in person, in the export of the staff: the application that this one came beside, and why it was declined. */
    twinOf: z.string().nullable().optional(),
    declinedAs: declineGroundSchema.nullable().optional(),
    language: languageSchema,
    helperId: z.string().nullable(),
    /** In plain; null once erased. */
    identity: z.strictObject(maskedIdentitySchema.shape).nullable(),
    facts: factsSchema.nullable(),
    members: z.array(memberSchema),
    consents: z.array(z.record(z.string(), z.string())),
    /** With the names of guardians in plain. */
    guardianConsents: z.array(keptGuardianConsentSchema),
    /** Who applied for the person, masked: what is held on them is not the person's. */
    agent: caseAgentSchema.nullable(),
    transitions: z.array(transitionSchema),
    determinations: z.array(
      z.strictObject({
        ...storedDeterminationSchema.shape,
        applicationVersion: z.int(),
        reasons: z.array(z.strictObject({ zh: z.string(), en: z.string() })),
      }),
    ),
    timeline: z.array(timelineEntrySchema),
    requests: z.array(ownRequestSchema),
    measures: z.array(caseMeasureSchema),
    plan: z
      .strictObject({
        fileNumber: z.string().nullable(),
        openedAt: momentSchema,
        completedAt: momentSchema.nullable(),
      })
      .nullable(),
    referrals: z.array(
      z.strictObject({
        ...referralSchema.shape,
        transitions: z.array(transitionSchema),
        escalations: z.array(
          z.strictObject({
            sequence: z.int(),
            kind: z.string(),
            at: momentSchema,
            state: z.string(),
            dueOn: z.iso.date(),
            toOfficeId: z.string().nullable(),
            toArea: z.string(),
          }),
        ),
      }),
    ),
    cooperation: z.array(
      z.strictObject({
        officeId: z.string(),
        clause: z.string(),
        state: z.string(),
        note: z.string().nullable(),
        createdAt: momentSchema,
        endedAt: momentSchema.nullable(),
      }),
    ),
    messages: z.array(notificationSchema),
    /** What the person has given; the papers themselves are taken from the status page. */
    givenDocuments: z.array(documentSchema),
    disclosures: z.array(disclosureSchema),
    accesses: z.array(staffAccessSchema),
    corrections: z.array(
      z.strictObject({
        at: momentSchema,
        by: z.string(),
        fields: z.array(z.string()),
        /** The values before, by those codes; null once erased. */
        before: z.record(z.string(), z.json()).nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'HeldCase' })
export type HeldCase = z.infer<typeof heldCaseSchema>

export const personExportSchema = z
  .strictObject({
    exportedAt: momentSchema,
    cases: z.array(heldCaseSchema),
    files: z.array(
      z.strictObject({
        fileNumber: z.string(),
        caseNumber: z.string(),
        countyCode: z.string(),
        unionCategory: z.string(),
        state: z.string(),
        openedAt: momentSchema,
        exitedAt: momentSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'PersonExport' })
export type PersonExport = z.infer<typeof personExportSchema>

export const privacyOperations = {
  listDisclosures: operation({
    id: 'listDisclosures',
    method: 'get',
    path: '/disclosures',
    service: 'referral',
    tag: 'Privacy',
    summary: 'List to which offices data of a case went, when, what and why, oldest first',
    access: 'privacy:read',
    query: z.strictObject({ caseNumber: caseNumberSchema, ...pageQuery }),
    status: 200,
    answer: pageOf(disclosureSchema),
    problems: [],
    sparse: true,
    example: { query: { caseNumber: '{caseNumber}' } },
  }),
  exportPerson: operation({
    id: 'exportPerson',
    method: 'post',
    path: '/applications/{caseNumber}/export',
    service: 'registration',
    tag: 'Privacy',
    summary: 'Export all that is held on the person of a case, sealed fields opened',
    description:
      'Every application of the person within reach. The reason goes into the audit before anything is opened, and the person sees that it was opened.',
    access: 'privacy:manage',
    params: caseParams,
    body: z.strictObject({ reason: z.string().trim().min(5).max(1000) }),
    status: 200,
    answer: personExportSchema,
    problems: [],
    example: { params: { caseNumber: '{caseNumber}' }, body: { reason: '本人到窗口申请查阅' } },
  }),
  exportOwnData: operation({
    id: 'exportOwnData',
    method: 'post',
    path: '/status/export',
    service: 'registration',
    tag: 'Privacy',
    summary: 'Export all that is held on a case, to the holder of its access code',
    description:
      'Of other cases of the same person nothing: the code proves who applied, not who they are. Staff, who have seen who asks, export all of them.',
    access: 'public',
    body: statusLookupSchema,
    status: 200,
    answer: personExportSchema,
    problems: ['case-not-found', 'too-many-attempts'],
    example: { body: { caseNumber: '{caseNumber}', accessCode: '{accessCode}' } },
  }),
  listCorrections: operation({
    id: 'listCorrections',
    method: 'get',
    path: '/applications/{caseNumber}/corrections',
    service: 'registration',
    tag: 'Applications',
    summary: 'List what was put right in a case, by whom and why, from what to what',
    description: 'The latest first, at most 50. Corrections by the applicant and by staff stand in the same list.',
    access: 'applications:read',
    params: caseParams,
    status: 200,
    answer: z.strictObject({ items: z.array(caseCorrectionSchema) }),
    problems: [],
    example: { params: { caseNumber: '{returnedCaseNumber}' } },
  }),
  correctApplication: operation({
    id: 'correctApplication',
    method: 'post',
    path: '/applications/{caseNumber}/corrections',
    service: 'registration',
    tag: 'Privacy',
    summary: 'Put right what is held on a person; the values before are kept sealed',
    description:
      'Facts and members can be put right until the application is decided, which takes it back to `submitted` to be determined anew; the identity at any time. Where members change, each who is under 14 needs the consent of a guardian, from before or with the correction.',
    access: 'privacy:manage',
    params: caseParams,
    body: correctionSchema,
    status: 200,
    answer: correctedSchema,
    problems: ['wrong-state', 'already-there'],
    updates: true,
    tagged: true,
    example: {
      params: { caseNumber: '{openCaseNumber}' },
      body: { identity: { phone: '13800000001' }, reason: '本人来电更正' },
    },
  }),
  correctOwnApplication: operation({
    id: 'correctOwnApplication',
    method: 'post',
    path: '/status/corrections',
    service: 'registration',
    tag: 'Privacy',
    summary: 'Put right what is held on oneself, as the holder of the access code of a case',
    description:
      'Everything but name, ID number and county, which the union of the county puts right against papers. Facts and members until the application is endorsed or decided (`mayCorrect` of the case): it goes back to `submitted`, is determined anew and reviewed, also where it was returned. What is held is in exportOwnData; later changes are told with a request.',
    access: 'public',
    body: ownCorrectionSchema,
    status: 200,
    answer: correctedSchema,
    problems: ['case-not-found', 'too-many-attempts', 'wrong-state'],
    updates: true,
    tagged: true,
    example: {
      body: {
        caseNumber: '{returnedCaseNumber}',
        accessCode: '{returnedAccessCode}',
        facts: { rentMonthFen: 65000 },
        reason: '漏填了房租',
        declaration: true,
      },
    },
  }),
  eraseApplication: operation({
    id: 'eraseApplication',
    method: 'post',
    path: '/applications/{caseNumber}/erasure',
    service: 'registration',
    tag: 'Privacy',
    summary: 'Erase the personal data of a case whose period of keeping is over',
    description:
      'Before that only where the person withdraws the consent and nothing has to be kept: a closed application that led to no file and no referral. Number, decision, dates, amounts and audit stay.',
    access: 'privacy:manage',
    params: caseParams,
    body: z.strictObject({ reason: reasonText, consentWithdrawn: z.boolean().default(false) }),
    status: 200,
    answer: z.strictObject({ caseNumber: z.string(), version: z.int(), erasedAt: momentSchema }),
    problems: ['wrong-state'],
    updates: true,
    tagged: true,
    example: {
      params: { caseNumber: '{declinedCaseNumber}' },
      body: { reason: '本人撤回同意', consentWithdrawn: true },
    },
  }),
}
