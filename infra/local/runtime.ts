import { build, type Plugin } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import { unstable_readConfig } from 'wrangler'
import * as z from 'zod'
import { absolute, configPaths } from './workers.ts'

export interface RuntimeOptions {
  port: number
  /** Folder of the database; without one everything is forgotten at the end. */
  persistTo?: string
  /** The KEYRING secret. */
  keyring: string
  /** Constants folded into the code: the flag of the fault run. */
  define?: Record<string, string>
  /** Changes of the build: the doubled and shuffled queues of the fault run. */
  plugins?: Plugin[]
  /** A Worker beside the house, on the same database, with an address of its own: the yardstick of the bench. */
  beside?: { main: string; port: number }
  /** Variables of the front door beside those of a local house. */
  vars?: Record<string, string>
  /** Nobody reads the queues, as where the consumers of a deployment run on other machines: for measuring one request. */
  unheard?: boolean
}

export interface Runtime {
  url: string
  db: D1Database
  /** Runs the cron of every service once, as if it were that time. */
  tick(at?: Date): Promise<void>
  stop(): Promise<void>
}

const crons = ['gateway', 'registration', 'eligibility', 'referral', 'notification', 'oversight'].map(
  (name) => `jiekun-${name}`,
)

/** Starts all Workers from their own configurations in one local runtime, on loopback only. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const workers = await Promise.all(configPaths.map((path) => workerOptions(path, options)))
  // Wrangler still hands out options in the older form; both packages carry the conversion.
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: options.port,
      ...(options.persistTo === undefined ? {} : { resourcePersistencePath: options.persistTo }),
      workers: options.beside ? [...workers, await workerBeside(options.beside, workers)] : workers,
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
    stop: () => miniflare.dispose(),
  }
}

/** What only a local house is told: that it is one, and that a bench may send as fast as it can. */
export const localVars = {
  // Nobody waits five days for a notice that nobody reads.
  PUBLIC_NOTICE_DAYS: '0',
  LOCAL_HOUSE: 'true',
  ALLOW_LOOPBACK_ENDPOINTS: 'true',
  // Loopback needs no resolver, and no other name is reached from here.
  DNS_RESOLVER: '',
  WEBHOOK_TIMEOUT_MS: '10000',
  STAFF_REQUESTS_PER_MINUTE: '10000000',
  PUBLIC_REQUESTS_PER_MINUTE: '10000000',
}

/** What is taken over of a Worker's configuration; every queue must set all of its limits. */
const configSchema = z.object({
  name: z.string(),
  main: z.string(),
  compatibility_date: z.string(),
  d1_databases: z.array(z.object({ binding: z.string(), database_id: z.string() })),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })).default([]),
  services: z.array(z.object({ binding: z.string(), service: z.string() })).default([]),
  queues: z.object({
    producers: z.array(z.object({ binding: z.string(), queue: z.string() })).default([]),
    consumers: z
      .array(
        z.object({
          queue: z.string(),
          max_batch_size: z.int(),
          max_batch_timeout: z.int(),
          max_retries: z.int(),
          dead_letter_queue: z.string().optional(),
        }),
      )
      .default([]),
  }),
})

async function workerOptions(
  configPath: string,
  { port, keyring, define, plugins, vars, unheard = false }: RuntimeOptions,
): Promise<V4WorkerOptions> {
  const config = configSchema.parse(unstable_readConfig({ config: absolute(configPath) }))
  return {
    name: config.name,
    modules: true,
    script: await bundle(config.main, { define, plugins }),
    compatibilityDate: config.compatibility_date,
    d1Databases: Object.fromEntries(config.d1_databases.map((each) => [each.binding, each.database_id])),
    r2Buckets: Object.fromEntries(config.r2_buckets.map((each) => [each.binding, each.bucket_name])),
    queueProducers: Object.fromEntries(config.queues.producers.map((each) => [each.binding, each.queue])),
    queueConsumers: Object.fromEntries(
      (unheard ? [] : config.queues.consumers).map((each) => [
        each.queue,
        {
          maxBatchSize: each.max_batch_size,
          maxBatchTimeout: each.max_batch_timeout,
          maxRetries: each.max_retries,
          ...(each.dead_letter_queue === undefined ? {} : { deadLetterQueue: each.dead_letter_queue }),
        },
      ]),
    ),
    serviceBindings: Object.fromEntries(config.services.map((each) => [each.binding, each.service])),
    bindings: { KEYRING: keyring, PUBLIC_ORIGIN: `http://localhost:${port}`, ...localVars, ...vars },
  }
}

async function bundle(main: string, { define, plugins }: Pick<RuntimeOptions, 'define' | 'plugins'>): Promise<string> {
  const built = await build({
    entryPoints: [main],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'error',
    ...(define ? { define } : {}),
    ...(plugins ? { plugins } : {}),
  })
  return built.outputFiles[0]?.text ?? ''
}

async function workerBeside(
  { main, port }: NonNullable<RuntimeOptions['beside']>,
  [house]: V4WorkerOptions[],
): Promise<V4WorkerOptions> {
  return {
    name: 'beside',
    modules: true,
    script: await bundle(main, {}),
    compatibilityDate: house?.compatibilityDate,
    d1Databases: house?.d1Databases,
    unsafeDirectSockets: [{ host: '127.0.0.1', port }],
  }
}
