import {
  consume,
  deadLetterRoutes,
  keepDeadLetters,
  onError,
  onNotFound,
  type Queues,
  serviceContext,
  systemContext,
  tidyUp,
} from '@jiekun/worker'
import { Hono } from 'hono'
import { messageRoutes } from './messages/routes.ts'
import { writeMessages } from './messages/write-messages.ts'

const queuesOf = (env: NotificationEnv): Queues => ({ notification: env.QUEUE_NOTIFICATION })

const app = new Hono<{ Bindings: NotificationEnv }>()
  .onError(onError)
  .notFound(onNotFound)
  .use(serviceContext<NotificationEnv>('notification', queuesOf))
  .route('/', messageRoutes)
  .route('/', deadLetterRoutes)

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await systemContext('notification', env, queuesOf(env), execution)
    if (batch.queue.endsWith('-dead')) await keepDeadLetters(ctx, 'notification', batch)
    else await consume(ctx, 'notification', batch, writeMessages)
  },
  async scheduled({ scheduledTime }, env, execution) {
    await tidyUp(await systemContext('notification', env, queuesOf(env), execution, new Date(scheduledTime)))
  },
} satisfies ExportedHandler<NotificationEnv>
