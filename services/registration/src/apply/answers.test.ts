import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPage, checkShown, toFen } from './answers.ts'
import { isAsked, memberFields, sections } from './sections.ts'

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
      const always = asked.filter((field) => !field.optional && isAsked(field, asked, {}))
      expect(missing).toEqual(always.map(({ name }) => name))
    }
  })
})

describe('a question that hangs on another', () => {
  const fields = memberFields.filter(({ name }) => ['ableToWork', 'willingToWork', 'trainingWish'].includes(name))
  const asked = (answers: Record<string, string[]>) =>
    fields.filter((field) => isAsked(field, fields, answers)).map(({ name }) => name)
  it('is asked by the answer, and not where what it hangs on is not asked itself', () => {
    expect(asked({})).toEqual(['ableToWork'])
    expect(asked({ ableToWork: ['yes'] })).toEqual(['ableToWork', 'willingToWork'])
    expect(asked({ ableToWork: ['yes'], willingToWork: ['yes'] }).length).toBe(3)
    expect(asked({ ableToWork: ['no'], willingToWork: ['yes'] })).toEqual(['ableToWork'])
  })
  it('is no mistake where it was not seen, and one where it was left out', () => {
    const answers = { ableToWork: ['yes'] }
    const at = { today: '2026-11-23' }
    expect(checkShown(fields, answers, { ...at, shown: ['ableToWork'] })).toEqual({ errors: {}, more: true })
    expect(checkShown(fields, answers, { ...at, shown: ['ableToWork', 'willingToWork'] })).toEqual({
      errors: { willingToWork: 'error.choose' },
      more: false,
    })
    expect(checkShown(fields, { ableToWork: ['no'] }, { ...at, shown: [] })).toEqual({ errors: {}, more: false })
  })
})
