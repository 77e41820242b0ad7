import * as z from 'zod'
import { caseAgentSchema } from '../agent.ts'
import {
  applicationStateSchema,
  caseNumberSchema,
  contactSchema,
  declineGroundSchema,
  followedMeasureSchema,
  languageSchema,
  newApplicationSchema,
  receiptSchema,
  requestKindSchema,
  statusLookupSchema,
  timelineEntrySchema,
} from '../application.ts'
import { consentVersion, keptConsentSchema, keptGuardianConsentSchema, requiredConsents } from '../consent.ts'
import { determinationSchema } from '../determination.ts'
import { disclosureSchema, staffAccessSchema } from '../disclosure.ts'
import { factsSchema, memberSchema } from '../household.ts'
import { identityFieldSchema, maskedIdentitySchema } from '../identity.ts'
import { missingSchema } from '../missing.ts'
import { overrideSchema } from '../override.ts'
import { exampleFacts, exampleMember } from './examples.ts'
import { idSchema, momentSchema, operation } from './operation.ts'
import { ownRequestSchema } from './requests.ts'

export const caseParams = z.strictObject({ caseNumber: caseNumberSchema })

/** What the applicant and the staff see alike of a case. */
export const sharedHead = {
  caseNumber: z.string(),
  state: applicationStateSchema,
  version: z.int(),
  submittedAt: momentSchema,
  applicant: maskedIdentitySchema,
  countyCode: z.string(),
  archiveDecision: z
    .string()
    .nullable()
    .describe('The outcome in force; an override replaces that of the determination'),
  unionCategory: z.string().nullable(),
  fileNumber: z.string().nullable(),
  planCompletedAt: momentSchema.nullable(),
  dueOn: z.iso
    .date()
    .nullable()
    .describe('Last day of the review or of the correction; first day on which it can be approved'),
  dueKnown: z.boolean().describe('False where that day was counted beyond the announced holidays: by weekends alone'),
  missing: missingSchema.nullable().describe('What the applicant is to add, while it is returned'),
  noticeEndsOn: z.iso.date().nullable().describe('Last day of the public notice'),
  erasedAt: momentSchema.nullable().describe('When the personal data of the case was erased'),
}

/** The head of a case: what lists show, masked. */
export const caseHeadSchema = z
  .strictObject({
    ...sharedHead,
    claimedBy: z.string().nullable().describe('Who reviews it'),
    claimedAt: momentSchema.nullable(),
    endorsedBy: z.string().nullable(),
    override: overrideSchema.nullable(),
    turn: z
      .int()
      .describe('Among the open applications of its person: 0 goes forward, others wait and cannot be endorsed'),
    declinedAs: declineGroundSchema.nullable().describe('Why it was declined, where that is not its merits'),
  })
  .meta({ id: 'CaseHead' })
export type CaseHead = z.infer<typeof caseHeadSchema>

/** A determination as it is stored, with when and on which day's figures it was made. */
export const storedDeterminationSchema = z
  .strictObject({ id: z.string(), asOf: z.iso.date(), madeAt: momentSchema, ...determinationSchema.shape })
  .meta({ id: 'StoredDetermination' })

/** Another application of the same person. One out of reach is there, and no more is said of it than whom to ask. */
export const twinSchema = z
  .strictObject({
    caseNumber: z.string().nullable(),
    state: applicationStateSchema.nullable(),
    turn: z.int().nullable(),
    submittedAt: momentSchema.nullable(),
    /** The union of its county; null where the directory has none. */
    contact: contactSchema.nullable(),
  })
  .meta({ id: 'Twin' })
export type Twin = z.infer<typeof twinSchema>

/** A case as staff read it. */
export const caseSchema = z
  .strictObject({
    application: z.strictObject({
      ...caseHeadSchema.shape,
      /** Null once they have been erased, as no member is left. */
      facts: factsSchema.nullable(),
      members: z.array(memberSchema),
      consents: z.array(z.record(z.string(), z.string())),
      guardianConsents: z.array(keptGuardianConsentSchema),
      agent: caseAgentSchema.nullable().describe('Who applied for the applicant, masked'),
    }),
    determination: storedDeterminationSchema.omit({ explanation: true }).nullable(),
    timeline: z.array(timelineEntrySchema),
    measures: z.array(followedMeasureSchema),
    /** Other applications of the same person that are open, or were approved while this one waits. */
    twins: z.array(twinSchema),
    /** Every step of the application: who took it, and why. */
    history: z.array(
      z.strictObject({
        sequence: z.int(),
        step: z.string(),
        state: applicationStateSchema,
        at: momentSchema,
        actor: z.string(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Case' })

/** A case as its applicant sees it. */
export const caseViewSchema = z
  .strictObject({
    ...sharedHead,
    timeline: z.array(timelineEntrySchema),
    /** Before the review is done, those that an office has answered. */
    measures: z.array(followedMeasureSchema),
    /** It was declined because nobody could make sure that the person made it: more is told at the counter of the union. */
    comeInPerson: z.boolean(),
    /** The trade union of the county, which looks after the case; null where the directory has none. */
    responsible: contactSchema.nullable(),
    /** Who the household is paired with 结对帮扶. */
    helper: z.strictObject({ name: z.string(), telephone: z.string().nullable() }).nullable(),
    /** What the applicant has consented to, and what of it was taken back. */
    consents: z.array(keptConsentSchema),
    /** What guardians have consented to for members under 14. */
    guardianConsents: z.array(keptGuardianConsentSchema),
    /** Who applied for the applicant 代办人; null where they did so themselves. */
    agent: caseAgentSchema.nullable(),
    /** What the applicant has asked or reported, the latest first, and what was answered. */
    requests: z.array(ownRequestSchema),
    /** What can be asked now. */
    mayAsk: z.array(requestKindSchema),
    /** Whether the facts can be put right now: until the case is endorsed or decided. */
    mayCorrect: z.boolean(),
    /** Why the policy decided as it did, in plain words. */
    reasons: z.array(z.strictObject({ zh: z.string(), en: z.string() })),
    /** What the applicant was sent, the latest first; without a text once the case is erased. */
    messages: z.array(z.strictObject({ id: z.string(), at: momentSchema, language: languageSchema, body: z.string() })),
    /** To whom data of the case went, and which staff opened sealed fields, newest first. */
    disclosures: z.array(disclosureSchema),
    accesses: z.array(staffAccessSchema),
  })
  .meta({ id: 'CaseView' })
export type CaseView = z.infer<typeof caseViewSchema>

export const revealSchema = z.strictObject({
  fields: z.array(identityFieldSchema).min(1).max(5),
  reason: z.string().trim().min(5).max(1000),
})

export const applicationOperations = {
  submitApplication: operation({
    id: 'submitApplication',
    method: 'post',
    path: '/applications',
    service: 'registration',
    tag: 'Applications',
    summary: 'Apply for a household',
    description:
      'Facts and members in the exchange format, who applies, and the consents. The answer holds the access code, which is shown once and opens the status page together with the case number. Whether the person has an open application already is told to nobody but the holder of its access code and staff who reach it: others get the same answer, and the staff settle which one goes forward.',
    access: 'public',
    headers: z.object({
      'access-code': z
        .string()
        .max(40)
        .optional()
        .describe("Access code of the person's open case, to be told that it is open, with its number"),
    }),
    body: newApplicationSchema,
    status: 201,
    answer: receiptSchema,
    problems: ['already-open', 'too-many-attempts'],
    creates: true,
    example: {
      body: {
        countyCode: '150203',
        facts: exampleFacts,
        members: [exampleMember],
        identity: {
          name: '示例用户',
          idNumber: '{freshIdNumber}',
          phone: '13800000000',
          address: '幸福小区 1 号楼 2 单元 301',
        },
        consents: requiredConsents.map((purpose) => ({ purpose, version: consentVersion })),
      },
    },
  }),
  readApplication: operation({
    id: 'readApplication',
    method: 'get',
    path: '/applications/{caseNumber}',
    service: 'registration',
    tag: 'Applications',
    summary: 'Read a case, masked, with its facts, determination, timeline and measures',
    description: 'The determination comes without its explanation, which readDetermination gives.',
    access: 'applications:read',
    params: caseParams,
    status: 200,
    answer: caseSchema,
    problems: [],
    sparse: true,
    tagged: true,
    example: { params: { caseNumber: '{caseNumber}' } },
  }),
  revealIdentity: operation({
    id: 'revealIdentity',
    method: 'post',
    path: '/applications/{caseNumber}/identity/reveal',
    service: 'registration',
    tag: 'Applications',
    summary: 'Open sealed fields of the applicant, with a reason that goes into the audit',
    access: 'identity:reveal',
    params: caseParams,
    body: revealSchema,
    status: 200,
    answer: z.partialRecord(identityFieldSchema, z.string().nullable()),
    problems: ['wrong-state'],
    example: {
      params: { caseNumber: '{caseNumber}' },
      body: { fields: ['phone'], reason: '电话核实家庭情况' },
    },
  }),
  readCaseStatus: operation({
    id: 'readCaseStatus',
    method: 'post',
    path: '/status',
    service: 'registration',
    tag: 'Applications',
    summary: 'Read a case with its number and access code',
    description: 'A POST, so that the code stands in no address. An unknown case and a wrong code are not told apart.',
    access: 'public',
    body: statusLookupSchema,
    status: 200,
    answer: caseViewSchema,
    problems: ['case-not-found', 'too-many-attempts'],
    example: { body: { caseNumber: '{caseNumber}', accessCode: '{accessCode}' } },
    tagged: true,
  }),
  confirmHelp: operation({
    id: 'confirmHelp',
    method: 'post',
    path: '/status/confirmations',
    service: 'registration',
    tag: 'Applications',
    summary: 'Say whether the help of a delivered referral arrived',
    description:
      'By the applicant, with the case number and its access code. It closes the referral, or gives it back to its office; said twice it is taken once.',
    access: 'public',
    body: z.strictObject({ ...statusLookupSchema.shape, referralId: idSchema, arrived: z.boolean() }),
    status: 202,
    answer: z.strictObject({ taken: z.literal(true) }),
    problems: ['case-not-found', 'too-many-attempts', 'wrong-state'],
    example: {
      body: {
        caseNumber: '{caseNumber}',
        accessCode: '{accessCode}',
        referralId: '{deliveredReferralId}',
        arrived: true,
      },
    },
  }),
}
