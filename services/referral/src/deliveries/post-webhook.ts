import { checkEndpoint, isName } from './endpoint.ts'
import { checkHost } from './resolve-host.ts'

/** What sending goes by, from the environment. */
export interface SendOptions {
  allowLoopback: boolean
  /** The public address of this house, as offices reach it. */
  origin: string
  /** A DNS-over-HTTPS service with JSON answers. */
  resolver: string
  /** How long an office has to take a webhook, milliseconds. */
  timeoutMs: number
}

export const sendOptionsOf = (env: {
  ALLOW_LOOPBACK_ENDPOINTS: string
  PUBLIC_ORIGIN: string
  DNS_RESOLVER: string
  WEBHOOK_TIMEOUT_MS: string
}): SendOptions => ({
  allowLoopback: env.ALLOW_LOOPBACK_ENDPOINTS === 'true',
  origin: env.PUBLIC_ORIGIN,
  resolver: env.DNS_RESOLVER,
  timeoutMs: Number(env.WEBHOOK_TIMEOUT_MS),
})

/** What came back of one attempt. */
export interface Posted {
  /** Null where nothing came back. */
  status: number | null
  /** A code: what went wrong; null where it was taken. */
  error: string | null
  latencyMs: number
  /** The first kilobyte of the answer; '' where there was none. */
  answer: string
  retryAfter: string | null
}

/** Bytes of an answer that are read; the rest is none of our business. */
const answerBytes = 1024

/** Sends a signed body once, and never where it must not go. Does not throw. */
export async function postWebhook(
  endpoint: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  options: SendOptions,
): Promise<Posted> {
  const begun = Date.now()
  const unsent = (error: string): Posted => ({
    status: null,
    error,
    latencyMs: Date.now() - begun,
    answer: '',
    retryAfter: null,
  })
  const checked = checkEndpoint(endpoint, options)
  if (!checked.ok) return unsent(`endpoint-${checked.refusal.reason}`)
  if (isName(checked.value, options)) {
    const host = await checkHost(checked.value.hostname, options.resolver)
    if (!host.ok) return unsent(host.refusal.reason === 'unresolved' ? 'unresolved' : `endpoint-${host.refusal.reason}`)
  }
  try {
    const response = await fetch(checked.value, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    const answer = await firstBytes(response)
    return {
      status: response.status,
      error: response.ok ? null : response.status >= 300 && response.status < 400 ? 'redirect' : 'status',
      latencyMs: Date.now() - begun,
      answer,
      retryAfter: response.headers.get('retry-after'),
    }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return unsent(timedOut ? 'timeout' : 'unreachable')
  }
}

async function firstBytes(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const bytes: number[] = []
  try {
    while (bytes.length < answerBytes) {
      const { done, value } = await reader.read()
      if (done) break
      bytes.push(...value.slice(0, answerBytes - bytes.length))
    }
  } catch {
    // What was answered counts, whether its text came whole or not.
  }
  await reader.cancel().catch(() => undefined)
  return new TextDecoder().decode(new Uint8Array(bytes)).replace(/\p{Cc}/gu, ' ')
}
