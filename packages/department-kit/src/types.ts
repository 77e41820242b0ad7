/** What a referral is told by: `referral.created` hands it over, the others tell how it goes on. */
export type NoticeType =
  | 'referral.created'
  | 'referral.informed'
  | 'referral.resumed'
  | 'referral.withdrawn'
  | 'referral.disputed'
  | 'referral.due'
  | 'referral.escalated'

/** What a notice says of one referral. */
export interface NoticedReferral {
  referralId: string
  /** Code of the measure, such as M601. */
  measure: string
  /** The version of the referral when the notice was made; send it back with an answer if you want a stale one refused. */
  version: number
  /** Where the office reads what the measure needs, by a token. */
  link: string
}

/** A webhook about referrals. It holds no personal data. */
export interface Notice {
  type: NoticeType
  /** RFC 3339: when the notice was made, the same in every repetition. */
  timestamp: string
  data: {
    /** Number of the case, which one household has. */
    caseNumber: string
    /** GB/T 2260 code of the county. */
    areaCode: string
    /** Clause of the policy document. */
    clause: string
    referrals: NoticedReferral[]
    /** ISO date by which the office should act; null where nothing is due. */
    dueOn: string | null
    /** Of `referral.informed`: the task to report with `cooperation.done`. */
    taskId?: string | undefined
  }
}

/** The sample that an engineer of the office, or of the union, sends to see whether the endpoint works. Nothing follows from it. */
export interface TestNotice {
  type: 'endpoint.test'
  timestamp: string
  data: Record<string, unknown>
}

/** Where a referral is. */
export type ReferralState =
  | 'created'
  | 'sent'
  | 'received'
  | 'accepted'
  | 'in_progress'
  | 'returned'
  | 'declined'
  | 'delivered'
  | 'closed'
  | 'cancelled'

/** Why an office declines. */
export type DeclineCode =
  | 'not_eligible'
  | 'not_our_duty'
  | 'not_our_area'
  | 'already_served'
  | 'applicant_refused'
  | 'no_quota'
  | 'other'

/** A document of the result by reference: the file stays with the office. */
export interface ResultDocument {
  title: string
  /** https. */
  url: string
  /** SHA-256 of the file, 64 hexadecimal digits. */
  sha256?: string | undefined
}

interface Which {
  referralId: string
  /** The version that was seen; where the referral has moved on since, the answer is refused as late. */
  version?: number | undefined
}

/** What each answer says, by its type. */
export interface AnswerData {
  'referral.received': Which
  'referral.accepted': Which & { documentNumber?: string | undefined }
  'referral.started': Which
  /** What the office must know before it can go on; the clock of the office stands meanwhile. */
  'referral.returned': Which & { reason: string }
  'referral.declined': Which & { reasonCode: DeclineCode; reason: string }
  'referral.delivered': Which & {
    /** What was paid out, in whole fen. */
    amountFen?: number | undefined
    /** ISO dates that the help is for, both included. */
    periodFrom?: string | undefined
    periodTo?: string | undefined
    documentNumber?: string | undefined
    documents?: ResultDocument[] | undefined
  }
  /** A cooperating office has done its part. */
  'cooperation.done': { taskId: string; note?: string | undefined }
}
export type AnswerType = keyof AnswerData

/** An answer of one type as it is posted. */
export interface AnswerOf<T extends AnswerType> {
  type: T
  timestamp: string
  data: AnswerData[T]
}
/** Any answer as it is posted. */
export type Answer = { [T in AnswerType]: AnswerOf<T> }[AnswerType]

/** A token that opens the particulars of some referrals for a short time. */
export interface TokenGrant {
  token: string
  /** RFC 3339. */
  expiresAt: string
  /** Those of the referrals asked for that the office has. */
  referralIds: string[]
}

/** What a measure needs of a household. Which fields there are depends on the measure; new ones may come. */
export type Particulars = Record<string, unknown>

/** An error as the house tells it (RFC 9457). */
export interface Problem {
  /** Ends with a stable name, such as `wrong-state`. */
  type: string
  title: string
  status: number
  detail?: string | undefined
  /** What to tell the operators of the house. */
  requestId?: string | undefined
  /** The fields that are wrong, where some are. */
  errors?: unknown
}
