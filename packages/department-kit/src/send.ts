import { isRecord, readJson, textOr } from './json.ts'
import type { Problem } from './types.ts'

/** How often and how long a request is tried. */
export interface RetryOptions {
  /** All attempts together; 6 unless said. */
  attempts?: number | undefined
  /** Wait after the first, doubled each time, milliseconds; 500 unless said. The real wait lies between half of it and all. */
  firstMs?: number | undefined
  /** The longest wait, milliseconds; 60,000 unless said. A longer Retry-After ends the attempts. */
  mostMs?: number | undefined
  /** How long one attempt may take, milliseconds; 10,000 unless said. */
  timeoutMs?: number | undefined
  /** Ends everything early. */
  signal?: AbortSignal | undefined
}

/** The house does not take it, and will not: say something else, or ask its operators. */
export interface Refused {
  outcome: 'refused'
  status: number
  problem: Problem
}
/** Nobody could be reached: send the same again later, under the same `webhookId`. */
export interface Unreachable {
  outcome: 'unreachable'
  attempts: number
  /** Of the last attempt; undefined where there was no answer at all. */
  status: number | undefined
  /** Milliseconds that the house asked to wait. */
  retryAfterMs: number | undefined
}
export type Failed = Refused | Unreachable

/** What became of an answer. `late`: the referral has moved on, which is no error; `state` and `version` say where it is. */
export type Answered = { webhookId: string } & (
  | { outcome: 'recorded' | 'known'; state: string | undefined; version: number | undefined }
  | { outcome: 'late'; state: string; version: number | undefined; problem: Problem }
  | Failed
)

/** An answer of the house that will not change by asking again. */
export interface Settled {
  outcome: 'settled'
  status: number
  body: Record<string, unknown>
}

/** Tries until the house has said something that counts. `make` makes each attempt anew: a timestamp is good for minutes. */
export async function sendSurely(
  send: typeof fetch,
  make: () => Promise<[url: string, init: RequestInit]>,
  options: RetryOptions = {},
): Promise<Settled | Unreachable> {
  const { attempts = 6, firstMs = 500, mostMs = 60_000, timeoutMs = 10_000, signal } = options
  let last: { status: number | undefined; retryAfterMs: number | undefined } = {
    status: undefined,
    retryAfterMs: undefined,
  }
  for (let attempt = 1; ; attempt++) {
    const [url, init] = await make()
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await send(url, {
        ...init,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      const body = readJson(await response.text())
      const settled = { outcome: 'settled', status: response.status, body: isRecord(body) ? body : {} } as const
      if (!isPassing(settled)) return settled
      last = { status: response.status, retryAfterMs: retryAfterOf(response.headers.get('retry-after')) }
    } catch {
      last = { status: undefined, retryAfterMs: undefined }
    }
    const growing = Math.min(mostMs, firstMs * 2 ** (attempt - 1))
    const wait = Math.max(last.retryAfterMs ?? 0, growing * (0.5 + Math.random() / 2))
    if (attempt >= attempts || wait > mostMs || signal?.aborted)
      return { outcome: 'unreachable', attempts: attempt, ...last }
    await pause(wait, signal)
  }
}

/** What may be otherwise a moment later. */
const isPassing = ({ status, body }: Settled): boolean =>
  status >= 500 || status === 429 || status === 408 || (status === 409 && isProblem(body, 'changed-meanwhile'))

/** Whether an answer is the problem of that name. */
export const isProblem = (body: Record<string, unknown>, name: string): boolean =>
  textOr(body.type, '').split(/[/:#]/).at(-1) === name

/** Milliseconds that a Retry-After in seconds or as a date asks for. */
function retryAfterOf(value: string | null): number | undefined {
  if (value === null) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })

/** The refusal that a settled answer is. */
export const refusalOf = ({ status, body }: Settled): Refused => ({
  outcome: 'refused',
  status,
  problem: {
    type: textOr(body.type, 'about:blank'),
    title: textOr(body.title, `HTTP ${status}`),
    status,
    detail: textOr(body.detail, undefined),
    requestId: textOr(body.requestId, undefined),
    errors: body.errors,
  },
})
