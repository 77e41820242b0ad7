import { expect, it } from 'vitest'
import { waitAfter } from './back-off.ts'

it('waits longer after each failure and never gives up', () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => waitAfter(failures) / 1000)
  expect(seconds).toEqual([5, 300, 1800, 7200, 18000, 36000, 36000, 36000])
})
