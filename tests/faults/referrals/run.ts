/** `npm run faults -- referrals`: 2,000 referrals to twelve offices that misbehave, through five kills. */
import { referralRun } from './referral-run.ts'

/** Runs it and tells what came of it. @returns how many rules were broken or blind. */
export async function runReferrals({ port, referrals, kills }: { port: number; referrals: number; kills: number }) {
  const log = (line: string): void => console.log(`  ${line}`)
  console.log(
    `${referrals} referrals to twelve offices that misbehave, ${kills} kills, events doubled, shuffled and late`,
  )
  const report = await referralRun({ port, referrals, kills, settleMs: 900_000, log })
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  console.log(`
referrals ${report.referrals}: ${listed(report.states)}; escalated ${report.escalated}
webhooks ${listed(report.deliveries)}; attempts ${report.attempts}; events delivered again ${report.redeliveries}
offices: ${listed(report.offices)}
load ${Math.round(report.loadMs / 1000)} s, settling ${Math.round(report.settleMs / 1000)} s, ${report.days} days on`)
  for (const { kind, finds, count } of report.violations) console.log(`✗ ${kind}: ${count} ${finds}`)
  for (const finds of report.blind) console.log(`✗ it would not notice: ${finds}`)
  if (report.left > 0) console.log(`✗ ${report.left} left`)
  const bad = report.violations.length + report.blind.length + (report.left > 0 ? 1 : 0)
  if (bad === 0)
    console.log('✓ every referral is delivered or has risen to somebody, none is lost, none is there twice')
  return bad
}
