import { build, type Plugin } from 'esbuild'
import type { V4WorkerOptions } from 'miniflare'
import { unstable_readConfig } from 'wrangler'
import * as z from 'zod'
import { fontModules } from './font-modules.ts'
import { absolute, configPaths } from './workers.ts'

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

export interface BuildOptions {
  port: number
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
  /** The queues that are read, all unless said: as where the other consumers of a deployment run on other machines. */
  heard?: readonly string[]
}

/** Builds all Workers from their own configurations. */
export async function buildWorkers(options: BuildOptions): Promise<V4WorkerOptions[]> {
  const workers = await Promise.all(configPaths.map((path) => workerOptions(path, options)))
  return options.beside ? [...workers, await workerBeside(options.beside, workers)] : workers
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
  { port, keyring, define, plugins, vars, heard }: BuildOptions,
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
      config.queues.consumers
        .filter(({ queue }) => heard?.includes(queue) ?? true)
        .map((each) => [
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

async function bundle(main: string, { define, plugins }: Pick<BuildOptions, 'define' | 'plugins'>): Promise<string> {
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
    plugins: [fontModules, ...(plugins ?? [])],
  })
  return built.outputFiles[0]?.text ?? ''
}

async function workerBeside(
  { main, port }: NonNullable<BuildOptions['beside']>,
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
