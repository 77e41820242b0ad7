import { expect, it } from 'vitest'
import { listed, numberIn, onDay, when, yuanOf } from './format.ts'

it('writes days and moments as each language does, in China’s time, and Mongolian in numbers alone', () => {
  expect(onDay('2026-11-26', 'zh-CN')).toBe('2026年11月26日')
  expect(onDay('2026-11-26', 'en')).toBe('November 26, 2026')
  expect(onDay('2026-11-26', 'mn-Mong')).toBe('2026/11/26')
  expect(when('2026-11-26T20:30:00.000Z', 'mn-Mong')).toBe('2026/11/27 04:30')
  expect(when(Date.UTC(2026, 10, 26, 20, 30), 'en')).toMatch(/^Nov 27, 2026, 4:30\sAM$/)
})

it('leaves alone what is no date: an answer that has not passed its check', () => {
  expect(onDay('unknown', 'en')).toBe('unknown')
  expect(onDay('', 'zh-CN')).toBe('')
})

it('writes amounts exactly to the fen, and groups what is long', () => {
  expect([yuanOf(150_050, 'zh-CN'), yuanOf(150_000, 'en'), yuanOf(7, 'mn-Mong')]).toEqual(['1,500.50', '1,500', '0.07'])
  expect(numberIn(12_000, 'mn-Mong')).toBe('12,000')
})

it('joins names by the mark of the language', () => {
  expect([listed(['甲', '乙'], 'mn-Mong'), listed(['a', 'b'], 'en')]).toEqual(['甲、乙', 'a, b'])
})
