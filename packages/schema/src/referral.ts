import * as z from 'zod'

/** States of a referral. `sent`: the office has it (webhook answered 2xx, or its inbox). */
export const referralStates = ['created', 'sent', 'accepted', 'returned', 'declined', 'delivered'] as const
export const referralStateSchema = z.enum(referralStates)
export type ReferralState = z.infer<typeof referralStateSchema>

/** The answers that an office may give. */
export const answerTypes = [
  'referral.accepted',
  'referral.returned',
  'referral.declined',
  'referral.delivered',
] as const

/** Body of an office's webhook: what it says of one of its referrals. Reasons are shown to staff, never logged. */
export const officeAnswerSchema = z
  .strictObject({
    type: z.enum(answerTypes),
    timestamp: z.iso.datetime({ offset: true }),
    data: z.strictObject({
      referralId: z.string().max(64),
      /** What was paid out, in fen, for a delivered measure that is money. */
      amountFen: z.int().min(0).max(1_000_000_000_000).optional(),
      documentNumber: z.string().max(100).optional(),
      reason: z.string().trim().min(1).max(1000).optional(),
    }),
  })
  .refine(
    (answer) => answer.data.reason !== undefined || !['referral.returned', 'referral.declined'].includes(answer.type),
    { path: ['data', 'reason'], message: 'is needed to return or decline a referral' },
  )
export type OfficeAnswer = z.infer<typeof officeAnswerSchema>

/** Body of the webhook that an office receives. It holds no personal data. */
export const officeNoticeSchema = z.object({
  type: z.enum(['referral.created', 'referral.informed']),
  timestamp: z.string(),
  data: z.object({
    caseNumber: z.string(),
    areaCode: z.string(),
    clause: z.string(),
    referrals: z.array(z.object({ referralId: z.string(), measure: z.string() })).min(1),
    /** Day by which the office should answer, ISO date. */
    answerBy: z.string(),
  }),
})
export type OfficeNotice = z.infer<typeof officeNoticeSchema>
