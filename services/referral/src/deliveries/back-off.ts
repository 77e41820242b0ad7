/**
 * Waits after the first, second, ... failed attempt, milliseconds: 5 s, 5 min, 30 min, 2 h, 5 h, then 10 h for as long
 * as it takes. What is owed to a household is never given up.
 */
const waits = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000]
const longestWait = 36_000_000

/** How long to wait once so many attempts have failed, milliseconds. */
export const waitAfter = (failures: number): number => waits[failures - 1] ?? longestWait

/** Longest wait that is left to the queue, milliseconds; the cron, which comes once a minute, keeps the longer ones. */
export const queueWaitMs = 10_000

/** How late a delivery must be before the cron takes it: one that waits in the queue is a little late by nature. */
export const graceMs = 15_000
