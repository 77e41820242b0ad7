import { messages } from '@jiekun/schema/tables/notification'
import { insertRow } from '@jiekun/worker'

/** A message ready to go. The channel itself finds the address; it is not in the message. */
export type OutgoingMessage = typeof messages.$inferInsert

/** A way to reach people. A channel only prepares statements: the message is stored in the batch of its event. */
export interface Channel {
  readonly name: string
  prepare(db: D1Database, message: OutgoingMessage): D1PreparedStatement[]
}

/** The local channel: messages stay in an outbox that staff can read. */
export const outboxChannel: Channel = {
  name: 'outbox',
  prepare: (db, message) => [insertRow(db, messages, message)],
}
