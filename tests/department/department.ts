import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { officeNoticeSchema } from '@jiekun/schema'

/** A small department system: takes signed referrals of any office, accepts them, and later reports them delivered. */
export interface DepartmentOptions {
  /** 0 for any that is free. */
  port: number
  /** Address of the front door that answers go to. */
  answerTo: string
  secretOf: (officeId: string) => string
  acceptAfterMs: number
  deliverAfterMs: number
}

export interface Department {
  url: string
  /** Webhooks taken, by `webhook-id`. */
  received: ReadonlySet<string>
  /** Webhooks refused for their signature. */
  refused: () => number
  /** `down`: every webhook is answered 503. */
  setMode(mode: 'ok' | 'down'): void
  close(): Promise<void>
}

/** Answers under way at once. */
const atOnce = 8
const retryMs = 1000
const path = /^\/offices\/([\w-]+)\/webhook$/

// Written against the published scheme and not with our own code, so that each checks the other.
const sign = (secret: string, content: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(content)
    .digest('base64')}`

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the department system has no port')
  return address.port
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function isGenuine(secret: string, request: IncomingMessage, body: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = request.headers
  const expected = Buffer.from(sign(secret, `${id}.${timestamp}.${body}`))
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300
  // While a secret is being replaced there are several.
  const fits = String(given)
    .split(' ')
    .map((each) => Buffer.from(each))
    .some((actual) => actual.length === expected.length && timingSafeEqual(actual, expected))
  return isFresh && fits
}

/** Starts the department system on loopback. */
export async function startDepartment(options: DepartmentOptions): Promise<Department> {
  const received = new Set<string>()
  const stopping = new AbortController()
  const queue: (() => Promise<void>)[] = []
  let [mode, refused, busy]: ['ok' | 'down', number, number] = ['ok', 0, 0]

  function work(): void {
    const next = busy < atOnce ? queue.shift() : undefined
    if (!next) return
    busy++
    void next().finally(() => {
      busy--
      work()
    })
    work()
  }

  /** Tells the house how a referral goes, again and again until it has taken note. */
  async function answer(officeId: string, referralId: string, type: string): Promise<void> {
    const id = `answer_${randomUUID()}`
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data: { referralId } })
    while (!stopping.signal.aborted) {
      const timestamp = String(Math.floor(Date.now() / 1000))
      const signature = sign(options.secretOf(officeId), `${id}.${timestamp}.${body}`)
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signature,
      }
      try {
        const url = `${options.answerTo}/hooks/departments/${officeId}`
        const response = await fetch(url, { method: 'POST', body, headers, signal: stopping.signal })
        await response.arrayBuffer()
        if (response.ok) return
        if (response.status < 500 && response.status !== 409) throw new Error(`${type} was answered ${response.status}`)
      } catch (error) {
        if (!stopping.signal.aborted && error instanceof Error && error.message.startsWith('referral.'))
          console.error(error.message)
      }
      await wait(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  async function handle(officeId: string, referralId: string): Promise<void> {
    const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal })
    const enqueue = (type: string): Promise<void> =>
      new Promise((resolve) => {
        queue.push(() => answer(officeId, referralId, type).then(resolve))
        work()
      })
    await pause(options.acceptAfterMs)
    await enqueue('referral.accepted')
    await pause(options.deliverAfterMs)
    await enqueue('referral.delivered')
  }

  const server = createServer((request, response) => {
    const officeId = path.exec(request.url ?? '')?.[1]
    const end = (status: number): void => void response.writeHead(status).end()
    void readBody(request).then((body) => {
      if (request.method !== 'POST' || officeId === undefined) return end(404)
      if (mode === 'down') return end(503)
      if (!isGenuine(options.secretOf(officeId), request, body)) {
        refused++
        return end(401)
      }
      const id = String(request.headers['webhook-id'])
      const notice = officeNoticeSchema.safeParse(JSON.parse(body))
      if (!notice.success) return end(422)
      if (!received.has(id) && notice.data.type === 'referral.created') {
        for (const { referralId } of notice.data.data.referrals) handle(officeId, referralId).catch(() => undefined)
      }
      received.add(id)
      return end(204)
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    received,
    refused: () => refused,
    setMode: (next) => {
      mode = next
    },
    close: () =>
      new Promise((resolve) => {
        stopping.abort()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
