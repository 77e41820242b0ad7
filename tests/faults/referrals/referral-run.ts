import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Safeguard } from '@jiekun/worker'
import { newSecrets } from '../../../infra/local/secrets.ts'
import { localSecret } from '../../../infra/seed/offices.ts'
import { type Department, startDepartment } from '../../department/department.ts'
import { type HouseKeeper, keepHouse } from '../house-keeper.ts'
import { blindChecks, checkReferrals, type ReferralVerdict } from './check.ts'
import { faultyOffices } from './offices.ts'
import { measuresOfCase } from './store-cases.ts'

export interface ReferralRunOptions {
  port: number
  /** How many there shall be at least. */
  referrals: number
  kills: number
  without?: Safeguard
  /** How long all may take after the last kill, milliseconds. */
  settleMs: number
  log?: (line: string) => void
}

export interface ReferralRunReport extends ReferralVerdict {
  kills: number
  /** What was still on its way when the house was stopped. */
  left: number
  /** Rules that would not have noticed what they forbid. */
  blind: string[]
  /** What the offices saw and did, by name. */
  offices: Readonly<Record<string, number>>
  loadMs: number
  settleMs: number
  /** Days that the clock of the house was moved ahead. */
  days: number
}

/** Webhooks have less time than in production, so that an office which never answers costs less. */
const webhookTimeoutMs = 500
/** How many things one referral that goes well makes the offices do. */
const answersOfReferral = 3
const quietMs = 6_000
const hourMs = 3_600_000
/** Each tick of the later time is a little more than a day on, longer than the longest wait of a webhook. */
const stepMs = 27 * hourMs
const longestQuietMs = 20_000

/**
 * Lets a plan of measures go to twelve offices that misbehave, each in its own way, while the house is killed again and
 * again and every queue delivers doubled, shuffled and late. Then moves the time on, a day at a tick, until whatever
 * was not delivered has risen to somebody; stops the house and reads the database.
 */
export async function referralRun(options: ReferralRunOptions): Promise<ReferralRunReport> {
  const log = options.log ?? (() => undefined)
  const persistTo = mkdtempSync(join(tmpdir(), 'jiekun-referrals-'))
  const { keyring, departmentMaster } = newSecrets()
  const department = await startDepartment({
    port: options.port + 1,
    answerTo: `http://127.0.0.1:${options.port}`,
    secretOf: (office) => localSecret(departmentMaster, office),
    acceptAfterMs: 20,
    deliverAfterMs: 50,
  })
  for (const { id, behaviour } of faultyOffices) department.behave(id, behaviour)
  const house = await keepHouse({
    port: options.port,
    persistTo,
    keyring,
    departmentUrl: department.url,
    departmentMaster,
    keys: [],
    referrals: { cases: Math.ceil(options.referrals / measuresOfCase), webhookTimeoutMs },
    ...(options.without === undefined ? {} : { without: options.without }),
  })
  try {
    const begin = performance.now()
    await killOften(house, department, options, log)
    const loaded = performance.now()
    log(`killed ${options.kills} times after ${Math.round((loaded - begin) / 1000)} s`)
    const { left, days } = await settle(house, department, options.settleMs, log)
    await house.stop()
    return {
      ...checkReferrals(persistTo),
      blind: options.without === undefined ? blindChecks(persistTo) : [],
      kills: options.kills,
      left,
      days,
      offices: department.counts(),
      loadMs: loaded - begin,
      settleMs: performance.now() - loaded,
    }
  } finally {
    await house.stop()
    await department.close()
    rmSync(persistTo, { recursive: true, force: true })
  }
}

/** How far the offices got: webhooks and answers, whatever came of them. */
const progressOf = (department: Department): number =>
  Object.values(department.counts()).reduce((sum, count) => sum + count, 0)

/** Kills at even distances of the way, or where nothing moves any more. */
async function killOften(
  house: HouseKeeper,
  department: Department,
  { referrals, kills }: ReferralRunOptions,
  log: (line: string) => void,
): Promise<void> {
  for (let kill = 1; kill <= kills; kill++) {
    const due = (answersOfReferral * referrals * 0.6 * kill) / (kills + 1)
    await quietOr(department, () => progressOf(department) >= due, quietMs)
    const at = progressOf(department)
    const ms = await house.killAndRestart()
    log(`kill ${kill} at ${at} webhooks and answers: up again after ${(ms / 1000).toFixed(1)} s`)
  }
}

/** Waits until something is so, or until the offices have been quiet for so long. */
async function quietOr(department: Department, isSo: () => boolean, ms: number): Promise<void> {
  let [last, since] = [-1, performance.now()]
  while (!isSo() && performance.now() - since < ms) {
    const now = progressOf(department)
    if (now !== last) [last, since] = [now, performance.now()]
    await wait(20)
  }
}

/** Moves the time on until nothing is left, and gives each day the time to be worked off. */
async function settle(
  house: HouseKeeper,
  department: Department,
  settleMs: number,
  log: (line: string) => void,
): Promise<{ left: number; days: number }> {
  const end = performance.now() + settleMs
  // At the pace of the clock first: the offices are busy.
  await quietOr(department, () => false, quietMs)
  let [left, aheadMs] = [1, 90_000]
  while (left > 0 && performance.now() < end) {
    left = await house.tick(aheadMs)
    const until = Math.min(end, performance.now() + longestQuietMs)
    while ((await house.unseenEvents()) > 0 && performance.now() < until) await wait(100)
    log(`${(aheadMs / 24 / hourMs).toFixed(1)} days on: ${left} left`)
    aheadMs += stepMs
  }
  return { left, days: Math.floor((aheadMs - stepMs) / 24 / hourMs) }
}
