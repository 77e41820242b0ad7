/** The kit for engineers of departments: see README.md. It needs WebCrypto and fetch, and nothing else. */
export { createDepartment, type Department, type DepartmentOptions } from './department.ts'
export { type Handlers, handleRequest } from './handle-request.ts'
export { type Parsed, parseNotice } from './parse-notice.ts'
export { type RememberedIds, rememberInMemory } from './remembered-ids.ts'
export type { Answered, Failed, Refused, RetryOptions, Unreachable } from './send.ts'
export type { HeaderSource, Refusal, SignatureKeys, SigningKey, Verified } from './signature.ts'
export { signMessage, toleranceSeconds, verifyMessage } from './signature.ts'
export type {
  Answer,
  AnswerData,
  AnswerOf,
  AnswerType,
  DeclineCode,
  Notice,
  NoticeType,
  Particulars,
  Problem,
  ReferralState,
  ResultDocument,
  TestNotice,
  TokenGrant,
} from './types.ts'
