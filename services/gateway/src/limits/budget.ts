/** What is left of the requests of one caller in this minute. */
export interface Budget {
  policy: 'staff' | 'public'
  limit: number
  remaining: number
  /** Seconds until the next minute. */
  resetsIn: number
  over: boolean
}

const windowMs = 60_000

let window = 0
const spent = new Map<string, number>()

/**
 * Counts a request of a caller. A soft limit: each isolate counts for itself, by the minute of the clock; hard limits
 * (attempts to sign in) stand in the database.
 */
export function spend(policy: Budget['policy'], caller: string, limit: number, now: number): Budget {
  const current = Math.floor(now / windowMs)
  if (current !== window) {
    window = current
    spent.clear()
  }
  const count = (spent.get(`${policy}:${caller}`) ?? 0) + 1
  spent.set(`${policy}:${caller}`, count)
  return {
    policy,
    limit,
    remaining: Math.max(0, limit - count),
    resetsIn: Math.ceil(((current + 1) * windowMs - now) / 1000),
    over: count > limit,
  }
}
