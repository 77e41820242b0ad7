import { readFileSync, writeFileSync } from 'node:fs'
import type { Consumer } from '@jiekun/schema'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import * as z from 'zod'
import type { BuildOptions } from './build-workers.ts'

export interface RuntimeOptions extends BuildOptions {
  /** Folder of the database; without one everything is forgotten at the end. */
  persistTo?: string
  /** File that keeps what is built, for the next start with the same options: a house that is killed is soon up again. */
  keepBuild?: string
}

export interface Runtime {
  url: string
  db: D1Database
  /** Runs the cron of every service once, as if it were that time. */
  tick(at?: Date): Promise<void>
  /** Puts messages on the queue of a consumer, as the service that hears it does itself. */
  enqueue(consumer: Consumer, bodies: readonly unknown[]): Promise<void>
  stop(): Promise<void>
}

const crons = ['gateway', 'registration', 'eligibility', 'referral', 'notification', 'oversight'].map(
  (name) => `jiekun-${name}`,
)

/** Messages in one sendBatch. */
const sendLimit = 100

/** Starts all Workers from their own configurations in one local runtime, on loopback only. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const workers = await builtWorkers(options)
  // Wrangler still hands out options in the older form; both packages carry the conversion.
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: options.port,
      ...(options.persistTo === undefined ? {} : { resourcePersistencePath: options.persistTo }),
      workers,
    }),
  )
  const url = await miniflare.ready
  const tick = async (scheduledTime = new Date()): Promise<void> => {
    const cron = '* * * * *'
    await Promise.all(crons.map(async (name) => (await miniflare.getWorker(name)).scheduled({ cron, scheduledTime })))
  }
  return {
    url: url.origin,
    db: await miniflare.getD1Database('DB'),
    tick,
    enqueue: async (consumer, bodies) => {
      const binding = `QUEUE_${consumer.toUpperCase().replaceAll('-', '_')}`
      const queue = await miniflare.getQueueProducer(binding, `jiekun-${consumer.split('-')[0]}`)
      for (let from = 0; from < bodies.length; from += sendLimit)
        await queue.sendBatch(bodies.slice(from, from + sendLimit).map((body) => ({ body, contentType: 'json' })))
    },
    stop: () => miniflare.dispose(),
  }
}

async function builtWorkers(options: RuntimeOptions): Promise<V4WorkerOptions[]> {
  const kept = options.keepBuild === undefined ? undefined : readKept(options.keepBuild)
  if (kept) return kept
  // Only where it builds: the bundler and the reader of configurations are most of the time that a start takes.
  const { buildWorkers } = await import('./build-workers.ts')
  const built = await buildWorkers(options)
  if (options.keepBuild !== undefined) writeFileSync(options.keepBuild, JSON.stringify(built))
  return built
}

const keptSchema = z.array(z.custom<V4WorkerOptions>())

function readKept(file: string): V4WorkerOptions[] | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
