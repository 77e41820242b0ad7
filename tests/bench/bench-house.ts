import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../infra/local/migrate.ts'
import { startRuntime } from '../../infra/local/runtime.ts'
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
  /** Runs the cron of every service now. */
  tick(): Promise<void>
  unheard: boolean
  close(): Promise<void>
}

const [port, departmentPort, referencePort] = [8930, 8931, 8932]
/** As in production. */
const cronEveryMs = 60_000

/** Opens the house, works in it and clears it away. `unheard`: what is put on the queues is read by nobody. */
export async function inBenchHouse<T>(work: (house: BenchHouse) => Promise<T>, unheard = false): Promise<T> {
  const house = await openBenchHouse(unheard)
  try {
    return await work(house)
  } finally {
    await house.close()
  }
}

async function openBenchHouse(unheard: boolean): Promise<BenchHouse> {
  const persistTo = mkdtempSync(join(tmpdir(), 'jiekun-bench-'))
  const { keyring, departmentMaster } = newSecrets()
  const runtime = await startRuntime({
    port,
    persistTo,
    keyring,
    unheard,
    beside: { main: absolute('tests/bench/submit/reference-worker.ts'), port: referencePort },
  })
  await migrate(runtime.db)
  await runtime.db.prepare('CREATE TABLE reference_rows (id TEXT PRIMARY KEY, body TEXT, at INTEGER)').run()
  const departmentUrl = `http://127.0.0.1:${departmentPort}`
  await seedOffices(runtime.db, { keyring, departmentMaster, departmentUrl })
  const reviewer = newKey('county_reviewer', '150000', 'bench')
  const approver = newKey('city_approver', '150000', 'bench')
  await seedStaffKeys(runtime.db, [reviewer, approver])
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
    reviewers: { reviewer: `Bearer ${bearer(reviewer)}`, approver: `Bearer ${bearer(approver)}` },
    db: runtime.db,
    tick: () => runtime.tick(),
    unheard,
    close: async () => {
      clearInterval(cron)
      await department.close()
      await runtime.stop()
      rmSync(persistTo, { recursive: true, force: true })
    },
  }
}
