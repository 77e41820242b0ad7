import * as z from 'zod'
import { agentNumberSchema, newAgentSchema } from './agent.ts'
import { countyCodeSchema } from './areas.ts'
import { consentsSchema, guardianConsentsSchema } from './consent.ts'
import { type Facts, factsSchema, type Member, membersSchema } from './household.ts'
import { type ApplicantIdentity, applicantIdentitySchema, readResidentId } from './identity.ts'

/** The languages of applicants; `mn-Mong`: Mongolian in its traditional script, written in columns from the left. */
export const languages = ['zh-CN', 'mn-Mong', 'en'] as const
export const languageSchema = z.enum(languages)
export type Language = z.infer<typeof languageSchema>

/** Where who applies and the members of the household contradict each other, by the paths of an application. */
export function disagreements({
  facts,
  members,
  identity,
}: {
  facts: Facts
  members: readonly Member[]
  identity: ApplicantIdentity
}): { path: (string | number)[]; message: string }[] {
  const applicant = members.findIndex((member) => member.relation === 'applicant')
  const declared = members[applicant]
  if (!declared) {
    const isNeeded = facts.applicationState !== 'applicant_deceased'
    return isNeeded ? [{ path: ['members'], message: 'must hold the applicant' }] : []
  }
  const { birthDate, sex } = readResidentId(identity.idNumber)
  const wrong = [...(declared.birthDate === birthDate ? [] : ['birthDate']), ...(declared.sex === sex ? [] : ['sex'])]
  return wrong.map((field) => ({ path: ['members', applicant, field], message: 'does not agree with the ID number' }))
}

/** What `POST /api/v1/applications` takes: a household without a date (the day of submission counts), who applies, and the consents. */
export const newApplicationSchema = z
  .strictObject({
    countyCode: countyCodeSchema,
    facts: factsSchema,
    members: membersSchema,
    identity: applicantIdentitySchema,
    consents: consentsSchema,
    guardianConsents: guardianConsentsSchema
      .default([])
      .describe('One for each member who is under 14 on the day of submission; there is no need of others'),
    language: languageSchema.default('zh-CN'),
    agent: newAgentSchema.optional().describe('Who applies for the applicant; left out where they apply themselves'),
  })
  .superRefine((application, ctx) => {
    for (const issue of disagreements(application)) ctx.addIssue({ code: 'custom', ...issue })
  })
export type NewApplication = z.infer<typeof newApplicationSchema>

/**
 * States of an application. `returned`: it waits for its applicant. `public_notice` 公示: it waits for objections.
 * `remained_closed`: the household left hardship before and nothing has changed since. `withdrawn`: by its applicant.
 */
export const applicationStates = [
  'submitted',
  'under_review',
  'returned',
  'public_notice',
  'approved',
  'declined',
  'remained_closed',
  'withdrawn',
] as const
/** The states in which it is not decided yet. Of the applications of a person that are in one of them one goes forward; twins wait. */
export const openStates = [
  'submitted',
  'under_review',
  'returned',
  'public_notice',
] as const satisfies ApplicationState[]
export const applicationStateSchema = z.enum(applicationStates)
export type ApplicationState = z.infer<typeof applicationStateSchema>

/**
 * Why an application is declined, where that is not its merits: another of the same person goes forward 重复申请; it was not
 * the person who made it; nobody could make sure that it was.
 */
export const declineGrounds = ['duplicate', 'not_own', 'identity_unproven'] as const
export const declineGroundSchema = z.enum(declineGrounds)
export type DeclineGround = z.infer<typeof declineGroundSchema>

/** Case number: city code, date of submission (YYMMDD), eight characters without I, L, O, U. It is the id of the application. */
export const caseNumberSchema = z.string().regex(/^15\d{2}-\d{6}-[0-9A-HJKMNP-TV-Z]{8}$/)

/** The receipt: what the applicant keeps. The access code is shown once and derived again, never stored. */
export const receiptSchema = z.object({
  caseNumber: z.string(),
  accessCode: z.string(),
  state: applicationStateSchema,
  submittedAt: z.string(),
  /** What the agent keeps, where one applied: it opens the cases that they brought in. */
  agent: z.strictObject({ agentNumber: agentNumberSchema, agentCode: z.string() }).optional(),
})
export type Receipt = z.infer<typeof receiptSchema>

/** A step of a case as its timeline shows it; `data` holds codes and ids, never personal data. */
export const timelineEntrySchema = z
  .object({
    id: z.string(),
    at: z.string(),
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** One measure of a case as the applicant and the staff see it go. */
export const caseMeasureSchema = z
  .object({
    referralId: z.string(),
    measure: z.string(),
    clause: z.string(),
    officeId: z.string(),
    /** Who answers for it; null where the office is not in the directory any more. */
    officeName: z.string().nullable(),
    state: z.string(),
    version: z.int(),
  })
  .meta({ id: 'CaseMeasure' })
export type CaseMeasure = z.infer<typeof caseMeasureSchema>

/** How to reach an office. */
export const contactSchema = z
  .strictObject({
    name: z.string(),
    telephone: z.string().nullable(),
    address: z.string().nullable(),
    hours: z.string().nullable(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof contactSchema>

/** The same with how to reach the office, who must act now and by when. */
export const followedMeasureSchema = caseMeasureSchema
  .extend({
    officeTelephone: z.string().nullable(),
    officeAddress: z.string().nullable(),
    officeHours: z.string().nullable(),
    duty: z.string().nullable().describe('Who must act: office, union or applicant; null once nobody has to'),
    dueOn: z.iso.date().nullable().describe('By when'),
  })
  .meta({ id: 'FollowedMeasure' })
export type FollowedMeasure = z.infer<typeof followedMeasureSchema>

/**
 * What an applicant asks of the staff: an appeal 复核 against a decision, or a change of the household 情况变动 that they
 * report.
 */
export const requestKinds = ['appeal', 'change'] as const
export const requestKindSchema = z.enum(requestKinds)
export type RequestKind = z.infer<typeof requestKindSchema>
export const requestStates = ['open', 'answered'] as const
/** What became of a request: the decision stands, the case was opened again, or the change was noted. */
export const requestOutcomes = ['upheld', 'reopened', 'noted'] as const
export const requestOutcomeSchema = z.enum(requestOutcomes)
export type RequestOutcome = z.infer<typeof requestOutcomeSchema>

/** Case number and access code, as the status page and its API take them. */
export const statusLookupSchema = z.strictObject({
  caseNumber: z.string().max(40),
  accessCode: z.string().max(40),
})

/** File number: county, year of opening, eight characters. */
export const fileNumberSchema = z.string().regex(/^15\d{4}-\d{4}-[0-9A-HJKMNP-TV-Z]{8}$/)
/** States of a household file. */
export const fileStates = ['open'] as const
export const fileStateSchema = z.enum(fileStates)
