import type { Household } from '@jiekun/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { households } from '../../../tests/generators/household.ts'
import { compile } from './compile.ts'
import { determine } from './determine.ts'
import { joblessSeeker, seeker, workerHousehold } from './facts.ts'
import { resolveParameters } from './parameters.ts'
import type { Value } from './predicate.ts'
import { type KnownFacts, presume } from './presume.ts'
import { scopeOf } from './scope.ts'

const nothing: KnownFacts = { facts: {}, conditions: {}, ofSomeMember: {} }
const place = { asOf: '2026-11-25', countyCode: '150203' }
const upper = ['senior_high', 'vocational', 'undergraduate', 'postgraduate']

/** Everything that is true of a household and could be asked, under the names of the rules. */
function truth(household: Household) {
  const parameters = resolveParameters(household.asOf, household.countyCode, {
    dibaoLineMonthFen: undefined,
    overrides: undefined,
  })
  if (!parameters) throw new Error('no dibao standard')
  const scope = scopeOf(household, parameters.values)
  const { members } = scope
  const facts: Record<string, Value> = {
    ...household.facts,
    memberCount: household.members.length,
    after: household.facts.disposableIncomeYearFen - household.facts.rigidSpendYearFen,
  }
  const some = (test: (member: Household['members'][number]) => boolean) => household.members.some(test)
  const ofSomeMember: Record<string, boolean> = {
    seeker: members.some(compile(seeker)),
    joblessSeeker: members.some(compile(joblessSeeker)),
    'majorIllness=true': some(({ majorIllness }) => majorIllness),
    'employerArrears=true': some(({ employerArrears }) => employerArrears),
    'insuranceInterruptedMonths>0': some(({ insuranceInterruptedMonths }) => insuranceInterruptedMonths > 0),
    'workInjury≠none': some(({ workInjury }) => workInjury !== 'none'),
    'studentStage≠none': some(({ studentStage }) => studentStage !== 'none'),
    [`studentStage:${upper.join(',')}`]: some(({ studentStage }) => upper.includes(studentStage)),
    'ableToWork=true': some(({ ableToWork }) => ableToWork),
  }
  return { facts, ofSomeMember, workerHousehold: compile(workerHousehold)(scope) }
}

const pick = <T>(all: Record<string, T>, chosen: (name: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => chosen(name)))

describe('a presumption', () => {
  it('never contradicts the determination of a household that it knows a part of', () => {
    const household = households.map((each) => ({ ...each, dibaoLineMonthFen: undefined }))
    fc.assert(
      fc.property(household, fc.integer({ min: 0, max: 0xffff_ffff }), (each, seed) => {
        const chosen = (name: string): boolean => ((seed >> (name.length % 31)) & 1) === 1
        const { facts, ofSomeMember } = truth(each)
        const known = { facts: pick(facts, chosen), conditions: {}, ofSomeMember: pick(ofSomeMember, chosen) }
        const presumed = presume(known, each)
        const determined = determine(each)
        if (!presumed || !determined.ok) throw new Error('no dibao standard')
        const { archiveDecision, measures } = determined.value
        expect(presumed.decisions).toContain(archiveDecision)
        const due = new Set(measures.map(({ clause, code }) => `${clause} ${code}`))
        const possible = new Set(presumed.measures.map(({ clause, code }) => `${clause} ${code}`))
        for (const measure of due) expect(possible).toContain(measure)
        if (archiveDecision !== 'eligible') return
        for (const { clause, code, isCertain } of presumed.measures) {
          if (isCertain) expect(due).toContain(`${clause} ${code}`)
        }
      }),
      { numRuns: 3000 },
    )
  })
  it('is sure of the decision where everything it depends on is known', () => {
    fc.assert(
      fc.property(
        households.map((each) => ({ ...each, dibaoLineMonthFen: undefined, members: each.members.slice(0, 1) })),
        (each) => {
          const { facts, ofSomeMember, workerHousehold: isWorker } = truth(each)
          const presumed = presume({ facts, ofSomeMember, conditions: { workerHousehold: isWorker } }, each)
          const determined = determine(each)
          expect(presumed?.decisions).toEqual([determined.ok && determined.value.archiveDecision])
        },
      ),
      { numRuns: 500 },
    )
  })
  it('says of a household of which nothing is known that everything is possible, and what it depends on', () => {
    const presumed = presume(nothing, place)
    expect(presumed?.decisions).toEqual([
      'suspended_applicant_deceased',
      'ineligible_not_worker',
      'ineligible_property',
      'remain_closed',
      'ineligible_income',
      'manual_review',
      'eligible',
    ])
    expect(presumed?.missing).toEqual(expect.arrayContaining(['applicationState', 'housesOwned', 'memberCount']))
    expect(presumed?.measures.filter(({ isCertain }) => isCertain).map(({ code }) => code)).toEqual([
      'M901',
      'M902',
      'M903',
    ])
  })
  it('names what a measure still depends on, and leaves out what cannot be', () => {
    const presumed = presume(
      {
        facts: {
          applicationState: 'submitted',
          archiveStatus: 'none',
          rigidSpendReasons: ['education'],
          majorEvent: 'none',
          reformEvent: 'none',
          onDibao: true,
        },
        conditions: { workerHousehold: true, propertyFails: false },
        ofSomeMember: { 'studentStage≠none': true, 'majorIllness=true': false, joblessSeeker: false, seeker: false },
      },
      place,
    )
    const of = (code: string) => presumed?.measures.find((measure) => measure.code === code)
    expect(of('M401')).toEqual({ code: 'M401', clause: '五.(二).4', isCertain: true, missing: [] })
    expect(of('M402')).toMatchObject({ isCertain: false, missing: ['studentStage'] })
    expect(of('M601')).toMatchObject({ isCertain: true })
    expect(of('M204')).toBeUndefined()
    expect(of('M101')).toBeUndefined()
    expect(of('M603')).toBeUndefined()
    expect(of('M501')?.missing).toEqual(['housesOwned', 'houseDangerGrade', 'rentMonthFen', 'countedIncomeMonthFen'])
  })
})
