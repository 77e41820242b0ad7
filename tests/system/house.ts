import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Client, createClient } from '@jiekun/client'
import type { Consumer, StaffRole } from '@jiekun/schema'
import { createTestHarness } from 'wrangler'
import { localVars } from '../../infra/local/build-workers.ts'
import { type LocalSecrets, newSecrets } from '../../infra/local/secrets.ts'
import { bundleOf, root } from '../../infra/local/workers.ts'
import { localSecret, seedOffices } from '../../infra/seed/offices.ts'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { type Department, startDepartment } from '../department/department.ts'
import { quickConfigPaths } from './quick-configs.ts'

/** The whole house under test: every Worker from its own configuration, a fresh database, a department system beside it. */
export interface House {
  url: string
  db: D1Database
  /** The bucket with the papers of applicants. */
  documents: R2Bucket
  department: Department
  secrets: LocalSecrets
  /** Sends a request to the front door. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  /**
   * Hands a batch to a consumer, past its queue, and waits until it is worked off: what a queue does once, twice, late
   * or in the wrong order. A message that is to be retried is not; the answer tells.
   */
  deliver(queue: Consumer | `${Consumer}-dead`, bodies: readonly unknown[], attempts?: number): Promise<Delivered>
  /** Runs the cron of every service once, as production does each minute; at another time than now where one is given. */
  tick(at?: Date): Promise<void>
  /** Authorization header of a new key. */
  key(role: StaffRole, area: string): Promise<string>
  /** A typed client with a new key; of the public without a role. */
  client(role?: StaffRole, area?: string): Promise<Client>
  /** What the Workers have logged, line by line, since the start or since it was cleared. */
  logs(): string[]
  clearLogs(): void
  close(): Promise<void>
}

/** What became of the messages of a batch, in its order: done, or to be retried after so many seconds. */
export type Delivered = ('acknowledged' | { retryAfter: number | undefined })[]

export interface SendOptions {
  json?: unknown
  body?: string
  headers?: Record<string, string>
  as?: string
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  json: unknown
}

/** A worker's queue handler as the test harness offers it; the harness's own types leave it out. */
interface QueueHandler extends Rpc.WorkerEntrypointBranded {
  queue(
    name: string,
    messages: { id: string; timestamp: Date; attempts: number; body: unknown }[],
  ): Promise<{ explicitAcks: string[]; retryMessages: { msgId: string; delaySeconds?: number }[] }>
}

const services = [
  'jiekun-registration',
  'jiekun-eligibility',
  'jiekun-referral',
  'jiekun-notification',
  'jiekun-oversight',
]
const crons = ['jiekun-gateway', ...services]

/** The configuration of the front door lies at the top. */
const isFrontDoor = (configPath: string): boolean => !configPath.includes('/')

/** What a test sets otherwise than a local house does. */
export interface HouseOptions {
  /** Variables and secrets of the front door. */
  vars?: Record<string, string>
  secrets?: Record<string, string>
  keyring?: string
  /** Working days between endorsement and approval; none unless said. */
  publicNoticeDays?: number
  /** A file of this repository with a function of its name that every Worker is handed to, as in `quick-configs.ts`. */
  wrapper?: string
}

/** The bundles that `npm test` has made; a test that runs by itself builds what it needs. */
const bundles = process.env.JIEKUN_BUNDLES

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const made = newSecrets()
  const secrets = { ...made, keyring: options.keyring ?? made.keyring }
  const server = createTestHarness({
    root,
    workers: quickConfigPaths(options.wrapper).map((configPath) => ({
      configPath,
      secrets: { KEYRING: secrets.keyring, ...(isFrontDoor(configPath) ? options.secrets : {}) },
      vars: {
        ...localVars,
        PUBLIC_NOTICE_DAYS: String(options.publicNoticeDays ?? 0),
        ...(isFrontDoor(configPath) ? options.vars : {}),
      },
      ...(bundles === undefined || options.wrapper ? {} : { prebuiltWorkerDir: bundleOf(bundles, configPath) }),
    })),
  })
  const { url } = await server.listen()
  const gateway = server.getWorker<{ DB: D1Database }>('jiekun-gateway')
  await gateway.applyD1Migrations('DB')
  const { DB: db } = await gateway.getEnv()
  const { DOCUMENTS: documents } = await server.getWorker<{ DOCUMENTS: R2Bucket }>('jiekun-registration').getEnv()
  const department = await startDepartment({
    port: 0,
    answerTo: url.origin,
    secretOf: (office) => localSecret(secrets.departmentMaster, office),
    acceptAfterMs: 50,
    deliverAfterMs: 100,
  })
  await seedOffices(db, {
    keyring: secrets.keyring,
    departmentMaster: secrets.departmentMaster,
    departmentUrl: department.url,
  })

  const send: House['send'] = async (method, path, { json, body, headers, as } = {}) => {
    const payload = json === undefined ? body : JSON.stringify(json)
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as === undefined ? {} : { authorization: as }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parse(text) }
  }
  return {
    url: url.origin,
    db,
    documents,
    department,
    secrets,
    send,
    deliver: async (queue, bodies, attempts = 1) => {
      const name = `jiekun-${queue}`
      const worker = services.find((service) => name.startsWith(service))
      const handler = await server.getWorker<object, { default: QueueHandler }>(worker).getExport()
      const messages = bodies.map((body) => ({ id: randomUUID(), timestamp: new Date(), attempts, body }))
      const { explicitAcks, retryMessages } = await handler.queue(name, messages)
      return messages.map(({ id }) => {
        const retried = retryMessages.find(({ msgId }) => msgId === id)
        if (retried) return { retryAfter: retried.delaySeconds }
        if (!explicitAcks.includes(id)) throw new Error('a message was neither acknowledged nor retried')
        return 'acknowledged'
      })
    },
    tick: async (at = new Date()) => {
      const options = { cron: '* * * * *', scheduledTime: at }
      for (const name of crons) await server.getWorker(name).scheduled(options)
    },
    key: async (role, area) => {
      const key = newKey(role, area, 'test')
      await seedStaffKeys(db, [key])
      return `Bearer ${bearer(key)}`
    },
    client: async (role, area = '150000') => {
      if (role === undefined) return createClient({ url: url.origin })
      const key = newKey(role, area, 'test')
      await seedStaffKeys(db, [key])
      return createClient({ url: url.origin, key: bearer(key) })
    },
    logs: () => server.getLogs().map(({ message }) => message),
    clearLogs: () => server.clearLogs(),
    close: async () => {
      await department.close()
      await server.close()
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Asks again and again until the answer is there. */
export async function eventually<T>(ask: () => Promise<T | undefined>, patienceMs = 60_000): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error('waited in vain')
    await wait(100)
  }
}
