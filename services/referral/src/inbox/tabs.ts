import type { ReferralState } from '@jiekun/schema'

/** The tabs of the inbox, in their order. */
export const tabs = ['new', 'working', 'returned', 'overdue', 'escalated', 'tasks', 'done'] as const
export type Tab = (typeof tabs)[number]

/** The tabs that hold the referrals of an office by their state. What waits for the union's review or the applicant is done for the office. */
export const statesOfTab = {
  new: ['created', 'sent', 'received'],
  working: ['accepted', 'in_progress'],
  returned: ['returned'],
  done: ['delivered', 'declined', 'closed', 'cancelled'],
} as const satisfies Partial<Record<Tab, readonly ReferralState[]>>

/** States in which an office has not opened a referral yet. */
export const unread: readonly ReferralState[] = ['created', 'sent']

/** States in which a referral is on an office's desk. */
export const open: readonly ReferralState[] = [...statesOfTab.new, ...statesOfTab.working, ...statesOfTab.returned]
