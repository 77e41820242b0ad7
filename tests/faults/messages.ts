import { staffRoleSchema } from '@jiekun/schema'
import * as z from 'zod'

/** What the house process is started with. */
export const houseOptionsSchema = z.object({
  port: z.int(),
  persistTo: z.string(),
  /** The database is there already: it was killed. */
  isRestart: z.boolean(),
  keyring: z.string(),
  departmentUrl: z.string(),
  departmentMaster: z.string(),
  /** Keys of those who decide. */
  keys: z.array(
    z.object({ id: z.string(), secret: z.string(), label: z.string(), role: staffRoleSchema, area: z.string() }),
  ),
  /** The safeguard that is switched off. */
  without: z.enum(['outbox', 'inbox', 'lease', 'version-guard']).optional(),
  /** Of the run of referrals: how many cases are approved as it begins, and how long offices have to answer. */
  referrals: z.object({ cases: z.int(), webhookTimeoutMs: z.int() }).optional(),
})
export type HouseOptions = z.infer<typeof houseOptionsSchema>

/** What it is told: to run its cron as if so much time had passed, to count what is left, or to end. */
export const commandSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('tick'), aheadMs: z.int() }),
  z.object({ do: z.literal('count') }),
  z.object({ do: z.literal('stop') }),
])
export type Command = z.infer<typeof commandSchema>

/** What it says: that it is up, or how much is still on its way, and how many events were not yet seen. */
export const reportSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ left: z.int(), unseenEvents: z.int() }),
])
