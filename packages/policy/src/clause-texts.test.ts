import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { clauseTitle, sentenceOf } from './clause-texts.ts'
import { measureTable } from './measure-table.ts'

describe('the words of the policy', () => {
  it('has the sentence that every measure of the catalogue stands in', () => {
    for (const [code, { clause }] of Object.entries(catalogue))
      expect(sentenceOf(code, clause)?.text, code).toMatch(/。$/)
  })
  it('has a title in both languages for every clause that a measure is raised under', () => {
    for (const { clause } of measureTable)
      for (const language of ['zh', 'en'] as const) expect(clauseTitle(clause, language), clause).not.toBe(clause)
  })
  it('quotes the clause that a measure was raised under where two order it', () => {
    expect(sentenceOf('M204', '五.(二).6')?.place).toBe('五.(二).6')
    expect(sentenceOf('M204', '五.(二).2')?.place).toBe('五.(二).2')
    expect(sentenceOf('M999', '五.(二).2')).toBeUndefined()
  })
})
