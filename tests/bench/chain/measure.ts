import { setTimeout as wait } from 'node:timers/promises'
import { forEachOf, reviewPage, sampleApplications, submitSurely } from '../../load/cases.ts'
import type { BenchHouse } from '../bench-house.ts'
import { percentile } from '../percentile.ts'

/** How long cases take from the submitted form to their last referral on its office's desk, reviewer and approver deciding at once. */
export interface ChainSpeed {
  applications: number
  referrals: number
  /** From the first form to the last referral of all, seconds. */
  allSeconds: number
  /** From a case's own form to its own last referral, seconds. */
  p50: number
  p99: number
}

const submittersAtOnce = 16

export async function measureChain(house: BenchHouse, applications: number): Promise<ChainSpeed> {
  const begin = Date.now()
  let submitted = false
  const submitting = forEachOf(sampleApplications(applications), submittersAtOnce, async (application, index) => {
    await submitSurely(house.url, application, `bench-chain-${index}`)
  }).then(() => {
    submitted = true
  })
  while (!submitted || (await underWay(house.db, begin)) > 0) {
    if ((await reviewPage(house.url, house.reviewers)) === 0) await wait(100)
  }
  await submitting
  return readTimes(house.db, begin, applications)
}

async function underWay(db: D1Database, begin: number): Promise<number> {
  const row = await db
    .prepare(
      `SELECT (SELECT count(*) FROM applications WHERE submitted_at >= ?1 AND state IN ('submitted', 'under_review', 'public_notice'))
         + (SELECT count(*) FROM applications a LEFT JOIN plans p ON p.id = a.id
            WHERE a.submitted_at >= ?1 AND a.state = 'approved' AND p.file_number IS NULL)
         + (SELECT count(*) FROM deliveries WHERE created_at >= ?1 AND state = 'pending') AS open`,
    )
    .bind(begin)
    .first<{ open: number }>()
  return row?.open ?? 0
}

async function readTimes(db: D1Database, begin: number, applications: number): Promise<ChainSpeed> {
  const { results } = await db
    .prepare(
      `SELECT a.submitted_at AS submittedAt, max(d.delivered_at) AS sentAt, sum(json_array_length(d.referral_ids)) AS referrals
       FROM applications a JOIN deliveries d ON d.plan_id = a.id AND d.type = 'referral.created'
       WHERE a.submitted_at >= ?1 GROUP BY a.id`,
    )
    .bind(begin)
    .all<{ submittedAt: number; sentAt: number; referrals: number }>()
  const times = results.map((row) => (row.sentAt - row.submittedAt) / 1000)
  return {
    applications,
    referrals: results.reduce((sum, row) => sum + row.referrals, 0),
    allSeconds: (Math.max(...results.map((row) => row.sentAt)) - begin) / 1000,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  }
}
