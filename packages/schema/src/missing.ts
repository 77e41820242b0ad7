import * as z from 'zod'
import type { Names } from './names.ts'

/** What an application that goes back to its applicant can lack. */
export const missingCodes = [
  'identity_proof',
  'residence_proof',
  'employment_proof',
  'income_proof',
  'property_proof',
  'medical_proof',
  'event_proof',
  'household_members',
  'contradiction',
  'other',
] as const
export const missingCodeSchema = z.enum(missingCodes)
export type MissingCode = z.infer<typeof missingCodeSchema>

/** What is missing in plain words: the status page and the messages say the same. */
export const missingNames: Record<MissingCode, Names> = {
  identity_proof: { zh: '身份证明', en: 'proof of identity' },
  residence_proof: { zh: '户口或居住证明', en: 'proof of registration or residence' },
  employment_proof: { zh: '就业或失业证明', en: 'proof of work or unemployment' },
  income_proof: { zh: '收入证明', en: 'proof of income' },
  property_proof: { zh: '房产、车辆或存款情况', en: 'facts of housing, vehicles or savings' },
  medical_proof: { zh: '病历或医疗费用单据', en: 'medical records or bills' },
  event_proof: { zh: '意外或变故的证明', en: 'proof of what has happened' },
  household_members: { zh: '家庭成员情况', en: 'facts of the members of the household' },
  contradiction: { zh: '前后不一致的内容', en: 'answers that contradict each other' },
  other: { zh: '其他情况（见说明）', en: 'something else (see the note)' },
}

/** What an application lacks, with a note of the reviewer for the applicant. */
export const missingSchema = z.strictObject({
  items: z.array(missingCodeSchema).min(1).max(missingCodes.length),
  note: z.string().trim().min(1).max(1000),
})
export type Missing = z.infer<typeof missingSchema>
