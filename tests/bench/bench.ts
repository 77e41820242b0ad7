/** `npm run bench`: speeds as ratios to a reference measured in the same run. */
import { cpus } from 'node:os'
import { inBenchHouse } from './bench-house.ts'
import { measureChain } from './chain/measure.ts'
import { measurePolicy } from './policy/measure.ts'
import { measureSubmit, type Rate } from './submit/measure.ts'

const chainApplications = 500

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const print = (name: string, value: string): void => console.log(`${name.padEnd(46)} ${value}`)
const printRate = (name: string, { perSecond, p50, p99 }: Rate): void =>
  print(name, `${whole(perSecond).padStart(9)}/s   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`)

print('machine', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)

const policy = measurePolicy()
print('\ndeterminations, one core', `${whole(policy.perSecond).padStart(9)}/s`)
print('  hand-written function for the same tables', `${whole(policy.referencePerSecond).padStart(9)}/s`)
print('  ratio (aim 0.5)', policy.ratio.toFixed(2).padStart(9))
print('  with explanation', `${whole(policy.explainedPerSecond).padStart(9)}/s`)

// First, and each in a house of its own: nobody waits behind the applications of another measurement.
const chain = await inBenchHouse((house) => measureChain(house, chainApplications))
print(
  `\nsubmit to last referral sent, ${chain.applications} applications`,
  `${chain.allSeconds.toFixed(1).padStart(9)} s   ${whole(chain.referrals)} referrals`,
)
print('  for one case', `p50 ${chain.p50.toFixed(1)} s   p99 ${chain.p99.toFixed(1)} s`)

const submits = [
  { name: '\nPOST /api/v1/applications, 16 connections', unheard: true },
  { name: '\nthe same while the whole chain works beside it', unheard: false },
]
for (const { name, unheard } of submits) {
  const { submit, reference, ratio } = await inBenchHouse(measureSubmit, unheard)
  printRate(name, submit)
  printRate('  reference worker, one row in one batch', reference)
  print('  ratio (aim 0.6)', ratio.toFixed(2).padStart(9))
}
