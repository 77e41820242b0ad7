import autocannon from 'autocannon'
import { percentile } from './percentile.ts'

/** One request of a measurement. */
export interface BenchRequest {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

export interface Round {
  ms: number
  /** Of each answer, milliseconds. */
  latencies: number[]
}

export interface Rate {
  perSecond: number
  /** Latency, milliseconds. */
  p50: number
  p95: number
  p99: number
}

const connections = 16

/** Sends each request once, 16 at a time. Every answer must have the status. */
export async function load(url: string, requests: readonly BenchRequest[], expected: number): Promise<Round> {
  const shares = Array.from({ length: connections }, (_, connection) =>
    requests.filter((_request, index) => index % connections === connection),
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
        amount: requests.length,
        setupClient: (client) => client.setRequests(shares.next().value ?? []),
      },
      (error) => (error ? reject(error) : resolve()),
    )
    run.on('response', (_client, status, _bytes, ms) => {
      // Its own end comes with the next whole second.
      end = performance.now()
      latencies.push(ms)
      if (status !== expected) failures.push(status)
    })
  })
  if (failures.length > 0) throw new Error(`${failures.length} of ${requests.length} were answered ${failures[0]}`)
  return { ms: end - begin, latencies }
}

/** The speed over several rounds. */
export function rateOf(rounds: readonly Round[]): Rate {
  const latencies = rounds.flatMap((round) => round.latencies)
  const ms = rounds.reduce((sum, round) => sum + round.ms, 0)
  const at = (hundredth: number): number => percentile(latencies, hundredth)
  return { perSecond: (latencies.length / ms) * 1000, p50: at(50), p95: at(95), p99: at(99) }
}
