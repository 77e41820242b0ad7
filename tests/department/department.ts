import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createDepartment, type Notice, type Department as Office, rememberInMemory } from '@jiekun/department-kit'
import { type AnswerDesk, answerReferral, finishTask } from './answer-referral.ts'
import { type Behaviour, type BehaviourInput, behaviourSchema, type Rejection, rejecter } from './behaviour.ts'
import { commandHelp } from './command-help.ts'

/** A small department system for every office there is, built with the kit: takes referrals, answers them, and misbehaves when told to. */
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
  /** Tells the system of one office how to behave from now on; also `PUT /offices/{id}/behaviour`, as `GET /` explains. */
  behave(officeId: string, behaviour: BehaviourInput): void
  /** What happened so far, by name: webhooks by their answer (`taken`, `repeated`, `answered-503`), answers by what became of them (`late`). */
  counts(): Readonly<Record<string, number>>
  close(): Promise<void>
}

/** Answers under way at once. */
const atOnce = 8
/** Outages of the house are waited for, over and over. */
const retry = { attempts: 6, firstMs: 200, mostMs: 2000 }
const path = /^\/offices\/([\w-]+)\/(webhook|behaviour)$/
const wrongSecret = `whsec_${btoa('not the secret of any office')}`

/** The system of one office. */
interface System {
  office: Office
  /** The same with a wrong key. */
  impostor: Office
  behaviour: Behaviour
  reject: ReturnType<typeof rejecter>
}

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

/** Runs tasks, a few at a time. */
function taskQueue(): AnswerDesk['queue'] {
  const waiting: (() => Promise<void>)[] = []
  let busy = 0
  const work = (): void => {
    const next = busy < atOnce ? waiting.shift() : undefined
    if (!next) return
    busy++
    void next().finally(() => {
      busy--
      work()
    })
    work()
  }
  return (task) =>
    new Promise((resolve, reject) => {
      waiting.push(() => task().then(resolve, reject))
      work()
    })
}

/** Starts the department system on loopback. */
export async function startDepartment(options: DepartmentOptions): Promise<Department> {
  const received = new Set<string>()
  const counts: Record<string, number> = {}
  const systems = new Map<string, System>()
  const stopping = new AbortController()
  const queue = taskQueue()
  let [mode, refused]: ['ok' | 'down', number] = ['ok', 0]
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }

  function systemOf(officeId: string): System {
    const known = systems.get(officeId)
    if (known) return known
    const origin = options.answerTo
    const secret = options.secretOf(officeId)
    const made = {
      office: createDepartment({ origin, officeId, secrets: [secret], retry, seen: rememberInMemory(100_000) }),
      impostor: createDepartment({ origin, officeId, secrets: [wrongSecret], retry }),
      behaviour: behaviourSchema.parse({}),
      reject: rejecter(),
    }
    systems.set(officeId, made)
    return made
  }

  function work({ office, impostor, behaviour }: System, { type, data }: Notice): void {
    const desk: AnswerDesk = {
      office: behaviour.answers.isWronglySigned ? impostor : office,
      answering: behaviour.answers,
      acceptAfterMs: options.acceptAfterMs,
      deliverAfterMs: options.deliverAfterMs,
      stopping: stopping.signal,
      queue,
      log(answered, about) {
        count(answered.outcome)
        if (answered.outcome === 'refused' && !behaviour.answers.isWronglySigned)
          console.error(`${about} was refused: ${answered.status} ${answered.problem.title}`)
      },
    }
    // Once the department system stops, whatever it was about to say is void.
    const begin = (task: Promise<void>): void => void task.catch(() => undefined)
    if (type === 'referral.created' || type === 'referral.resumed' || type === 'referral.disputed')
      for (const { referralId } of data.referrals) begin(answerReferral(desk, referralId))
    if (type === 'referral.informed' && data.taskId !== undefined) begin(finishTask(desk, data.taskId))
  }

  async function takeWebhook(system: System, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { takes } = system.behaviour
    const end = (status: number, { retryAfter, location }: Omit<Rejection, 'status'> = {}): void => {
      count(status < 300 ? 'taken' : `answered-${status}`)
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
      if (location !== undefined) response.setHeader('location', location)
      response.writeHead(status).end()
    }
    const rawBody = await readBody(request)
    if (mode === 'down') return end(503)
    if (takes.is === 'hanging') return count('left-hanging')
    if (takes.is === 'dropping') {
      count('dropped')
      return void response.destroy()
    }
    const rejection = system.reject(takes, Date.now())
    if (rejection) return end(rejection.status, rejection)
    const verified = await system.office.verify(request.headers, rawBody)
    if (!verified.ok) {
      refused++
      return end(401)
    }
    const parsed = system.office.parse(rawBody)
    if (parsed.kind === 'malformed') return end(422)
    if (verified.duplicate) count('repeated')
    else {
      await system.office.done(verified.id)
      received.add(verified.id)
      if (parsed.kind === 'referral') work(system, parsed.notice)
    }
    if (takes.is === 'slow') await wait(takes.ms, undefined, { signal: stopping.signal })
    return end(204)
  }

  const tellBehaviour = async ({ behaviour }: System, _request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(behaviour))

  async function setBehaviour(system: System, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      system.behaviour = behaviourSchema.parse(JSON.parse(await readBody(request)))
      return tellBehaviour(system, request, response)
    } catch (error) {
      response.writeHead(422).end(error instanceof Error ? error.message : '')
    }
  }

  const handlers: Readonly<Record<string, typeof takeWebhook>> = {
    'POST webhook': takeWebhook,
    'GET behaviour': tellBehaviour,
    'PUT behaviour': setBehaviour,
  }
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/') {
      const text = commandHelp(`http://127.0.0.1:${portOf(server)}`, counts)
      return void response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
    }
    const [, officeId, what] = path.exec(request.url ?? '') ?? []
    const handle = handlers[`${request.method} ${what}`]
    if (officeId === undefined || !handle) return void response.writeHead(404).end()
    handle(systemOf(officeId), request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    received,
    refused: () => refused,
    setMode: (next) => {
      mode = next
    },
    behave: (officeId, behaviour) => {
      systemOf(officeId).behaviour = behaviourSchema.parse(behaviour)
    },
    counts: () => ({ ...counts }),
    close: () =>
      new Promise((resolve) => {
        stopping.abort()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
