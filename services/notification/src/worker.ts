import {
  consume,
  deadLetterRoutes,
  keepDeadLetters,
  onError,
  onNotFound,
  type Queues,
  serviceContext,
  sweepOutbox,
  systemContext,
} from '@jiekun/worker'
import { Hono } from 'hono'
import { messageRoutes } from './messages/routes.ts'
import { writeMessages } from './messages/write-messages.ts'

const queuesOf = (env: NotificationEnv): Queues => ({ notification: env.QUEUE_NOTIFICATION })

const app = new Hono<{ Bindings: NotificationEnv }>()
  .onError(onError)
  .notFound(onNotFound)
  .use(serviceContext<NotificationEnv>('notification', queuesOf))
  .route('/api/v1/messages', messageRoutes)
  .route('/api/v1/dead-letters/notification', deadLetterRoutes('notification'))

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = await systemContext('notification', env, queuesOf(env), execution)
    if (batch.queue.endsWith('-dead')) await keepDeadLetters(ctx, 'notification', batch)
    else await consume(ctx, 'notification', batch, writeMessages)
  },
  async scheduled({ scheduledTime }, env, execution) {
    await sweepOutbox(await systemContext('notification', env, queuesOf(env), execution, new Date(scheduledTime)))
  },
} satisfies ExportedHandler<NotificationEnv>
