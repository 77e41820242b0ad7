import { isText, textOr } from './json.ts'
import { type Parsed, parseNotice } from './parse-notice.ts'
import { type RememberedIds, rememberInMemory } from './remembered-ids.ts'
import { type Answered, type Failed, isProblem, type RetryOptions, refusalOf, sendSurely } from './send.ts'
import { type HeaderSource, type Refusal, signMessage, verifyMessage } from './signature.ts'
import type { AnswerData, AnswerType, Particulars, TokenGrant } from './types.ts'

export interface DepartmentOptions {
  /** Address of the house, such as `https://jiekun.example`. */
  origin: string
  /** Id of the office, such as `1502-MZT-150203`. */
  officeId: string
  /** Secrets of the office (`whsec_…`), the newest first: it signs, all of them verify. */
  secrets?: readonly string[] | undefined
  /** The private key of the office (`whsk_…`), where it signs by ed25519 (`v1a`) and not by a secret. */
  privateKey?: string | undefined
  /** Public keys of the house (`whpk_…`), where the house signs by ed25519. */
  housePublicKeys?: readonly string[] | undefined
  /** Ids of webhooks that have been worked off; in memory unless said. */
  seen?: RememberedIds | undefined
  retry?: RetryOptions | undefined
  /** Sends requests in place of the global fetch. */
  fetch?: typeof fetch | undefined
}

/** How one request is sent otherwise than the others. */
export interface SendOptions extends RetryOptions {
  /** The id of an answer that is sent once more. */
  webhookId?: string | undefined
}

export interface Department {
  /**
   * Checks a webhook over the body exactly as it came, before anything of it is believed. `duplicate`: it has been worked
   * off, so answer 2xx and do nothing.
   */
  verify(
    headers: HeaderSource,
    rawBody: string,
    now?: Date,
  ): Promise<{ ok: true; id: string; sentAt: Date; duplicate: boolean } | { ok: false; reason: Refusal }>
  /** Reads a body that has been verified. */
  parse(rawBody: string): Parsed
  /** Remembers that a webhook has been worked off. Not before it is: a crash in between must bring it again. */
  done(id: string): Promise<void>
  /** Tells the house how a referral goes; network errors, 5xx and 429 are tried again under the same id. Never throws for them. */
  answer<T extends AnswerType>(type: T, data: AnswerData[T], options?: SendOptions): Promise<Answered>
  /** Asks for a token that opens the particulars of referrals of the office, 50 at most. */
  requestToken(
    referralIds: readonly string[],
    options?: SendOptions,
  ): Promise<({ outcome: 'granted' } & TokenGrant) | Failed>
  /** Reads what a measure needs, by the link of its notice. Every reading is recorded. Throws where the link is not of the house. */
  readParticulars(
    link: string,
    token: string,
    options?: RetryOptions,
  ): Promise<{ outcome: 'read'; particulars: Particulars } | Failed>
}

/** What an office's system needs: one for each office. Throws a TypeError where there is no key to sign or to verify by. */
export function createDepartment(options: DepartmentOptions): Department {
  const { officeId, secrets = [], privateKey, housePublicKeys = [] } = options
  const send = options.fetch ?? ((input, init) => fetch(input, init))
  const seen = options.seen ?? rememberInMemory()
  const origin = new URL(options.origin).origin
  const hook = `${origin}/hooks/departments/${encodeURIComponent(officeId)}`
  if (secrets.length + housePublicKeys.length === 0) throw new TypeError('there is no key to verify by')
  const signing = privateKey === undefined ? { secret: secrets[0] } : { privateKey }
  if (privateKey === undefined && secrets.length === 0) throw new TypeError('there is no key to sign with')

  const post = (url: string, message: object, id: string, how: RetryOptions) => {
    const body = JSON.stringify(message)
    return sendSurely(
      send,
      async () => [
        url,
        {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', ...(await signMessage(signing, { id, body })) },
        },
      ],
      how,
    )
  }

  return {
    async verify(headers, rawBody, now) {
      const verified = await verifyMessage({ secrets, publicKeys: housePublicKeys }, headers, rawBody, now)
      return verified.ok ? { ...verified, duplicate: await seen.has(verified.id) } : verified
    },
    parse: parseNotice,
    async done(id) {
      await seen.add(id)
    },
    async answer(type, data, { webhookId = `answer_${crypto.randomUUID()}`, ...how } = {}) {
      const message = { type, timestamp: new Date().toISOString(), data }
      const sent = await post(hook, message, webhookId, { ...options.retry, ...how })
      if (sent.outcome === 'unreachable') return { webhookId, ...sent }
      const { status, body } = sent
      const version = typeof body.version === 'number' ? body.version : undefined
      if (status === 200) {
        const outcome = body.result === 'known' ? 'known' : 'recorded'
        return { webhookId, outcome, state: textOr(body.state, undefined), version }
      }
      const refused = refusalOf(sent)
      return status === 409 && isProblem(body, 'wrong-state') && isText(body.state)
        ? { webhookId, outcome: 'late', state: body.state, version, problem: refused.problem }
        : { webhookId, ...refused }
    },
    async requestToken(referralIds, { webhookId = `token_${crypto.randomUUID()}`, ...how } = {}) {
      const message = { type: 'token.request', timestamp: new Date().toISOString(), data: { referralIds } }
      const sent = await post(`${hook}/tokens`, message, webhookId, { ...options.retry, ...how })
      if (sent.outcome === 'unreachable') return sent
      const { token, expiresAt } = sent.body
      if (!isText(token) || !isText(expiresAt)) return refusalOf(sent)
      const granted = Array.isArray(sent.body.referralIds) ? sent.body.referralIds.filter(isText) : [...referralIds]
      return { outcome: 'granted', token, expiresAt, referralIds: granted }
    },
    async readParticulars(link, token, how) {
      if (new URL(link).origin !== origin)
        throw new TypeError('the link is not of the house: a token goes nowhere else')
      const init = { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } }
      const sent = await sendSurely(send, async () => [link, init], { ...options.retry, ...how })
      if (sent.outcome === 'unreachable') return sent
      return sent.status === 200 ? { outcome: 'read', particulars: sent.body } : refusalOf(sent)
    },
  }
}
