import * as z from 'zod'
import { isoDateSchema } from './household.ts'

/**
 * States of a referral 转办. `sent`: the office has it (webhook answered 2xx, or its inbox); `received`: it says so;
 * `returned`: it waits for what the union must find out; `declined`: it waits for the union's review; `delivered`: it
 * waits for the applicant to confirm that help arrived; `closed` and `cancelled` are the end.
 */
export const referralStates = [
  'created',
  'sent',
  'received',
  'accepted',
  'in_progress',
  'returned',
  'declined',
  'delivered',
  'closed',
  'cancelled',
] as const
export const referralStateSchema = z.enum(referralStates)
export type ReferralState = z.infer<typeof referralStateSchema>

/** How a referral closed: the applicant, or the union for them, confirmed the help; nobody spoke in time; it was declined for good. */
export const referralOutcomes = ['confirmed', 'unconfirmed', 'declined'] as const
export const referralOutcomeSchema = z.enum(referralOutcomes)

/** States of what a cooperating office does: lapsed with the last of the referrals that it helps with. */
export const cooperationStateSchema = z.enum(['open', 'done', 'lapsed'])

/** Who must act next on a referral. */
export const dutySchema = z.enum(['office', 'union', 'applicant'])

/** Why an office declines. */
export const declineCodes = [
  'not_eligible',
  'not_our_duty',
  'not_our_area',
  'already_served',
  'applicant_refused',
  'no_quota',
  'other',
] as const
export const declineCodeSchema = z.enum(declineCodes)

const reason = z.string().trim().min(1).max(1000)

/** A document of the result, by reference: the file stays with the office. */
export const resultDocumentSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(100),
    url: z
      .url({ protocol: /^https$/, error: 'must begin with https://' })
      .max(500)
      .refine((url) => !/^https:\/\/[^/?#]*@/.test(url), 'must not hold a user name'),
    /** SHA-256 of the file, hexadecimal. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
      .optional(),
  })
  .meta({ id: 'ResultDocument' })

const documentNumber = z.string().trim().min(1).max(100).optional()
/** What each answer of an office may say, by its type. */
const said = {
  'referral.received': {},
  'referral.accepted': { documentNumber },
  'referral.started': {},
  /** What the office needs to know before it can go on. */
  'referral.returned': { reason },
  'referral.declined': { reasonCode: declineCodeSchema, reason },
  'referral.delivered': {
    /** What was paid out, in fen, for a measure that is money. */
    amountFen: z.int().min(0).max(1_000_000_000_000).optional(),
    /** The days that the help is for, both included. */
    periodFrom: isoDateSchema.optional(),
    periodTo: isoDateSchema.optional(),
    documentNumber,
    documents: z.array(resultDocumentSchema).max(10).optional(),
  },
} as const

/** The answers that an office may give to a referral. */
export const answerTypes = [
  'referral.received',
  'referral.accepted',
  'referral.started',
  'referral.returned',
  'referral.declined',
  'referral.delivered',
] as const satisfies (keyof typeof said)[]
export type AnswerType = (typeof answerTypes)[number]

const periodRuns = (period: { periodFrom?: string | undefined; periodTo?: string | undefined }): boolean =>
  period.periodFrom === undefined || period.periodTo === undefined || period.periodFrom <= period.periodTo
const periodOrder = { path: ['periodTo'], message: 'must not be before periodFrom' }

const answer = <T extends AnswerType>(type: T) => z.strictObject({ type: z.literal(type), ...said[type] })

/** What an office says of a referral, without which one and when. Reasons are shown to staff, never logged. */
export const answerSchema = z
  .discriminatedUnion('type', [
    answer('referral.received'),
    answer('referral.accepted'),
    answer('referral.started'),
    answer('referral.returned'),
    answer('referral.declined'),
    answer('referral.delivered').refine(periodRuns, periodOrder),
  ])
  .meta({ id: 'Answer' })
export type ReferralAnswer = z.infer<typeof answerSchema>

const timestamp = z.iso.datetime({ offset: true })
const which = {
  referralId: z.string().max(64),
  /** The version that the office has seen, as its notices carry it; an older one is refused with the present state. */
  version: z.int().min(1).optional(),
}
const posted = <T extends AnswerType>(type: T) =>
  z.strictObject({ type: z.literal(type), timestamp, data: z.strictObject({ ...which, ...said[type] }) })

/** Body of an office's webhook: what it says of one of its referrals, or that it has done its part of another's 协办. */
export const officeAnswerSchema = z
  .discriminatedUnion('type', [
    posted('referral.received'),
    posted('referral.accepted'),
    posted('referral.started'),
    posted('referral.returned'),
    posted('referral.declined'),
    posted('referral.delivered').refine(({ data }) => periodRuns(data), {
      ...periodOrder,
      path: ['data', ...periodOrder.path],
    }),
    z.strictObject({
      type: z.literal('cooperation.done'),
      timestamp,
      data: z.strictObject({ taskId: z.string().max(64), note: reason.optional() }),
    }),
  ])
  .meta({ id: 'OfficeAnswer' })
export type OfficeAnswer = z.infer<typeof officeAnswerSchema>

/** How many referrals one token may open, so that a batch of webhooks needs one. */
export const mostOfToken = 50

/** Body of the signed webhook by which an office asks for a token: the referrals whose particulars it is about to read. */
export const tokenRequestSchema = z
  .strictObject({
    type: z.literal('token.request'),
    timestamp,
    data: z.strictObject({ referralIds: z.array(z.string().min(1).max(64)).min(1).max(mostOfToken) }),
  })
  .meta({ id: 'TokenRequest' })
export type TokenRequest = z.infer<typeof tokenRequestSchema>

/** What an office gets: a token for some of its referrals, good until it expires, sent as `Authorization: Bearer TOKEN`. */
export const tokenGrantSchema = z
  .strictObject({
    token: z.string(),
    expiresAt: z.iso.datetime(),
    /** Those of the referrals asked for that the office has; the token opens these alone. */
    referralIds: z.array(z.string()),
  })
  .meta({ id: 'TokenGrant' })
export type TokenGrant = z.infer<typeof tokenGrantSchema>

/** What the union decides on a referral. */
export const referralDecisionSchema = z
  .discriminatedUnion('decision', [
    /** What the office asked for is known: it goes on. */
    z.strictObject({ decision: z.literal('resume'), reason }),
    /** Another office shall do it: the one named, or the one that the rules find without the present one. */
    z.strictObject({ decision: z.literal('reroute'), officeId: z.string().max(64).optional(), reason }),
    /** The office was right to decline. */
    z.strictObject({ decision: z.literal('uphold'), reason }),
    z.strictObject({ decision: z.literal('cancel'), reason }),
    /** The applicant told the union that help arrived, or that it did not. */
    z.strictObject({ decision: z.literal('confirm'), reason: reason.optional() }),
    z.strictObject({ decision: z.literal('dispute'), reason }),
  ])
  .meta({ id: 'ReferralDecision' })
export type ReferralDecision = z.infer<typeof referralDecisionSchema>

/**
 * What an office is told by webhook. `referral.informed`: it cooperates in what another leads; `referral.resumed`: what it
 * asked for is known; `referral.withdrawn`: it is not its any more; `referral.disputed`: the applicant has no help yet;
 * `referral.due`: its time is nearly over; `referral.escalated`: an office below has let its time pass.
 */
export const noticeTypes = [
  'referral.created',
  'referral.informed',
  'referral.resumed',
  'referral.withdrawn',
  'referral.disputed',
  'referral.due',
  'referral.escalated',
] as const
export const noticeTypeSchema = z.enum(noticeTypes)
export type NoticeType = z.infer<typeof noticeTypeSchema>

/** Body of the webhook by which an endpoint is tried out: it is about nobody, and nothing has to be done. */
export const testNoticeSchema = z.object({
  type: z.literal('endpoint.test'),
  timestamp: z.string(),
  data: z.object({ officeId: z.string() }),
})

/** States of a delivery. `inbox`: the office has no system; `failed`: given up after days; `held`: its endpoint was stopped. */
export const deliveryStates = ['pending', 'delivered', 'inbox', 'failed', 'held'] as const
export const deliveryStateSchema = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof deliveryStateSchema>

/** How webhooks to an office are signed. */
export const signatureKinds = ['hmac', 'ed25519', 'both'] as const
export const signatureKindSchema = z.enum(signatureKinds)

/** Why webhooks to an endpoint were stopped: it is gone (410), or nothing got through for days. */
export const disabledBecauseSchema = z.enum(['gone', 'failing'])

/** An ed25519 public key as Standard Webhooks writes it. */
export const webhookPublicKeySchema = z
  .string()
  .regex(/^whpk_[A-Za-z0-9+/]{43}=$/, 'must be whpk_ and 32 bytes in base64')

/** Body of the webhook that an office receives. It holds no personal data: the office fetches what its measure needs. */
export const officeNoticeSchema = z
  .object({
    type: noticeTypeSchema,
    timestamp: z.string(),
    data: z.object({
      caseNumber: z.string(),
      areaCode: z.string(),
      clause: z.string(),
      referrals: z
        .array(
          z.object({
            referralId: z.string(),
            measure: z.string(),
            version: z.int(),
            /** Where the office reads what the measure needs, with a token of its own. */
            link: z.url(),
          }),
        )
        .min(1),
      /** Day by which the office should act, ISO date; null where nothing is due. */
      dueOn: z.string().nullable(),
      /** Of `referral.informed`: the task that the office answers for. */
      taskId: z.string().optional(),
    }),
  })
  .meta({ id: 'OfficeNotice' })
export type OfficeNotice = z.infer<typeof officeNoticeSchema>

/** The id of a department's office in an area. Its first four digits are the city, like those of every id. */
export const officeIdOf = (department: string, areaCode: string): string =>
  `${areaCode.slice(0, 4)}-${department}-${areaCode}`
