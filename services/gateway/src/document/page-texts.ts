import type { Reach } from '@jiekun/schema'

/** Texts of the reference page. A text in backquotes is shown as code. */
export const pageTexts = {
  title: 'Jiekun API',
  titleZh: '解困 接口说明',
  skip: 'Skip to the content',
  contents: 'Contents',
  connect: 'Connecting a department · 接入指南',
  openapi: 'OpenAPI 3.1 document',
  lead: 'Everything that staff and other systems do with Jiekun goes through this API. Requests and answers are JSON in UTF-8; amounts are whole fen, moments are RFC 3339 in UTC, areas are GB/T 2260 codes.',
  guide: {
    start: {
      title: 'The first call',
      paragraphs: [
        'A machine signs in with a key. An administrator makes it, with a role, an area and an end; it is shown once. A house on your own computer (`npm start`) makes one for each role and says where they lie.',
        'Put the address of the house and your key into the shell, and ask for the applications that you may see:',
      ],
      code: `HOUSE=http://localhost:8787\nKEY=jk_…\n\ncurl "$HOUSE/api/v1/applications?limit=5" \\\n  -H "Authorization: Bearer $KEY"`,
      after: [
        'Never put a key into an address: addresses end up in logs. People who have signed in on a page of this house use the same API with their session.',
        'Every answer carries `X-Request-Id`. Send one of your own (8 to 64 letters, digits, `-` or `_`) to find your request again in our logs and in the audit.',
      ],
    },
    pages: {
      title: 'Pages, filters and fields',
      paragraphs: [
        'A list answers with `items` and `next`. Send `next` as `after` to get the following page; it is null on the last. `limit` is 20 unless you say otherwise, 100 at most. The order is stable: what is added meanwhile makes you miss nothing and see nothing twice.',
        'Filters stand in the query, and all of them must hold. A filter that an operation does not know is refused, so that a typing error does not show you everything.',
        '`fields=caseNumber,state` cuts an answer, or each item of a page, down to what you need.',
      ],
      code: `curl "$HOUSE/api/v1/applications?state=under_review&limit=50&fields=caseNumber,submittedAt" \\\n  -H "Authorization: Bearer $KEY"`,
      after: [],
    },
    idempotency: {
      title: 'Repeating a request safely',
      paragraphs: [
        'Operations that make something take an `Idempotency-Key`: any text of up to 200 characters that you choose for each new thing. When the line breaks before you have the answer, send the same request again with the same key: you get the first answer, and nothing is made twice. A key is remembered for seven days. The same key with another body is refused.',
      ],
      code: `curl "$HOUSE/api/v1/applications" -X POST \\\n  -H "Content-Type: application/json" \\\n  -H "Idempotency-Key: import-2026-11-25-0001" \\\n  -d @application.json`,
      after: [],
    },
    versions: {
      title: 'Changing what you have read',
      paragraphs: [
        'What can be changed carries its version as `ETag`. Send it back as `If-Match` with the change. When somebody else was faster you get 412 and have overwritten nothing: read it again, and decide on what it says now. Without `If-Match` the answer is 428; `If-Match: *` changes whatever is there.',
      ],
      code: '',
      after: [],
    },
    limits: {
      title: 'Limits',
      paragraphs: [
        '`RateLimit-Policy` says how many requests are taken in how many seconds, `RateLimit` how many are left. Beyond that the answer is 429 with `Retry-After` in seconds. A body holds 256 KB at most, unless an operation says otherwise.',
        'Nothing keeps you waiting: work that takes long answers 202 at once, and `Location` names a job that tells how far it is.',
      ],
      code: '',
      after: [],
    },
  },
  access: {
    title: 'Who may do what',
    lead: 'A role holds scopes, and reaches so far. What lies outside of your reach answers 404, as if it were not there; what your role may not do answers 403. A key can be given less than its role holds.',
    role: 'Role',
    reach: 'Reaches',
    scopes: 'Scopes',
    reaches: {
      area: 'the cases of its area and below',
      pairs: 'the households it is paired with',
      office: 'the referrals of its office',
      nothing: 'no case',
    } satisfies Record<Reach, string>,
  },
  errors: {
    title: 'Errors',
    lead: 'An error is a problem (RFC 9457) of type `application/problem+json`: `type` is stable and made for programs, `title` and `detail` are made for people, `requestId` is what to tell us. No value that you sent is repeated.',
    type: 'Type',
    status: 'Status',
    meaning: 'What it means, and what to do',
  },
  webhooksTitle: 'Webhooks',
  shapes: 'Shapes',
  shapesLead: 'What several operations take or answer, by name.',
  operation: {
    anybody: 'Anybody, without signing in',
    signedIn: 'Anybody who has signed in',
    may: 'May',
    scope: 'Scope',
    sent: 'Sent by the house, signed',
    signed: 'Whoever holds the secret of the office',
    parameters: 'Parameters',
    body: 'Body',
    answer: 'Answer',
    nothing: 'nothing',
    errors: 'Errors',
    example: 'Example',
    required: 'required',
    in: { path: 'path', query: 'query', header: 'header' },
  },
  schema: {
    listOf: 'list of ',
    or: ' or ',
    any: 'any JSON',
    record: 'object of ',
    default: 'default ',
    characters: (least: number | undefined, most: number | undefined) => range(least, most, 'characters'),
    items: (least: number | undefined, most: number | undefined) => range(least, most, 'items'),
    between: (least: number | undefined, most: number | undefined) => range(least, most, ''),
  },
} as const

function range(least: number | undefined, most: number | undefined, of: string): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most} ${of}`.trim()
  if (most !== undefined) return `at most ${most} ${of}`.trim()
  return least === undefined ? '' : `at least ${least} ${of}`.trim()
}
