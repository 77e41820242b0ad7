import type { Household } from '@jiekun/schema'
import { determinationSchema } from '@jiekun/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handWritten } from '../../../tests/bench/policy/hand-written.ts'
import { households } from '../../../tests/generators/household.ts'
import { workedHousehold, workedIds } from '../../../tests/generators/worked-households.ts'
import { ageOn } from './age.ts'
import { compile } from './compile.ts'
import { determine } from './determine.ts'
import { explain } from './explain.ts'
import { conditionOf } from './explain-tables.ts'
import { measureTable } from './measure-table.ts'
import { archiveTable, categoryTable, groupTable } from './outcome-tables.ts'
import { resolveParameters } from './parameters.ts'
import { scopeOf } from './scope.ts'

function determined(household: Household) {
  const result = determine(household)
  if (!result.ok) throw new Error(result.refusal.reason)
  return result.value
}
const assessed = (household: Household) => {
  const { archiveDecision, unionCategory, taskGroups, aid } = determined(household)
  return { archiveDecision, unionCategory, taskGroups, aid }
}
const withFacts = (household: Household, facts: Partial<Household['facts']>): Household => ({
  ...household,
  facts: { ...household.facts, ...facts },
})
const codes = (household: Household) => Object.values(determined(household).aid).flat()

describe('the twelve worked households', () => {
  it.each(workedIds)('%s comes out exactly as worked by hand', (id) => {
    const { household, expected } = workedHousehold(id)
    expect(assessed(household)).toEqual(expected)
  })
})

describe('any household', () => {
  it('is determined as the plain code for the same tables determines it', () => {
    fc.assert(
      fc.property(households, (household) => void expect(assessed(household)).toEqual(handWritten(household))),
      { numRuns: 3000 },
    )
  })

  it('comes out the same whatever the order of its members', () => {
    fc.assert(
      fc.property(households, fc.infiniteStream(fc.nat()), (household, keys) => {
        const shuffled = household.members
          .map((member) => ({ member, key: keys.next().value }))
          .toSorted((a, b) => Number(a.key) - Number(b.key))
          .map(({ member }) => member)
        expect(assessed({ ...household, members: shuffled })).toEqual(assessed(household))
      }),
    )
  })

  it('never gains dibao (五.(二).6 M601) by earning more', () => {
    fc.assert(
      fc.property(households, fc.nat(5_000_000), (household, more) => {
        const richer = withFacts(household, { countedIncomeMonthFen: household.facts.countedIncomeMonthFen + more })
        expect(codes(richer).includes('M601') && !codes(household).includes('M601')).toBe(false)
      }),
    )
  })

  it('has an explanation that agrees with the compiled rule, for every rule of every table', () => {
    const rules = [
      ...categoryTable.map((rule) => rule.when),
      ...archiveTable.map((rule) => rule.when),
      ...groupTable.map((rule) => rule.when),
      ...measureTable.map(conditionOf),
    ].map((when) => ({ when, test: compile(when) }))
    fc.assert(
      fc.property(households, (household) => {
        const parameters = resolveParameters(household.asOf, household.countyCode, household)
        if (!parameters) throw new Error('no parameters')
        for (const { when, test } of rules) {
          expect(explain(when, scopeOf(household, parameters.values)).holds).toBe(
            test(scopeOf(household, parameters.values)),
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it('has an explanation in which a measure rule holds exactly where it raised a measure', () => {
    fc.assert(
      fc.property(households, (household) => {
        const result = determine(household, { explain: true })
        if (!result.ok) throw new Error(result.refusal.reason)
        const { explanation = [], measures } = determinationSchema.parse(JSON.parse(JSON.stringify(result.value)))
        const held = explanation.filter(({ table, holds }) => table === 'measure' && holds).map(({ rule }) => rule)
        expect(new Set(held)).toEqual(new Set(measures.flatMap(({ rules }) => rules)))
      }),
      { numRuns: 300 },
    )
  })

  it('has an explanation small enough to store with each determination', () => {
    fc.assert(
      fc.property(households, (household) => {
        expect(JSON.stringify(determine(household, { explain: true })).length).toBeLessThan(60_000)
      }),
      { numRuns: 200 },
    )
  })
})

describe('the edges of the comparisons', () => {
  const atLine = workedHousehold('H02').household

  it('takes income equal to the line as not below it, and one fen less as below', () => {
    expect(codes(atLine)).not.toContain('M601')
    expect(codes(withFacts(atLine, { countedIncomeMonthFen: 264_599, disposableIncomeYearFen: 0 }))).toContain('M601')
  })

  it('counts rent of exactly 30 % of income as a burden, and one fen less as none', () => {
    const renting = withFacts(atLine, { countedIncomeMonthFen: 300_000, rentMonthFen: 90_000 })
    expect(codes(renting)).toContain('M502')
    expect(codes(withFacts(renting, { rentMonthFen: 89_999 }))).not.toContain('M502')
  })

  it('counts a loss of exactly 80 % of income as no accident, and one fen more as one', () => {
    const comfortable = withFacts(atLine, { disposableIncomeYearFen: 10_000_000, eventLossYearFen: 8_000_000 })
    expect(determined(comfortable).unionCategory).toBe('none')
    expect(determined(withFacts(comfortable, { eventLossYearFen: 8_000_001 })).unionCategory).toBe('accident')
  })

  it('reaches an age on the birthday, and one born on 29 February on 1 March of a common year', () => {
    expect(ageOn('2007-06-15', '2023-06-15')).toBe(16)
    expect(ageOn('2007-06-16', '2023-06-15')).toBe(15)
    expect(ageOn('2004-02-29', '2023-02-28')).toBe(18)
    expect(ageOn('2004-02-29', '2023-03-01')).toBe(19)
  })

  it('takes the dibao line of the nearest area and the latest year, and says where the region stands in', () => {
    const { dibaoLineMonthFen: _, ...carriesNone } = atLine
    expect(determined(carriesNone).basis.dibaoLineMonthFen).toBe(88_200)
    const elsewhere = determined({ ...carriesNone, countyCode: '152502' })
    expect(elsewhere.parameters.dibaoLineMonthFen).toMatchObject({ value: 84_000, standIn: true })
    expect(determine({ ...carriesNone, asOf: '2016-12-31' })).toMatchObject({
      ok: false,
      refusal: { reason: 'no-dibao-standard' },
    })
  })
})
