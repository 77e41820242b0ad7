import * as z from 'zod'
import { disclosedFieldSchema, disclosureBasisSchema } from '../disclosure.ts'
import { factsSchema, memberSchema } from '../household.ts'
import { maskedIdentitySchema } from '../identity.ts'
import { referralStateSchema } from '../referral.ts'
import { idSchema, operation } from './operation.ts'

const bothLanguages = z.strictObject({ zh: z.string(), en: z.string() })

/** What an office needs to do a measure, and nothing else: what is not needed is not there at all. */
export const particularsSchema = z
  .strictObject({
    referralId: z.string(),
    caseNumber: z.string(),
    countyCode: z.string(),
    measure: z.string(),
    clause: z.string(),
    state: referralStateSchema,
    version: z.int(),
    asOf: z.iso.date().describe('Day of the application, which its facts are of'),
    why: bothLanguages.describe('Why the measure needs these'),
    fields: z.array(disclosedFieldSchema).describe('What is told, as it stands on the page of the person'),
    basis: disclosureBasisSchema,
    consentVersion: z.string().nullable(),
    applicant: z.strictObject(maskedIdentitySchema.shape).partial().describe('In plain; only what the measure needs'),
    facts: factsSchema.partial(),
    members: z
      .array(memberSchema.partial().required({ memberId: true }))
      .describe('Those whom the measure is for, or the household where it is for all'),
    documents: z
      .array(z.strictObject({ code: z.string(), ...bothLanguages.shape }))
      .describe('Papers that the measure usually asks for, to tell the person of; none is kept here'),
  })
  .meta({ id: 'Particulars' })
export type Particulars = z.infer<typeof particularsSchema>

export const particularsOperations = {
  readParticulars: operation({
    id: 'readParticulars',
    method: 'get',
    path: '/referrals/{id}/particulars',
    service: 'referral',
    tag: 'Referrals',
    summary: 'Read what an office needs to do the measure of a referral',
    description:
      'For the office that has the referral now: by its clerk, or by a token that its system has asked for (`POST /hooks/departments/{officeId}/tokens`). Each reading is recorded before anything is opened, and stands on the page where the person sees who has seen their data. Nothing is told without the separate consent to share with departments, but for emergency aid, which is a statutory duty. An office that cooperates, and one that the referral was taken from, read nothing here.',
    access: 'referrals:particulars',
    params: z.strictObject({ id: idSchema }),
    status: 200,
    answer: particularsSchema,
    problems: ['consent-missing', 'wrong-state', 'data-erased'],
    recordsItself: true,
    example: { params: { id: '{referralId}' } },
  }),
}
