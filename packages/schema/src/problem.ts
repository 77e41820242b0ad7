import * as z from 'zod'

/** Every problem this system answers with: its status, its title, and what to do about it. The key is the stable end of `type`. */
export const problemTypes = {
  'malformed-json': { status: 400, title: 'The body is not JSON', remedy: 'Send well-formed JSON in UTF-8.' },
  'invalid-input': {
    status: 422,
    title: 'The input is not valid',
    remedy: '`errors` names each field by its path and says what it must be. No value is repeated: it may be personal.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key was used with another body',
    remedy: 'Use a new key for a new request; repeat a request with the same key and the same body.',
  },
  'sign-in-needed': {
    status: 401,
    title: 'A valid sign-in or key is needed',
    remedy: 'Send `Authorization: Bearer KEY`, or sign in. The key or session may have ended or been revoked.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts to sign in',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  'signature-invalid': {
    status: 401,
    title: 'The webhook signature is missing, wrong or stale',
    remedy: 'Sign id, timestamp and body with the secret of your office; the timestamp may be five minutes off.',
  },
  'not-allowed': { status: 403, title: 'Your role or area may not do this', remedy: 'Ask somebody whose role may.' },
  'consent-missing': {
    status: 403,
    title: 'The person has not consented to sharing with departments',
    remedy: 'Have the union ask for the consent. Emergency aid alone is given its particulars without one.',
  },
  'other-site': {
    status: 403,
    title: 'The request came from another site',
    remedy: 'Requests that carry a session must come from the pages of this house.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    remedy: 'It does not exist, or it lies outside of what you may see; the two are not told apart.',
  },
  'case-not-found': {
    status: 404,
    title: 'No case has this number and access code',
    remedy: 'Check both; small letters, spaces and dashes make no difference.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The path does not take this method',
    remedy: '`Allow` names the methods that it takes.',
  },
  'already-open': {
    status: 409,
    title: 'This person has an application that is still open',
    remedy: 'Follow the open one. Only who holds its access code, and staff who reach it, are told.',
  },
  'twin-open': {
    status: 409,
    title: 'This person has another application that must be settled first',
    remedy:
      'The case names it in `twins`. Decline this one as a duplicate, or have whoever may approve put it forward. Of one that lies elsewhere talk to the union that is named.',
  },
  'already-there': { status: 409, title: 'This exists already', remedy: 'Read it, and change it where it is.' },
  'request-repeated': {
    status: 409,
    title: 'This signed request has been answered before',
    remedy: 'It is answered once. Sign a new one under a new `webhook-id`.',
  },
  'wrong-state': { status: 409, title: 'The state does not allow this', remedy: '`detail` names the state it is in.' },
  'own-work': {
    status: 409,
    title: 'A second person must do this',
    remedy: 'Whoever reviewed or proposed something cannot approve it as well.',
  },
  'changed-meanwhile': {
    status: 409,
    title: 'Somebody changed this at the same time; read it again',
    remedy: 'Read it again, and decide on what it says now.',
  },
  'version-stale': {
    status: 412,
    title: 'It has changed since you read it',
    remedy: 'Read it again and send the new `ETag` as `If-Match`.',
  },
  'version-needed': {
    status: 428,
    title: 'If-Match is needed',
    remedy: 'Send the `ETag` of what you read as `If-Match`, so that nobody overwrites what they did not see.',
  },
  'data-erased': {
    status: 410,
    title: 'The personal data of this case has been erased',
    remedy: 'There is nothing left to read; do not ask again.',
  },
  'cursor-expired': {
    status: 410,
    title: 'The cursor is older than what is kept',
    remedy: 'Read the things themselves again, then follow the feed from its beginning: without `after`.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send less at a time; 256 KB unless said otherwise.',
  },
  'wrong-content-type': {
    status: 415,
    title: 'The content type is not supported',
    remedy: 'Send `application/json` unless said otherwise.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait as long as `Retry-After` says; `RateLimit` tells what is left.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side',
    remedy: 'Nothing is half done. Try again; if it stays, tell us the `requestId`.',
  },
  'not-ready': {
    status: 503,
    title: 'This house is not fit to serve yet',
    remedy: 'Whoever runs it finds the reason at `/healthz` and in its log.',
  },
} as const

export type ProblemType = keyof typeof problemTypes

/** What the `type` of a problem begins with. */
export const problemBase = 'https://jiekun.example/problems/'

/** One thing wrong with an input: where (a path such as `members.0.birthDate`) and what. */
export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() })

/** Problem details (RFC 9457). `type` is stable and made for programs; `title` and `detail` are made for people. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(fieldErrorSchema).optional(),
})

export type FieldError = z.infer<typeof fieldErrorSchema>
export type Problem = z.infer<typeof problemSchema>

/** What a field can be called. A name or number of a person that was sent in place of one looks otherwise. */
const fieldName = /^[A-Za-z_][\w-]{0,39}$/

/** The field errors of a failed parse. They repeat nothing of the input but names of fields: the rest may be personal. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({
    path: issue.path.map((part) => (typeof part === 'number' || fieldName.test(String(part)) ? part : '*')).join('.'),
    message: issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : issue.message,
  }))
}

const unknownFields = (keys: readonly string[]): string =>
  ['has fields that are not known here', keys.filter((key) => fieldName.test(key)).join(', ')]
    .filter((part) => part !== '')
    .join(': ')
