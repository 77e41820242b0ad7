/** `npm run bench`: speeds as ratios to a reference measured in the same run. */
import { cpus } from 'node:os'
import { openBenchHouse } from './bench-house.ts'
import { measureChain } from './chain/measure.ts'
import { measurePolicy } from './policy/measure.ts'
import { measureSubmit, type Rate, submittedInAll } from './submit/measure.ts'

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

const house = await openBenchHouse()
try {
  const { submit, reference, ratio } = await measureSubmit(house)
  printRate('\nPOST /api/v1/applications, 16 connections', submit)
  printRate('  reference worker, one row in one batch', reference)
  print('  ratio (aim 0.6)', ratio.toFixed(2).padStart(9))

  const chain = await measureChain(house, chainApplications, submittedInAll)
  print(
    `\nsubmit to last referral sent, ${chain.applications} applications`,
    `${chain.allSeconds.toFixed(1).padStart(9)} s   ${whole(chain.referrals)} referrals`,
  )
  print('  for one case', `p50 ${chain.p50.toFixed(1)} s   p99 ${chain.p99.toFixed(1)} s`)
} finally {
  await house.close()
}
