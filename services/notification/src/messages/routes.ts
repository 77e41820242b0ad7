import { messageRecipientSchema } from '@jiekun/schema'
import { notificationOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, staffOf } from '@jiekun/worker'
import { listMessages } from './store.ts'

/** `/api/v1/notifications`: the outbox of the local channel. */
export const messageRoutes = apiRoutes(
  serve(api.listNotifications, async (ctx, { query }) => {
    const rows = await listMessages(ctx.db, staffOf(ctx), query)
    return {
      items: rows.map(({ applicationId, at, ...row }) => ({
        ...row,
        caseNumber: applicationId,
        recipient: messageRecipientSchema.parse(row.recipient),
        at: new Date(at).toISOString(),
      })),
      next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    }
  }),
)
