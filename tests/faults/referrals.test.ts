import { expect, it } from 'vitest'
import { counties } from './referrals/offices.ts'
import { referralRun } from './referrals/referral-run.ts'
import { measuresOfCase } from './referrals/store-cases.ts'

/** The run of referrals in small, one case in every county; `npm run faults -- referrals` is the whole. */
it('every referral to an office that misbehaves is delivered or has risen to somebody, once', {
  timeout: 240_000,
}, async () => {
  const referrals = counties.length * measuresOfCase
  const report = await referralRun({ port: 8921, referrals, kills: 1, settleMs: 180_000 })
  expect(report.violations).toEqual([])
  // What every rule forbids was done to the same database, and the rule found it.
  expect(report.blind).toEqual([])
  expect(report).toMatchObject({ referrals, left: 0 })
  expect(report.redeliveries).toBeGreaterThan(0)
  expect(report.escalated).toBeGreaterThan(0)
  expect((report.states.delivered ?? 0) + (report.states.closed ?? 0)).toBeGreaterThan(0)
  expect(report.deliveries.held).toBeGreaterThan(0)
})
