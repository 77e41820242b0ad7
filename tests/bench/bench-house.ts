import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StaffRole } from '@jiekun/schema'
import { databaseFile } from '../../infra/local/database-file.ts'
import { migrate } from '../../infra/local/migrate.ts'
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts'
import { newSecrets } from '../../infra/local/secrets.ts'
import { absolute } from '../../infra/local/workers.ts'
import { localSecret, seedOffices } from '../../infra/seed/offices.ts'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { startDepartment } from '../department/department.ts'
import type { Reviewers } from '../load/cases.ts'

/** The whole house with the reference worker beside it, in one runtime on one database. */
export interface BenchHouse {
  url: string
  referenceUrl: string
  /** Of the whole region. */
  reviewers: Reviewers
  db: D1Database
  /** Authorization of a new key. */
  key(role: StaffRole, area: string): Promise<string>
  keyring: string
  /** Runs the cron of every service now. */
  tick(): Promise<void>
  /** Puts messages on the queue of a consumer. */
  enqueue: Runtime['enqueue']
  unheard: boolean
  close(): Promise<void>
}

const [port, departmentPort, referencePort] = [8930, 8931, 8932]
/** As in production. */
const cronEveryMs = 60_000

export interface BenchOptions {
  /** What is put on the queues is read by nobody. */
  unheard?: boolean
  /** The queues that are read, where not all are. */
  heard?: readonly string[]
  /** The reference worker; the one that inserts a row where none is given. */
  reference?: string
  /** Fills the database before the house starts, while nothing runs on it. */
  fill?: (file: string, keyring: string) => Promise<void>
}

/** Opens the house, works in it and clears it away. */
export async function inBenchHouse<T>(work: (house: BenchHouse) => Promise<T>, options: BenchOptions = {}): Promise<T> {
  const house = await openBenchHouse(options)
  try {
    return await work(house)
  } finally {
    await house.close()
  }
}

async function openBenchHouse({
  unheard = false,
  reference = 'tests/bench/submit/reference-worker.ts',
  fill,
  heard = unheard ? [] : undefined,
}: BenchOptions): Promise<BenchHouse> {
  const persistTo = mkdtempSync(join(tmpdir(), 'jiekun-bench-'))
  const { keyring, departmentMaster } = newSecrets()
  if (fill) {
    // The runtime names the file; it is there once the tables are.
    const empty = await startRuntime({ port, persistTo, keyring })
    await migrate(empty.db)
    await empty.stop()
    await fill(databaseFile(persistTo), keyring)
  }
  const runtime = await startRuntime({
    port,
    persistTo,
    keyring,
    ...(heard === undefined ? {} : { heard }),
    beside: { main: absolute(reference), port: referencePort },
  })
  await migrate(runtime.db)
  await runtime.db.prepare('CREATE TABLE reference_rows (id TEXT PRIMARY KEY, body TEXT, at INTEGER)').run()
  const departmentUrl = `http://127.0.0.1:${departmentPort}`
  await seedOffices(runtime.db, { keyring, departmentMaster, departmentUrl })
  const key = async (role: StaffRole, area: string): Promise<string> => {
    const made = newKey(role, area, 'bench')
    await seedStaffKeys(runtime.db, [made])
    return `Bearer ${bearer(made)}`
  }
  const department = await startDepartment({
    port: departmentPort,
    answerTo: runtime.url,
    secretOf: (office) => localSecret(departmentMaster, office),
    acceptAfterMs: 500,
    deliverAfterMs: 2000,
  })
  const cron = setInterval(() => void runtime.tick().catch(() => undefined), cronEveryMs)
  return {
    url: runtime.url,
    referenceUrl: `http://127.0.0.1:${referencePort}`,
    reviewers: {
      reviewer: await key('county_reviewer', '150000'),
      approver: await key('city_approver', '150000'),
    },
    key,
    keyring,
    db: runtime.db,
    tick: () => runtime.tick(),
    enqueue: runtime.enqueue,
    unheard,
    close: async () => {
      clearInterval(cron)
      await department.close()
      await runtime.stop()
      rmSync(persistTo, { recursive: true, force: true })
    },
  }
}
