/**
 * `npm run faults`: 2,000 applications through ten kills, then the proof that the run finds each safeguard that is missing.
 * `npm run faults -- referrals`: 2,000 referrals to twelve offices that misbehave, through five kills.
 */
import { parseArgs } from 'node:util'
import type { Safeguard } from '@jiekun/worker'
import { faultRun, seconds } from './fault-run.ts'
import { runReferrals } from './referrals/run.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    applications: { type: 'string', default: '2000' },
    referrals: { type: 'string', default: '2000' },
    kills: { type: 'string' },
    port: { type: 'string', default: '8797' },
    'proof-applications': { type: 'string', default: '60' },
  },
})
const port = Number(values.port)
const log = (line: string): void => console.log(`  ${line}`)

const unknown = positionals.filter((name) => name !== 'referrals')
if (unknown.length > 0) throw new Error(`there is no run ${unknown.join(', ')}; there is referrals`)
if (positionals.length > 0) {
  const bad = await runReferrals({ port, referrals: Number(values.referrals), kills: Number(values.kills ?? 5) })
  process.exit(bad > 0 ? 1 : 0)
}
const kills = Number(values.kills ?? 10)

console.log(`${values.applications} applications, ${kills} kills, deliveries doubled, shuffled and late`)
const report = await faultRun({
  port,
  applications: Number(values.applications),
  kills,
  drainMs: 300_000,
  log,
})
console.log(`
applications ${report.applications}, referrals ${report.referrals}, messages ${report.messages}
redeliveries ${report.redeliveries}, sent again by a sweep ${report.resends}
load ${seconds(report.loadMs)}, drain ${seconds(report.drainMs)}, slowest restart ${seconds(report.slowestRestartMs)}`)
for (const { kind, finds, count } of report.violations) console.log(`✗ ${kind}: ${count} ${finds}`)
if (report.violations.length === 0) console.log('✓ none lost, none doubled, none stale')

const safeguards: Safeguard[] = ['outbox', 'inbox', 'lease', 'version-guard']
let unproven = 0
for (const without of safeguards) {
  const { violations } = await faultRun({
    port,
    applications: Number(values['proof-applications']),
    kills: 2,
    drainMs: 30_000,
    without,
  })
  if (violations.length === 0) unproven++
  console.log(
    violations.length > 0 ? `✓ without the ${without} it fails:` : `✗ it does not notice a missing ${without}`,
  )
  for (const { kind, finds, count } of violations) log(`${kind}: ${count} ${finds}`)
}
process.exit(report.violations.length + unproven > 0 ? 1 : 0)
