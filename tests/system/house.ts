import { setTimeout as wait } from 'node:timers/promises'
import type { StaffRole } from '@jiekun/schema'
import { createTestHarness } from 'wrangler'
import { type LocalSecrets, newSecrets } from '../../infra/local/secrets.ts'
import { configPaths, root } from '../../infra/local/workers.ts'
import { localSecret, seedOffices } from '../../infra/seed/offices.ts'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { type Department, startDepartment } from '../department/department.ts'

/** The whole house under test: every Worker from its own configuration, a fresh database, a department system beside it. */
export interface House {
  url: string
  db: D1Database
  department: Department
  secrets: LocalSecrets
  /** Sends a request to the front door. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  /** Runs the cron of every service once, as production does each minute. */
  tick(): Promise<void>
  /** Authorization header of a new key. */
  key(role: StaffRole, area: string): Promise<string>
  close(): Promise<void>
}

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

const services = ['jiekun-registration', 'jiekun-eligibility', 'jiekun-referral', 'jiekun-notification']

export async function openHouse(options: { departmentPort?: number } = {}): Promise<House> {
  const departmentPort = options.departmentPort ?? 8899
  const secrets = newSecrets()
  const server = createTestHarness({
    root,
    workers: configPaths.map((configPath) => ({
      configPath,
      secrets: { KEYRING: secrets.keyring },
      ...(configPath.includes('referral') ? { vars: { ALLOW_LOOPBACK_ENDPOINTS: 'true' } } : {}),
    })),
  })
  const { url } = await server.listen()
  const gateway = server.getWorker<{ DB: D1Database }>('jiekun-gateway')
  await gateway.applyD1Migrations('DB')
  const { DB: db } = await gateway.getEnv()
  await seedOffices(db, {
    keyring: secrets.keyring,
    departmentMaster: secrets.departmentMaster,
    departmentUrl: `http://127.0.0.1:${departmentPort}`,
  })
  const department = await startDepartment({
    port: departmentPort,
    answerTo: url.origin,
    secretOf: (office) => localSecret(secrets.departmentMaster, office),
    acceptAfterMs: 50,
    deliverAfterMs: 100,
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
    department,
    secrets,
    send,
    tick: async () => {
      const at = { cron: '* * * * *', scheduledTime: new Date() }
      for (const name of services) await server.getWorker(name).scheduled(at)
    },
    key: async (role, area) => {
      const key = newKey(role, area, 'test')
      await seedStaffKeys(db, [key])
      return `Bearer ${bearer(key)}`
    },
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
