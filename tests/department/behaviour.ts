import { declineCodes } from '@jiekun/schema'
import * as z from 'zod'

const ms = z.int().min(0)
const seconds = z.int().min(0)

/** How the system of an office takes webhooks. */
const takingSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('fine') }),
  /** Answers 200, but only after so long. */
  z.object({ is: z.literal('slow'), ms }),
  /** Never answers. */
  z.object({ is: z.literal('hanging') }),
  /** Answers this, always: 500, 410, 401, a redirect to wherever `location` says. */
  z.object({ is: z.literal('answering'), status: z.int().min(300).max(599), location: z.string().optional() }),
  /** Answers 503, or 429, with Retry-After. */
  z.object({ is: z.literal('busy'), retryAfter: seconds, status: z.literal([429, 503]).default(503) }),
  /** Takes so many a second and answers the rest 429 with Retry-After. */
  z.object({ is: z.literal('limited'), perSecond: z.int().min(1), retryAfter: seconds }),
  /** Up and down by the clock. */
  z.object({ is: z.literal('flapping'), upMs: ms, downMs: ms }),
  /** Drops the connection. */
  z.object({ is: z.literal('dropping') }),
])
export type Taking = z.infer<typeof takingSchema>

const outcomeSchema = z.enum(['deliver', 'return', 'decline', 'accept', 'nothing'])

/** How it answers referrals. */
const answeringSchema = z.object({
  /** What becomes of a referral; `nothing`: it is lost inside of the office after it was taken; of several, one by its id. */
  outcome: z.union([outcomeSchema, z.array(outcomeSchema).min(1)]).default('deliver'),
  /** The reason of a declined one. */
  declineCode: z.enum(declineCodes).default('not_eligible'),
  /** Before the first answer, milliseconds, beside what the whole system waits. */
  lateMs: ms.default(0),
  /** Delivered first, then what should have come before. */
  isReversed: z.boolean().default(false),
  /** Each answer once more: under the same id, or under a new one. */
  twice: z.enum(['no', 'same-id', 'new-id']).default('no'),
  /** Signs with a secret that is not its own. */
  isWronglySigned: z.boolean().default(false),
  /** What a delivered measure paid out, fen. */
  amountFen: z.int().min(0).optional(),
})
export type Answering = z.infer<typeof answeringSchema>

/** What the system of one office does well and badly; what is left out is done well. */
export const behaviourSchema = z.object({
  takes: takingSchema.default({ is: 'fine' }),
  answers: answeringSchema.prefault({}),
})
export type Behaviour = z.infer<typeof behaviourSchema>
export type BehaviourInput = z.input<typeof behaviourSchema>

/** What is answered to a webhook before anybody looks at it; undefined where it is taken. */
export interface Rejection {
  status: number
  retryAfter?: number
  location?: string | undefined
}

/** Decides on one webhook after the other. Counts by the second, so there is one for each office. */
export function rejecter(): (taking: Taking, now: number) => Rejection | undefined {
  let [second, taken] = [0, 0]
  return (taking, now) => {
    switch (taking.is) {
      case 'answering':
        return { status: taking.status, location: taking.location }
      case 'busy':
        return { status: taking.status, retryAfter: taking.retryAfter }
      case 'flapping':
        return now % (taking.upMs + taking.downMs) < taking.upMs ? undefined : { status: 503 }
      case 'limited': {
        const present = Math.floor(now / 1000)
        if (present !== second) [second, taken] = [present, 0]
        return ++taken > taking.perSecond ? { status: 429, retryAfter: taking.retryAfter } : undefined
      }
      case 'fine':
      case 'slow':
      case 'hanging':
      case 'dropping':
        return undefined
      default:
        return taking satisfies never
    }
  }
}
