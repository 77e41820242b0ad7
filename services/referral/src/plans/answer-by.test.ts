import { expect, it } from 'vitest'
import { addDays } from './answer-by.ts'

it('counts calendar days over months, years and leap days', () => {
  expect(addDays('2026-11-23', 14)).toBe('2026-12-07')
  expect(addDays('2026-12-25', 14)).toBe('2027-01-08')
  expect(addDays('2028-02-20', 14)).toBe('2028-03-05')
})
