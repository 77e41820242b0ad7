import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Safeguard } from '@jiekun/worker'
import { newSecrets } from '../../infra/local/secrets.ts'
import { localSecret } from '../../infra/seed/offices.ts'
import { bearer, newKey } from '../../infra/seed/staff-keys.ts'
import { startDepartment } from '../department/department.ts'
import {
  type Application,
  forEachOf,
  type Reviewers,
  reviewPage,
  sampleApplications,
  submitSurely,
} from '../load/cases.ts'
import { checkDatabase, finds, type Verdict } from './check.ts'
import { type HouseKeeper, keepHouse } from './house-keeper.ts'

export interface FaultRunOptions {
  port: number
  applications: number
  kills: number
  /** The safeguard that is switched off; the run must then find what it guards against. */
  without?: Safeguard
  /** How long what is left may take after the last decision, milliseconds. */
  drainMs: number
  /** Ends the run once the database shows this, which no later step could mend. */
  until?: 'doubled' | 'unleased'
  log?: (line: string) => void
}

export interface FaultRunReport extends Verdict {
  kills: number
  slowestRestartMs: number
  loadMs: number
  drainMs: number
}

const submittersAtOnce = 16
/** Far enough for the leases of messages and the grace of webhooks to be over. */
const aheadMs = 90_000
const betweenTicksMs = 1000
/** Ticks without any change after which nothing more is to be expected at the pace of the clock. */
const quietTicks = 8

/**
 * Sends applications through the whole house while it is killed again and again, with every queue delivering doubled,
 * shuffled and late. Then lets what is left come to its end, stops the house and reads the database.
 */
export async function faultRun(options: FaultRunOptions): Promise<FaultRunReport> {
  const log = options.log ?? (() => undefined)
  const persistTo = mkdtempSync(join(tmpdir(), 'jiekun-faults-'))
  const secrets = newSecrets()
  const reviewer = newKey('county_reviewer', '150000', 'fault run')
  const approver = newKey('city_approver', '150000', 'fault run')
  const reviewers = { reviewer: `Bearer ${bearer(reviewer)}`, approver: `Bearer ${bearer(approver)}` }
  const url = `http://127.0.0.1:${options.port}`
  const department = await startDepartment({
    port: options.port + 1,
    answerTo: url,
    secretOf: (office) => localSecret(secrets.departmentMaster, office),
    acceptAfterMs: 50,
    deliverAfterMs: 200,
  })
  const house = await keepHouse({
    port: options.port,
    persistTo,
    keyring: secrets.keyring,
    departmentUrl: department.url,
    departmentMaster: secrets.departmentMaster,
    keys: [reviewer, approver],
    ...(options.without === undefined ? {} : { without: options.without }),
  })
  try {
    const begin = performance.now()
    const applications = sampleApplications(options.applications)
    const progress = { submitted: 0, decided: 0, open: true }
    const killing = killOften(house, options, progress, log)
    const reviewing = review(url, reviewers, progress)
    await submitAll(url, applications, progress)
    log(`submitted after ${seconds(performance.now() - begin)}`)
    const restarts = await killing
    const loaded = performance.now()
    const { until } = options
    const isFound = (): boolean => until !== undefined && finds(persistTo, until)
    const left = await drain(house, options.drainMs, isFound)
    progress.open = false
    await reviewing
    await house.stop()
    log(`drained after ${seconds(performance.now() - loaded)}, ${left} left`)
    return {
      ...checkDatabase(persistTo, progress.submitted),
      kills: restarts.length,
      slowestRestartMs: Math.max(0, ...restarts),
      loadMs: loaded - begin,
      drainMs: performance.now() - loaded,
    }
  } finally {
    await house.stop()
    await department.close()
    rmSync(persistTo, { recursive: true, force: true })
  }
}

interface Progress {
  submitted: number
  decided: number
  open: boolean
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const submitAll = (url: string, applications: readonly Application[], progress: Progress): Promise<void> =>
  forEachOf(applications, submittersAtOnce, async (application, index) => {
    await submitSurely(url, application, `fault-run-${index}`)
    progress.submitted++
  })

async function review(url: string, reviewers: Reviewers, progress: Progress): Promise<void> {
  while (progress.open) {
    const decided = await reviewPage(url, reviewers)
    progress.decided += decided
    if (decided === 0) await wait(200)
  }
}

/** Kills at even distances of the way: half of it is submitting, half is deciding. */
async function killOften(
  house: HouseKeeper,
  { applications, kills }: FaultRunOptions,
  progress: Progress,
  log: (line: string) => void,
): Promise<number[]> {
  const restarts: number[] = []
  for (let kill = 1; kill <= kills; kill++) {
    const due = (2 * applications * kill) / (kills + 1)
    let quietSince = performance.now()
    let last = -1
    // Some are never decided: their file remains closed, or, without a safeguard, they are lost.
    while (progress.submitted + progress.decided < due && performance.now() - quietSince < quietMs) {
      const now = progress.submitted + progress.decided
      if (now !== last) quietSince = performance.now()
      last = now
      await wait(20)
    }
    restarts.push(await house.killAndRestart())
    log(
      `kill ${kill} at ${progress.submitted} submitted, ${progress.decided} decided: up again after ${seconds(restarts.at(-1) ?? 0)}`,
    )
  }
  return restarts
}
const quietMs = 10_000

/**
 * Lets the house work off what is left: at the pace of the clock for as long as that changes anything, and then as if
 * every lease were over, which is when what the kills have cost comes back. @returns what was left in the end.
 */
async function drain(house: HouseKeeper, drainMs: number, isFound: () => boolean): Promise<number> {
  const end = performance.now() + drainMs
  const isOver = (): boolean => performance.now() >= end || isFound()
  let left = await house.tick(0)
  for (let quiet = 0; quiet < quietTicks && !isOver(); ) {
    await wait(betweenTicksMs)
    const now = await house.tick(0)
    quiet = now === left ? quiet + 1 : 0
    left = now
  }
  while (left > 0 && !isOver()) {
    left = await house.tick(aheadMs)
    await wait(betweenTicksMs)
  }
  return left
}
