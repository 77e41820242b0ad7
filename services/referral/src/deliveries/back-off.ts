/**
 * Waits after the first, second, ... failed attempt, milliseconds: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h,
 * three days in all. Then the webhook is given up, and can be replayed; the referral itself rises by its own deadline.
 */
const waits = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000]
/** How far a wait is moved at most, as a part of it, so that a thousand that failed together do not come back together. */
const jitter = 0.1

/**
 * How long to wait once so many tries have failed, milliseconds; undefined where it is given up. `random` lies between 0
 * and 1.
 */
export function waitAfter(tries: number, random: number): number | undefined {
  const wait = waits[tries - 1]
  return wait === undefined ? undefined : Math.round(wait * (1 - jitter + 2 * jitter * random))
}

/** Longest wait that is left to the queue, milliseconds; the cron, which comes once a minute, keeps the longer ones. */
export const queueWaitMs = 10_000

/** How late a delivery must be before the cron takes it: one that waits in the queue is a little late by nature. */
export const graceMs = 15_000

/** How long nothing may get through to an endpoint before it is stopped, milliseconds: five days. */
export const longestFailingMs = 5 * 86_400_000

/** Longest pause that an office can ask for, milliseconds. */
const longestPauseMs = 86_400_000

/** How long an office asks to be left alone (`Retry-After`: seconds, or a date), milliseconds; undefined where it does not. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestPauseMs)
}
