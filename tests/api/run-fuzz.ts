/** `npm run fuzz`: 20,000 requests from the document; `--requests N` for another number, `--seed N` to have a run again. */
import { parseArgs } from 'node:util'
import { fuzz, tell } from './fuzz.ts'
import { openPreparedHouse } from './prepared-house.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const house = await openPreparedHouse()
const report = await fuzz(house, { requests: Number(values.requests), seed: Number(values.seed) })
await house.close()
console.log(tell(report))
for (const failure of report.failures) console.error(`\n✗ ${failure}`)
for (const line of report.badLogs.slice(0, 20)) console.error(`\n✗ log: ${line}`)
process.exit(report.failures.length + report.badLogs.length === 0 ? 0 : 1)
