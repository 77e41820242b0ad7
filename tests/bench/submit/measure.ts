import { setTimeout as wait } from 'node:timers/promises'
import autocannon from 'autocannon'
import { sampleApplications } from '../../load/cases.ts'
import type { BenchHouse } from '../bench-house.ts'
import { percentile } from '../percentile.ts'

export interface Rate {
  perSecond: number
  /** Latency, milliseconds. */
  p50: number
  p99: number
}

export interface SubmitSpeed {
  submit: Rate
  reference: Rate
  /** Applications a second over rows a second. */
  ratio: number
}

const connections = 16
const perRound = 800
const rounds = 3

/** Rounds of both in turn, so that whatever the machine does meets both alike; the first pair warms up. */
export async function measureSubmit(house: BenchHouse): Promise<SubmitSpeed> {
  const bodies = sampleApplications(perRound * (rounds + 1)).map((application) => JSON.stringify(application))
  const measured = { submit: [] as Round[], reference: [] as Round[] }
  for (let round = 0; round <= rounds; round++) {
    const some = bodies.slice(round * perRound, (round + 1) * perRound)
    const submit = await load(`${house.url}/api/v1/applications`, some)
    await settle(house)
    const reference = await load(house.referenceUrl, some)
    if (round === 0) continue
    measured.submit.push(submit)
    measured.reference.push(reference)
  }
  const [submit, reference] = [rateOf(measured.submit), rateOf(measured.reference)]
  return { submit, reference, ratio: submit.perSecond / reference.perSecond }
}

interface Round {
  ms: number
  latencies: number[]
}

async function load(url: string, bodies: readonly string[]): Promise<Round> {
  const headers = { 'content-type': 'application/json' }
  const shares = Array.from({ length: connections }, (_, connection) =>
    bodies.filter((_body, index) => index % connections === connection),
  ).values()
  const latencies: number[] = []
  const failures: number[] = []
  const begin = performance.now()
  let end = begin
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections,
        amount: bodies.length,
        setupClient: (client) => {
          const share = shares.next().value ?? []
          client.setRequests(share.map((body) => ({ method: 'POST', headers, body })))
        },
      },
      (error) => (error ? reject(error) : resolve()),
    )
    run.on('response', (_client, status, _bytes, ms) => {
      // Its own end comes with the next whole second.
      end = performance.now()
      latencies.push(ms)
      if (status !== 201) failures.push(status)
    })
  })
  if (failures.length > 0) throw new Error(`${failures.length} of ${bodies.length} were answered ${failures[0]}`)
  return { ms: end - begin, latencies }
}

function rateOf(measured: readonly Round[]): Rate {
  const latencies = measured.flatMap((round) => round.latencies)
  const ms = measured.reduce((sum, round) => sum + round.ms, 0)
  return { perSecond: (latencies.length / ms) * 1000, p50: percentile(latencies, 50), p99: percentile(latencies, 99) }
}

/** What a round has set going ends before the reference is measured. */
async function settle({ db, tick, unheard }: BenchHouse): Promise<void> {
  for (;;) {
    const row = await db
      .prepare(`SELECT count(*) AS open FROM outbox WHERE settled_at IS NULL`)
      .first<{ open: number }>()
    if (unheard || row?.open === 0) return
    await tick()
    await wait(200)
  }
}
