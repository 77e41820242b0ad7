import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPage, toFen } from './answers.ts'
import { memberFields, sections } from './sections.ts'

describe('amounts', () => {
  it('become fen exactly, however many there are', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999_999), (fen) => {
        expect(toFen(`${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`)).toBe(fen)
      }),
    )
    expect([toFen('1500'), toFen('1500.5'), toFen('0.07')]).toEqual([150_000, 150_050, 7])
  })
})

describe('a page', () => {
  const fields = memberFields.filter(({ name }) => name === 'birthDate')
  it('takes no birth date after today and none that does not exist', () => {
    expect(checkPage(fields, { birthDate: ['2026-11-24'] }, '2026-11-23')).toEqual({ birthDate: 'error.future' })
    expect(checkPage(fields, { birthDate: ['2025-02-29'] }, '2026-11-23')).toEqual({ birthDate: 'error.date' })
    expect(checkPage(fields, { birthDate: ['2024-02-29'] }, '2026-11-23')).toEqual({})
  })

  it('asks for every field that is not optional', () => {
    for (const { fields: asked } of sections) {
      const missing = Object.keys(checkPage(asked, {}, '2026-11-23'))
      expect(missing).toEqual(asked.filter(({ optional }) => !optional).map(({ name }) => name))
    }
  })
})
