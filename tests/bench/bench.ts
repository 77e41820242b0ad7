/** `npm run bench`: speeds as ratios to a reference measured in the same run. */
import { cpus } from 'node:os'
import { measurePolicy } from './policy/measure.ts'

const whole = (value: number): string => Math.round(value).toLocaleString('en')

const policy = measurePolicy()
console.log(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)
console.log(`determinations/s, one core      ${whole(policy.perSecond)}`)
console.log(`  with explanation              ${whole(policy.explainedPerSecond)}`)
console.log(`  hand-written reference        ${whole(policy.referencePerSecond)}`)
console.log(`  ratio                         ${policy.ratio.toFixed(2)}`)
