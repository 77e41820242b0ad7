import type { Safeguard } from '@jiekun/worker'
import { describe, expect, it } from 'vitest'
import { faultRun } from './fault-run.ts'

/** The fault run in small; `npm run faults` is the whole. */
const port = 8903

describe('the house under faults', () => {
  it('loses nothing and doubles nothing', { timeout: 240_000 }, async () => {
    const report = await faultRun({ port, applications: 60, kills: 2, drainMs: 120_000 })
    expect(report.violations).toEqual([])
    expect(report).toMatchObject({ applications: 60, kills: 2 })
    expect(report.redeliveries).toBeGreaterThan(0)
    expect(report.referrals).toBeGreaterThan(100)
  })

  // Without the outbox nothing ever settles, so waiting is in vain; a stale step shows only once the offices have answered.
  it.each<[Safeguard, string, number]>([
    ['outbox', 'lost', 10_000],
    ['inbox', 'doubled', 60_000],
    ['lease', 'unleased', 10_000],
    ['version-guard', 'stale', 60_000],
  ])('would notice a missing %s', { timeout: 240_000 }, async (without, kind, drainMs) => {
    const { violations } = await faultRun({ port, applications: 40, kills: 1, drainMs, without })
    expect(violations.map((violation) => violation.kind)).toContain(kind)
  })
})
