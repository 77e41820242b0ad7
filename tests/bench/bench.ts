/** `npm run bench`: speeds as ratios to a reference measured in the same run. `npm run bench -- search`: that part alone. */
import { cpus } from 'node:os'
import { inBenchHouse } from './bench-house.ts'
import { measureChain } from './chain/measure.ts'
import type { Rate } from './load.ts'
import { measurePages, type PageSpeed } from './pages/measure.ts'
import { measurePolicy } from './policy/measure.ts'
import { measureRoute } from './route/measure.ts'
import { measureSearch } from './search/measure.ts'
import { type Seeded, seedHouseholds } from './search/seed.ts'
import { measureSubmit } from './submit/measure.ts'
import { measureWebhooks } from './webhooks/measure.ts'

const chainApplications = 500
const routedMeasures = 100_000
const searchHouseholds = 200_000

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const print = (name: string, value: string): void => console.log(`${name.padEnd(46)} ${value}`)
const printRate = (name: string, { perSecond, p50, p99 }: Rate): void =>
  print(name, `${whole(perSecond).padStart(9)}/s   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`)

function printPolicy(): void {
  const policy = measurePolicy()
  print('\ndeterminations, one core', `${whole(policy.perSecond).padStart(9)}/s`)
  print('  hand-written function for the same tables', `${whole(policy.referencePerSecond).padStart(9)}/s`)
  print('  ratio (aim 0.5)', policy.ratio.toFixed(2).padStart(9))
  print('  with explanation', `${whole(policy.explainedPerSecond).padStart(9)}/s`)
}

function printRoute(): void {
  const { p50, p95, referenceP50, ratio } = measureRoute(routedMeasures)
  print(`\nroute ${whole(routedMeasures)} measures`, `p50 ${p50.toFixed(0)} ms   p95 ${p95.toFixed(0)} ms`)
  print('  the same looked up in a bare map', `p50 ${referenceP50.toFixed(1)} ms`)
  print('  times as long', ratio.toFixed(1).padStart(9))
}

async function printChain(): Promise<void> {
  const chain = await inBenchHouse((house) => measureChain(house, chainApplications))
  print(
    `\nsubmit to last referral sent, ${chain.applications} applications`,
    `${chain.allSeconds.toFixed(1).padStart(9)} s   ${whole(chain.referrals)} referrals`,
  )
  print('  for one case', `p50 ${chain.p50.toFixed(1)} s   p99 ${chain.p99.toFixed(1)} s`)
}

async function printSubmit(): Promise<void> {
  const submits = [
    { name: '\nPOST /api/v1/applications, 16 connections', unheard: true },
    { name: '\nthe same while the whole chain works beside it', unheard: false },
  ]
  for (const { name, unheard } of submits) {
    const { submit, reference, ratio } = await inBenchHouse(measureSubmit, { unheard })
    printRate(name, submit)
    printRate('  reference worker, one row in one batch', reference)
    print('  ratio (aim 0.6)', ratio.toFixed(2).padStart(9))
  }
}

async function printSearch(): Promise<void> {
  let seeded: Seeded = { cases: [], seconds: 0 }
  const speed = await inBenchHouse((house) => measureSearch(house, seeded), {
    unheard: true,
    reference: 'tests/bench/search/reference-worker.ts',
    fill: async (file, keyring) => {
      seeded = await seedHouseholds(file, keyring, searchHouseholds)
    },
  })
  print(`\n${whole(searchHouseholds)} households, seeded in`, `${seeded.seconds.toFixed(0).padStart(9)} s`)
  const latency = ({ p50, p95 }: Rate): string =>
    `p50 ${p50.toFixed(1).padStart(5)} ms   p95 ${p95.toFixed(1).padStart(5)} ms`
  print('read of one row by its key, 16 connections', `   ${latency(speed.reference)}`)
  for (const { name, aim, rate, p50Ratio, p95Ratio } of speed.measured) {
    print(`  ${name}`, `   ${latency(rate)}   ratio ${p50Ratio.toFixed(2)} (p95 ${p95Ratio.toFixed(2)}, aim ${aim})`)
  }
  print('a public request without a key', `   ${latency(speed.signIn.without)}`)
  print('  the same with a key', `   ${latency(speed.signIn.with)}   ratio ${speed.signIn.ratio.toFixed(2)} (aim 1.2)`)
}

async function printWebhooks(): Promise<void> {
  const speed = await inBenchHouse(measureWebhooks, {
    heard: ['jiekun-referral', 'jiekun-referral-delivery'],
    reference: 'tests/bench/webhooks/reference-worker.ts',
  })
  print('\nwebhooks, taken and settled', `${whole(speed.perSecond).padStart(9)}/s`)
  print('  bare fetch loop to the same sink', `${whole(speed.referencePerSecond).padStart(9)}/s`)
  print('  ratio (aim 0.5)', speed.ratio.toFixed(2).padStart(9))
}

async function printPages(): Promise<void> {
  const pages = await measurePages()
  print(
    '\npublic pages, each in a browser that has nothing yet',
    '  bytes  requests  D1  slow 3G by model  painted, connected',
  )
  for (const { name, bytes, requests, trips, modelledMs, paintedMs } of pages) {
    const painted = paintedMs === undefined ? '' : `${whole(paintedMs)} ms`
    const numbers = [whole(bytes).padStart(7), String(requests).padStart(9), String(trips).padStart(3)]
    print(`  ${name}`, `${numbers.join(' ')} ${whole(modelledMs).padStart(14)} ms ${painted.padStart(9)}`)
  }
  const most = (of: (page: PageSpeed) => number): string => whole(Math.max(...pages.map(of)))
  print('  the heaviest (aim 50,000 bytes)', most(({ bytes }) => bytes).padStart(7))
  print('  the slowest by the model (aim 3,000 ms)', most(({ modelledMs }) => modelledMs).padStart(7))
}

// The chain before the submissions, and each in a house of its own: nobody waits behind the applications of another measurement.
const parts: Record<string, () => void | Promise<void>> = {
  policy: printPolicy,
  route: printRoute,
  chain: printChain,
  submit: printSubmit,
  search: printSearch,
  webhooks: printWebhooks,
  pages: printPages,
}
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0)
  throw new Error(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)

print('machine', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure()
}
