import type { ReferralState } from '@jiekun/schema'
import { digestCountsSchema } from '@jiekun/schema/api'
import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { open, statesOfTab, unread } from '../inbox/tabs.ts'

/** Working days ahead that count as soon. */
export const soonDays = 2

const inStates = (states: readonly ReferralState[]): SQL =>
  sql`(SELECT count(*) FROM referrals r WHERE r.office_id = o.id AND r.state IN ${[...states]})`
const owed = (days: SQL): SQL =>
  sql`(SELECT count(*) FROM referrals r WHERE r.office_id = o.id AND r.duty = 'office' AND r.due_on IS NOT NULL AND ${days})`

/** A day, and the last one that is soon, ISO dates. */
export interface CountedDays {
  today: string
  soon: string
}

/** What an office `o` has before it on a day. Each count walks an index of the office alone. */
export const countColumns = ({ today, soon }: CountedDays): SQL => sql`
  ${inStates(unread)} AS fresh,
  ${owed(sql`r.due_on >= ${today} AND r.due_on <= ${soon}`)} AS due,
  ${owed(sql`r.due_on < ${today}`)} AS overdue,
  (SELECT count(*) FROM referrals r WHERE r.escalated_to = o.id) AS escalated,
  (SELECT count(*) FROM cooperation_tasks t WHERE t.office_id = o.id AND t.state = 'open') AS tasks,
  ${inStates(open)} AS open`

/** What stands on the tabs of the inbox besides. */
export const tabColumns: SQL = sql`
  ${inStates(statesOfTab.new)} AS new,
  ${inStates(statesOfTab.working)} AS working,
  ${inStates(statesOfTab.returned)} AS returned,
  ${inStates(statesOfTab.done)} AS done`

/** The counts of a row. */
export const countsOf = (row: unknown) => digestCountsSchema.parse(row)

export const tabCountsSchema = z.object({
  ...digestCountsSchema.shape,
  new: z.int(),
  working: z.int(),
  returned: z.int(),
  done: z.int(),
})
