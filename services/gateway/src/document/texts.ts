import type { Operation, tags } from '@jiekun/schema/api'

/** Texts of the document and of its page. They are made for engineers, so they are in English. */
export const documentTexts = {
  title: 'Jiekun API',
  version: '1',
  description:
    'What staff, other systems and the staff web app do with Jiekun (解困). Every request and answer is JSON in UTF-8; amounts are whole fen, moments are RFC 3339 in UTC, areas are GB/T 2260 codes.',
  server: 'This house',
  bearerKey:
    'A key of a person or machine: `Authorization: Bearer KEY`. It is shown once, when it is made. A token of an office (`jt_…`) is sent the same way, and opens the particulars of its referrals alone.',
  sessionCookie: 'The session of somebody who has signed in on a page of this house.',
  fields: 'Names of fields, separated by commas: the answer, or each item of the page, holds these alone',
  idempotencyKey:
    'Any text of your own. A request that is repeated under it within seven days is answered as it was the first time and has no second effect',
  ifMatch: 'The `ETag` of what you read; `*` for whatever is there',
  ifNoneMatch: 'The `ETag` of what you have: 304 where it is still the same',
  notModified: 'What you have is still the same',
  reason: 'Why you read or do this, percent-encoded; up to 200 characters of it go into the audit',
  answers: {
    200: 'What was asked for',
    201: 'It was made',
    202: 'It was taken and is being worked on; `Location` tells how far it is',
    204: 'It was done; there is nothing to say',
  } satisfies Record<Operation['status'], string>,
  headers: {
    'X-Request-Id': 'Names the request in answers, logs and the audit; yours, where you sent one',
    ETag: 'The version of what is shown, to be sent back as `If-Match`',
    Location: 'Where the new thing is',
    Allow: 'The methods that the path takes',
    'Retry-After': 'Seconds to wait',
    'RateLimit-Policy': 'How many requests are taken in how many seconds',
    RateLimit: 'How many requests are left, and for how many seconds',
  },
  tags: {
    Applications: 'Applications of households, and the cases they become',
    Files: 'The file of a household 一户一档',
    Determinations: 'What the policy said of a case, and why',
    Simulations: 'What the policy would say, with nothing stored',
    Reference: 'Areas, the catalogue of the policy, and its parameters',
    Referrals: 'Measures on their way to the offices that owe them, and the webhooks that bring them',
    Offices: 'The directory of offices',
    Notifications: 'Messages to applicants',
    Events: 'What happened, as a feed to follow',
    Audit: 'Who read and changed what',
    Privacy: 'What a person may ask for about their own data',
    Access: 'Sign-in, users and keys',
    Operations: 'Keeping the house running',
    Webhooks: 'What the house sends to offices, and what they send back, signed',
  } satisfies Record<(typeof tags)[number] | 'Webhooks', string>,
  webhooks: {
    noticeSummary: 'Tell an office of its referrals',
    notice:
      'Sent to the endpoint of an office, signed by the Standard Webhooks scheme with the secret of the office. It holds no personal data. Any answer of 2xx within 10 seconds counts as taken; anything else is sent again with growing waits, under the same `webhook-id`.',
    taken: 'The office has it',
    answerSummary: 'Say how a referral goes',
    answer:
      'For the system of an office. `webhook-signature` signs `{webhook-id}.{webhook-timestamp}.{body}` with the secret of the office. A repeated `webhook-id` is taken without a second effect.',
    recorded: 'It was taken note of, or was known already',
    id: 'Unique for each message, the same for its repetitions',
    timestamp: 'Seconds since 1970; five minutes off at most',
    signature: 'One or more signatures `v1,BASE64`, separated by spaces',
  },
} as const
