import { describe, expect, it } from 'vitest'
import { retryAfterMs, waitAfter } from './back-off.ts'

describe('a webhook that failed', () => {
  it('waits longer after each failure, over three days, and is given up then', () => {
    const hours = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tries) => (waitAfter(tries, 0.5) ?? 0) / 3_600_000)
    expect(hours.slice(2)).toEqual([0.5, 2, 5, 10, 14, 20, 24])
    expect(waitAfter(1, 0.5)).toBe(5_000)
    expect(waitAfter(10, 0.5)).toBeUndefined()
    const days = hours.reduce((sum, each) => sum + each) / 24
    expect(days).toBeGreaterThan(3)
  })
  it('comes back a tenth earlier or later than the others', () => {
    expect([waitAfter(2, 0), waitAfter(2, 1)]).toEqual([270_000, 330_000])
  })
})

it('an office asks for a pause in seconds or by a date, of a day at most', () => {
  const now = Date.parse('2026-11-25T00:00:00Z')
  expect(retryAfterMs('120', now)).toBe(120_000)
  expect(retryAfterMs('Wed, 25 Nov 2026 00:10:00 GMT', now)).toBe(600_000)
  expect(retryAfterMs('Tue, 24 Nov 2026 00:10:00 GMT', now)).toBe(0)
  expect(retryAfterMs('999999999', now)).toBe(86_400_000)
  expect([retryAfterMs(null, now), retryAfterMs('soon', now)]).toEqual([undefined, undefined])
})
