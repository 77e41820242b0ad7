import { workingCalendar } from '@jiekun/calendar'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../texts/texts.ts'
import { timeLeft, timeWords } from './due-words.ts'

const calendar = workingCalendar()
const zh = { say: catalogue.sayIn('zh-CN') }
const en = { say: catalogue.sayIn('en') }
// A Wednesday; the weekend is 28 and 29 November.
const wordsOn = (today: string, dueOn: string | null, duty: string | null = 'office') =>
  timeWords(zh, timeLeft(calendar, today, { duty, dueOn }))

describe('the time that is left', () => {
  it('is counted in working days', () => {
    expect(wordsOn('2026-11-25', '2026-11-26')).toBe('还有 1 个工作日')
    expect(wordsOn('2026-11-25', '2026-12-02')).toBe('还有 5 个工作日')
  })
  it('leaves out holidays and counts the weekends that make up for them', () => {
    // National day is 1 to 7 October 2026; Saturday the 10th makes up for it.
    expect(wordsOn('2026-09-30', '2026-10-08')).toBe('还有 1 个工作日')
    expect(wordsOn('2026-10-09', '2026-10-12')).toBe('还有 2 个工作日')
  })
  it('is over on the day after, and says by how many working days', () => {
    expect(wordsOn('2026-11-27', '2026-11-27')).toBe('今天到期')
    expect(wordsOn('2026-11-28', '2026-11-27')).toBe('已超期')
    expect(wordsOn('2026-12-01', '2026-11-27')).toBe('已超期 2 个工作日')
  })
  it('runs for the office alone', () => {
    expect(wordsOn('2026-11-25', '2026-11-20', 'union')).toBe('等待工会处理')
    expect(wordsOn('2026-11-25', '2026-11-20', 'applicant')).toBe('等待申请人确认')
    expect(wordsOn('2026-11-25', null, null)).toBe('无需再办')
  })
  it('is said in English too', () => {
    const left = timeLeft(calendar, '2026-11-25', { duty: 'office', dueOn: '2026-11-30' })
    expect(timeWords(en, left)).toBe('3 working days left')
  })
})
