import { workingCalendar } from '@jiekun/calendar'
import { referralStates } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { nextClock, noClock } from '../deadlines/clock.ts'
import { listedLevels, pageOfLevels } from './list-levels.ts'

describe('the table of days', () => {
  it('is what the clock of a referral goes by, for every measure and every state', () => {
    const calendar = workingCalendar()
    const today = '2026-11-25'
    for (const { measure, emergency, levels } of listedLevels()) {
      for (const state of referralStates) {
        const change = { step: 'accept', state, measure, emergency, today } as const
        const level = levels.find((each) => each.state === state)
        const { duty, clockDays } = nextClock(calendar, noClock, change)
        expect([duty, clockDays]).toEqual(level ? [level.duty, level.workingDays] : [null, null])
      }
    }
  })
  it('says who waits for whom, and gives emergency aid a day', () => {
    const urgent = listedLevels().filter(({ emergency }) => emergency)
    expect(urgent.length).toBeGreaterThan(0)
    for (const { levels, escalateEvery } of urgent) {
      expect(escalateEvery).toBe(1)
      expect(levels.find(({ state }) => state === 'sent')).toEqual({
        state: 'sent',
        duty: 'office',
        workingDays: 1,
        warnBefore: 0,
      })
    }
    const [dibao] = pageOfLevels({ measure: 'M601', limit: 20 }).items
    expect(dibao?.levels.find(({ state }) => state === 'in_progress')).toMatchObject({ workingDays: 30, warnBefore: 2 })
    expect(dibao?.verified).toBe(false)
  })
  it('is read page by page', () => {
    const whole = listedLevels().map(({ measure }) => measure)
    const found: string[] = []
    for (let after: string | undefined | null; after !== null; ) {
      const page = pageOfLevels({ after, limit: 7 })
      found.push(...page.items.map(({ measure }) => measure))
      after = page.next
    }
    expect(found).toEqual(whole)
  })
})
