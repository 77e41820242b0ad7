import type { Safeguard } from '@jiekun/worker'
import { describe, expect, it } from 'vitest'
import { type FaultRunOptions, faultRun } from './fault-run.ts'

/** The fault run in small; `npm run faults` is the whole. */
const port = 8903

/**
 * What a missing safeguard leads to. Without the outbox nothing ever settles, so waiting is in vain; what is doubled or
 * unleased stays so, and the run ends once it is seen; a stale step shows only once the offices have answered.
 */
const missing: [Safeguard, string, Pick<FaultRunOptions, 'drainMs' | 'until'>][] = [
  ['outbox', 'lost', { drainMs: 10_000 }],
  ['inbox', 'doubled', { drainMs: 60_000, until: 'doubled' }],
  ['lease', 'unleased', { drainMs: 60_000, until: 'unleased' }],
  ['version-guard', 'stale', { drainMs: 60_000 }],
]

// All at once, each in a house of its own: most of their time they wait.
describe.concurrent('the house under faults', () => {
  it('loses nothing and doubles nothing', { timeout: 240_000 }, async () => {
    const report = await faultRun({ port, applications: 40, kills: 2, drainMs: 120_000 })
    expect(report.violations).toEqual([])
    expect(report).toMatchObject({ applications: 40, kills: 2 })
    expect(report.redeliveries).toBeGreaterThan(0)
    expect(report.referrals).toBeGreaterThan(100)
  })

  for (const [index, [without, kind, ending]] of missing.entries()) {
    it(`would notice a missing ${without}`, { timeout: 240_000 }, async () => {
      const { violations } = await faultRun({
        port: port + 2 * (index + 1),
        applications: 40,
        kills: 1,
        without,
        ...ending,
      })
      expect(violations.map((violation) => violation.kind)).toContain(kind)
    })
  }
})
