/** Around a Worker, for the fault run: what it sends comes doubled, shuffled and late, and D1 counts every delivery. */

interface Env {
  DB: D1Database
  [binding: string]: unknown
}

const share = { doubled: 0.3, late: 0.4 }
const mostSeconds = 3
const sendLimit = 100

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

const delay = (): number => (Math.random() < share.late ? Math.ceil(Math.random() * mostSeconds) : 0)

/** A queue that doubles, shuffles and delays what it is given. */
function disturbedQueue(queue: Queue): Queue {
  const sendBatch: Queue['sendBatch'] = async (messages) => {
    const doubled = [...messages].flatMap((message) => (Math.random() < share.doubled ? [message, message] : [message]))
    const late = shuffled(doubled).map((message) => ({ ...message, delaySeconds: delay() }))
    let sent = await queue.sendBatch(late.splice(0, sendLimit))
    while (late.length > 0) sent = await queue.sendBatch(late.splice(0, sendLimit))
    return sent
  }
  return { metrics: () => queue.metrics(), send: (body, options) => queue.send(body, options), sendBatch }
}

const isQueue = (name: string, binding: unknown): binding is Queue => name.startsWith('QUEUE_') && binding !== undefined

const disturbedEnv = (env: Env): Env => ({
  ...env,
  ...Object.fromEntries(
    Object.entries(env).flatMap(([name, binding]) => (isQueue(name, binding) ? [[name, disturbedQueue(binding)]] : [])),
  ),
})

/** Counts in the database, which is all that the check looks at. */
async function countDeliveries(db: D1Database, batch: MessageBatch<{ id?: string }>): Promise<void> {
  await db
    .prepare(
      `INSERT INTO fault_deliveries (queue, event_id, times) SELECT ?1, value, 1 FROM json_each(?2) WHERE value IS NOT NULL
       ON CONFLICT DO UPDATE SET times = times + 1`,
    )
    .bind(batch.queue, JSON.stringify(batch.messages.map((message) => message.body.id ?? null)))
    .run()
}

/** The Worker, disturbed. */
export const disturbed = (worker: Required<ExportedHandler<Env, { id?: string }>>): typeof worker => ({
  ...worker,
  fetch: (request, env, execution) => worker.fetch(request, disturbedEnv(env), execution),
  scheduled: (controller, env, execution) => worker.scheduled(controller, disturbedEnv(env), execution),
  async queue(batch, env, execution) {
    await countDeliveries(env.DB, batch)
    await worker.queue(
      {
        queue: batch.queue,
        metadata: batch.metadata,
        messages: shuffled(batch.messages),
        ackAll: () => batch.ackAll(),
        retryAll: (options) => batch.retryAll(options),
      },
      disturbedEnv(env),
      execution,
    )
  },
})
