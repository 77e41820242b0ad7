import { areas } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { sampleHouseholds } from '../../../tests/generators/household.ts'
import { catalogue } from './catalogue.ts'
import { determine } from './determine.ts'
import { listedMeasures } from './list-measures.ts'
import { measureTable } from './measure-table.ts'
import { resolveParameters } from './parameters.ts'
import { parametersInForce } from './parameters-in-force.ts'
import type { Predicate } from './predicate.ts'
import { renderedRules } from './render.ts'

/** Names of the conditions that a predicate holds, also those within another. */
function namesIn<S>(predicate: Predicate<S> | undefined): string[] {
  switch (predicate?.kind) {
    case 'named':
      return [predicate.name, ...namesIn(predicate.of)]
    case 'all':
    case 'any':
      return predicate.of.flatMap((part) => namesIn(part))
    case 'not':
      return namesIn(predicate.of)
    case 'household':
      return namesIn(predicate.of)
    case 'members':
      return namesIn(predicate.where)
    default:
      return []
  }
}

describe('the rendered rules', () => {
  it('are those that explanations name, each under its clause', () => {
    const rendered = new Set(renderedRules().map(({ table, rule, clause }) => `${table} ${rule} ${clause}`))
    expect(rendered.size).toBe(renderedRules().length)
    const explained = sampleHouseholds(200).flatMap((household) => {
      const determined = determine(household, { explain: true })
      return determined.ok ? (determined.value.explanation ?? []) : []
    })
    const unknown = explained.filter(({ table, rule, clause }) => !rendered.has(`${table} ${rule} ${clause}`))
    // Said of a deep household that meets another condition too; it decides nothing and is no rule of a table.
    expect(new Set(unknown.map(({ rule }) => rule))).toEqual(new Set(['also-accident']))
  })
  it('tell what each named condition in them means, and the same of one name everywhere', () => {
    const meanings = new Map<string, string>()
    for (const { rule, where } of renderedRules()) {
      const { household, member } = measureTable.find(({ id }) => id === rule) ?? {}
      if (household || member) {
        expect(new Set(Object.keys(where))).toEqual(new Set([...namesIn(household), ...namesIn(member)]))
      }
      for (const [name, meaning] of Object.entries(where)) {
        expect(meanings.get(name) ?? meaning).toBe(meaning)
        meanings.set(name, meaning)
      }
    }
    expect(meanings.size).toBeGreaterThan(15)
  })
  it('read as the rules are written', () => {
    const byName = new Map(renderedRules().map((rule) => [rule.rule, rule]))
    expect(byName.get('dibao')).toMatchObject({
      household: 'onDibao = true or below',
      member: null,
      where: { below: 'countedIncomeMonthFen < dibaoLineMonthFen × memberCount' },
    })
    expect(byName.get('upper-schooling')?.member).toBe(
      'studentStage one of {senior_high, vocational, undergraduate, postgraduate}',
    )
    expect(byName.get('regular-assistance')?.household).toBe(
      'categoryIsDeep and not some member with ableToWork = true',
    )
    expect(byName.get('file')?.household).toBe('always')
  })
})

describe('the parameters in force', () => {
  it('are those that determinations take, in every area, on the days before, on and after each change', () => {
    const days = ['2016-12-31', '2017-01-01', '2020-12-31', '2021-01-01', '2022-06-10', '2023-12-31', '2026-11-25']
    for (const { code } of areas) {
      for (const day of days) {
        const listed = parametersInForce(day, code)
        const resolved = resolveParameters(day, code)
        const shown = listed.map(({ name, value, source, verified, areaCode, standIn }) => [
          name,
          { value, source, verified, areaCode, ...(standIn ? { standIn } : {}) },
        ])
        if (resolved) expect(Object.fromEntries(shown)).toEqual(resolved.sources)
        else expect(listed.map(({ name }) => name)).not.toContain('dibaoLineMonthFen')
      }
    }
  })
  it('say from which day to which they count', () => {
    const lineOf = (day: string) => parametersInForce(day, '150203').find(({ name }) => name === 'dibaoLineMonthFen')
    expect(lineOf('2022-06-10')).toMatchObject({
      value: 84000,
      from: '2022-01-01',
      until: '2022-12-31',
      standIn: false,
    })
    expect(lineOf('2026-11-25')).toMatchObject({ value: 88200, from: '2023-01-01', until: null })
    expect(lineOf('2019-05-01')).toMatchObject({ areaCode: '150000', standIn: true })
  })
})

describe('the listed measures', () => {
  it('are the whole catalogue, each raised under one clause at most', () => {
    expect(listedMeasures().map(({ code }) => code)).toEqual(Object.keys(catalogue).toSorted())
    for (const { code, clause, rules } of listedMeasures()) {
      const clauses = measureTable.filter(({ measures }) => measures.includes(code)).map((rule) => rule.clause)
      expect(new Set(clauses)).toEqual(new Set(rules.length > 0 ? [clause] : []))
    }
  })
  it('name who leads and who cooperates as the text does', () => {
    const of = (code: string) => listedMeasures().find((measure) => measure.code === code)
    expect(of('M204')).toMatchObject({ clause: '五.(二).2', sentence: '五.(二).2#s5', lead: 'ZGH', isDefault: false })
    expect(of('M604')).toMatchObject({ lead: 'MZT', cooperating: [], isDefault: true, emergency: true })
    expect(of('M203')).toMatchObject({ clause: '五.(二).2', rules: [] })
  })
})
