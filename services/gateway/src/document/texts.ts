import type { NoticeType, OfficeAnswer } from '@jiekun/schema'
import type { Operation, tags } from '@jiekun/schema/api'

/** What a notice tells, and which answers it asks for. */
interface NoticeText {
  summary: string
  about: string
  answers: readonly OfficeAnswer['type'][]
}

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
    Webhooks:
      'What the house sends to offices, and what they send back. A notice goes to the endpoint of the office, signed by the Standard Webhooks scheme with the secret of the office (`v1`) or with the key of the house (`v1a`, see `/api/v1/webhook-keys`). It holds no personal data; `link` tells what the measure needs, to whoever has a token. Answer 2xx within 10 seconds, also to a repetition: anything else is sent again under the same `webhook-id`, nine times over three days',
  } satisfies Record<(typeof tags)[number] | 'Webhooks', string>,
  webhooks: {
    notices: {
      'referral.created': {
        summary: 'A referral is yours',
        about:
          'One or more measures of a household that your office owes. Take note of it, accept it, and deliver it by `dueOn`.',
        answers: ['referral.received', 'referral.accepted', 'referral.returned', 'referral.declined'],
      },
      'referral.informed': {
        summary: 'You cooperate in what another office leads',
        about: 'Do your part beside the lead, and report the task once it is done.',
        answers: ['cooperation.done'],
      },
      'referral.resumed': {
        summary: 'What you asked for is known',
        about: 'A referral that you returned goes on, with the days that were left.',
        answers: ['referral.accepted', 'referral.started', 'referral.delivered', 'referral.declined'],
      },
      'referral.withdrawn': {
        summary: 'A referral is not yours any more',
        about: 'It went to another office or is not needed any more. Stop; an answer to it is refused.',
        answers: [],
      },
      'referral.disputed': {
        summary: 'The applicant says that help has not arrived',
        about: 'Look into what you said was delivered, and deliver it again by `dueOn`.',
        answers: ['referral.delivered', 'referral.returned', 'referral.declined'],
      },
      'referral.due': {
        summary: 'Your time is nearly over',
        about: 'Nothing has changed; by `dueOn` the referral rises to the office above.',
        answers: ['referral.accepted', 'referral.started', 'referral.delivered', 'referral.returned'],
      },
      'referral.escalated': {
        summary: 'An office below has let its time pass',
        about: 'For the office above: see to it that the office below acts. The referral stays with that one.',
        answers: [],
      },
    } satisfies Record<NoticeType, NoticeText>,
    toAnswer: 'What to answer, at `/hooks/departments/{officeId}`, when it is so',
    nothing: 'nothing',
    testSummary: 'A sample, to try the endpoint out',
    test: 'Sent when somebody asks for it by `testEndpoint`, signed as every other notice is. It is about nobody, and nothing has to be done. Answer 2xx.',
    taken: 'The office has it; the body is not read',
    gone: 'There is no such endpoint any more: the house sends nothing to it until it is enabled again',
    pause: 'Not now: nothing is sent before `Retry-After` is over, and that counts as no failure',
    others: 'Not taken: sent again after 5 s, 5 min, 30 min, 2 h, … Redirects are not followed',
    retryAfter: 'Seconds, or a date; a day at most',
    answerSummary: 'Say how a referral goes',
    answer:
      'For the system of an office. `webhook-signature` signs `{webhook-id}.{webhook-timestamp}.{body}`, with the secret of the office (`v1`) or its own key (`v1a`). A repeated `webhook-id` is taken without a second effect. An answer that comes too late is refused 409 with the `state` and `version` that hold. `version` in an answer has it refused where the referral has changed since.',
    answers: {
      'referral.received': 'Taken note of',
      'referral.accepted': 'Accepted; the office will do it',
      'referral.started': 'Under way',
      'referral.returned': 'Something must be known first; the time of the office stands still',
      'referral.declined': 'Declined, with a code and a reason that the union reviews',
      'referral.delivered': 'Help was given; money in whole fen',
      'cooperation.done': 'A cooperating office has done its part',
    } satisfies Record<OfficeAnswer['type'], string>,
    tokenSummary: 'Ask for a token that opens the particulars of referrals',
    token:
      'Signed as an answer is. The token is good for ten minutes and for those of the referrals that the office has; send it as `Authorization: Bearer TOKEN` to the `link` of a notice (`readParticulars`). Each signed request is answered once: sign a new one for another token.',
    granted: 'A token, for the referrals that it names',
    recorded: 'It was taken note of, or was known already',
    id: 'Unique for each message, the same for its repetitions',
    timestamp: 'Seconds since 1970; five minutes off at most',
    signature: 'One or more signatures, `v1,BASE64` or `v1a,BASE64`, separated by spaces; one that fits is enough',
  },
} as const
