import { departments, listedMeasures, rolesOfClause } from '@jiekun/policy'
import { areaLevel, areas } from '@jiekun/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { officeDirectory, type RoutableOffice } from './directory.ts'
import { reasonText } from './reason-texts.ts'
import { type RouteQuestion, routeMeasure } from './route-measure.ts'
import { policyDay, policyRules, type RoutingRule, ruleBook, rulesInForce } from './rules.ts'

const day = '2026-11-25'
const office = (department: string, areaCode: string, more: Partial<RoutableOffice> = {}): RoutableOffice => ({
  id: `${department}-${areaCode}`,
  department,
  areaCode,
  measures: null,
  capacity: null,
  closedFrom: null,
  ...more,
})
const everywhere = Object.keys(departments).flatMap((department) => areas.map(({ code }) => office(department, code)))
/** The whole directory, with some offices otherwise than they are or missing. */
const directoryWith = (
  changed: Record<string, Partial<RoutableOffice> | 'missing'>,
  open: Record<string, number> = {},
) =>
  officeDirectory(
    everywhere.flatMap((each) => {
      const change = changed[each.id]
      return change === 'missing' ? [] : [{ ...each, ...change }]
    }),
    new Map(Object.entries(open)),
  )
const dibao: RouteQuestion = {
  measure: 'M601',
  clause: '五.(二).6',
  countyCode: '150203',
  registeredCode: '150102',
  day,
}
const medical: RouteQuestion = { ...dibao, measure: 'M204', clause: '五.(二).2' }
const rule = (more: Partial<RoutingRule>): RoutingRule => ({
  id: '1500-A',
  measure: null,
  clause: null,
  lead: 'WJW',
  cooperating: ['MZT'],
  county: 'unchanged',
  effectiveFrom: '2026-01-01',
  isDefault: false,
  ...more,
})

interface Case {
  what: string
  asked?: Partial<RouteQuestion>
  changed?: Record<string, Partial<RoutableOffice> | 'missing'>
  open?: Record<string, number>
  rules?: RoutingRule[]
  to: string | undefined
  because: string[]
}
const cases: Case[] = [
  { what: 'by the policy and where it lives', to: 'ZGH-150203', because: ['rule:policy', 'county:residence'] },
  {
    what: 'dibao by where it is registered',
    asked: dibao,
    to: 'MZT-150102',
    because: ['rule:policy', 'county:registration'],
  },
  {
    what: 'dibao by where it lives, where it is registered in another province',
    asked: { ...dibao, registeredCode: '110101' },
    to: 'MZT-150203',
    because: ['rule:policy', 'county:residence-because-registered-elsewhere'],
  },
  {
    what: 'dibao by where it lives, where the register names a city',
    asked: { ...dibao, registeredCode: '150100' },
    to: 'MZT-150203',
    because: ['rule:policy', 'county:residence-because-registered-elsewhere'],
  },
  {
    what: 'dibao by where it lives, where nothing is known',
    asked: { ...dibao, registeredCode: null },
    to: 'MZT-150203',
    because: ['rule:policy', 'county:residence-because-registration-unknown'],
  },
  {
    what: 'a measure without a lead to its default, which says so',
    asked: { measure: 'M801', clause: '四.(四)' },
    to: 'ZGH-150203',
    because: ['rule:policy', 'default:no-lead-named', 'county:residence'],
  },
  {
    what: 'to the city, where the county has no office',
    changed: { 'ZGH-150203': 'missing' },
    to: 'ZGH-150200',
    because: ['rule:policy', 'county:residence', 'level:city-because-none-below'],
  },
  {
    what: 'to the region, past one that does not serve it and one that is closed from that day',
    changed: { 'ZGH-150203': { measures: new Set(['M206']) }, 'ZGH-150200': { closedFrom: day } },
    to: 'ZGH-150000',
    because: ['rule:policy', 'county:residence', 'level:city-because-not-served', 'level:region-because-closed'],
  },
  {
    what: 'to one that closes tomorrow',
    changed: { 'ZGH-150203': { closedFrom: '2026-11-26' } },
    to: 'ZGH-150203',
    because: ['rule:policy', 'county:residence'],
  },
  {
    what: 'past one that is full',
    changed: { 'ZGH-150203': { capacity: 2 } },
    open: { 'ZGH-150203': 2 },
    to: 'ZGH-150200',
    because: ['rule:policy', 'county:residence', 'level:city-because-full'],
  },
  {
    what: 'to one that has room for one more',
    changed: { 'ZGH-150203': { capacity: 2 } },
    open: { 'ZGH-150203': 1 },
    to: 'ZGH-150203',
    because: ['rule:policy', 'county:residence'],
  },
  {
    what: 'to the nearest that serves it, where all are full',
    changed: {
      'ZGH-150203': { measures: new Set(['M206']) },
      'ZGH-150200': { capacity: 0 },
      'ZGH-150000': { capacity: 0 },
    },
    to: 'ZGH-150200',
    because: ['rule:policy', 'county:residence', 'level:city-because-not-served', 'all-full-nearest-kept'],
  },
  {
    what: 'past one that is left out',
    asked: { without: new Set(['ZGH-150203']) },
    to: 'ZGH-150200',
    because: ['rule:policy', 'county:residence', 'level:city-because-left-out'],
  },
  {
    what: 'to the trade union, where the lead has no office',
    asked: dibao,
    changed: { 'MZT-150102': 'missing', 'MZT-150100': { closedFrom: '2020-01-01' }, 'MZT-150000': 'missing' },
    to: 'ZGH-150203',
    because: ['rule:policy', 'county:registration', 'fallback:no-office-of-MZT'],
  },
  {
    what: 'to the trade union, where no rule speaks of it',
    asked: { clause: '九' },
    to: 'ZGH-150203',
    because: ['fallback:no-rule'],
  },
  {
    what: 'nowhere, where even the trade union has no office',
    changed: { 'ZGH-150203': 'missing', 'ZGH-150200': 'missing', 'ZGH-150000': { closedFrom: day } },
    to: undefined,
    because: [],
  },
  {
    what: 'by a later rule for its clause',
    rules: [rule({ clause: '五.(二).2' })],
    to: 'WJW-150203',
    because: ['rule:1500-A', 'county:residence'],
  },
  {
    what: 'by a rule for the measure before a later one for its clause',
    rules: [
      rule({ id: '1500-B', clause: '五.(二).2', lead: 'RST', effectiveFrom: '2026-10-01' }),
      rule({ measure: 'M204' }),
    ],
    to: 'WJW-150203',
    because: ['rule:1500-A', 'county:residence'],
  },
  {
    what: 'by the later of two rules, and not by one that begins tomorrow',
    rules: [
      rule({ id: '1500-C', clause: '五.(二).2', lead: 'CZT', effectiveFrom: '2026-11-26' }),
      rule({ id: '1500-A', clause: '五.(二).2', effectiveFrom: '2026-10-01' }),
      rule({ id: '1500-B', clause: '五.(二).2', lead: 'RST' }),
    ],
    to: 'WJW-150203',
    because: ['rule:1500-A', 'county:residence'],
  },
  {
    what: 'dibao still by where it is registered, when its clause goes to another department',
    asked: dibao,
    rules: [rule({ clause: '五.(二).6', county: 'unchanged' })],
    to: 'WJW-150102',
    because: ['rule:1500-A', 'county:registration'],
  },
  {
    what: 'dibao by where it lives, when a rule says so',
    asked: dibao,
    rules: [rule({ measure: 'M601', county: 'residence' })],
    to: 'WJW-150203',
    because: ['rule:1500-A', 'county:residence'],
  },
]

describe('routeMeasure sends', () => {
  it.each(cases)('$what', ({ asked, changed = {}, open = {}, rules = [], to, because }) => {
    const question = { ...medical, ...asked }
    const route = routeMeasure(question, ruleBook(rules, day), directoryWith(changed, open))
    expect(route?.office.id).toBe(to)
    expect(route?.reasons ?? []).toEqual(because)
    for (const reason of route?.reasons ?? []) {
      expect(reasonText(reason).zh).toMatch(/\p{Script=Han}/u)
      expect(reasonText(reason).en).toMatch(/[a-z]/)
    }
  })
  it('a referral to a last resort or a default as a default, and no other', () => {
    const isDefault = (question: RouteQuestion, changed = {}) =>
      routeMeasure(question, ruleBook([], day), directoryWith(changed))?.isDefault
    expect(isDefault(dibao)).toBe(false)
    expect(isDefault({ ...dibao, measure: 'M604' })).toBe(true)
    expect(isDefault({ ...dibao, clause: '九', measure: 'M999' })).toBe(true)
  })
  it('word to those who cooperate, without the lead and without who is closed', () => {
    const directory = directoryWith({ 'RST-150203': { closedFrom: day }, 'CZT-150203': { capacity: 0 } })
    const route = routeMeasure(medical, ruleBook([], day), directory)
    expect(route?.cooperating.map(({ id }) => id)).toEqual([
      'RST-150200',
      'MZT-150203',
      'CZT-150203',
      'WJW-150203',
      'SWJ-150203',
    ])
  })
  it('as many of a batch to an office as it has room for', () => {
    const directory = directoryWith({ 'ZGH-150203': { capacity: 3 } }, { 'ZGH-150203': 1 })
    const taken = Array.from({ length: 4 }, () => {
      const id = routeMeasure(medical, ruleBook([], day), directory)?.office.id ?? ''
      directory.take(id)
      return id
    })
    expect(taken).toEqual(['ZGH-150203', 'ZGH-150203', 'ZGH-150200', 'ZGH-150200'])
  })
})

describe('the rules of the policy', () => {
  it('speak of nothing before its day', () => {
    expect(rulesInForce([], '2018-12-13')).toEqual([])
    expect(rulesInForce([], policyDay)).toHaveLength(policyRules.length)
  })
  it('leave the county open in what is shown where it hangs on the measure, and tell it where it does not', () => {
    const shown = (made: Partial<RoutingRule>) =>
      rulesInForce([rule({ id: 'made', ...made })], day).find(({ id }) => id === 'made')?.county
    expect(shown({ clause: '五.(二).6', county: 'unchanged' })).toBe('unchanged')
    expect(shown({ measure: 'M601', clause: '五.(二).6', county: 'unchanged' })).toBe('registration')
    expect(shown({ clause: '五.(二).7', county: 'unchanged' })).toBe('residence')
    expect(shown({ clause: '五.(二).6', county: 'residence' })).toBe('residence')
  })
  it('name every clause of the roles, and no measure by registration but dibao', () => {
    expect(policyRules.map(({ clause }) => clause)).toEqual(expect.arrayContaining(Object.keys(rolesOfClause)))
    expect(policyRules.filter(({ county }) => county === 'registration').map(({ measure }) => measure)).toEqual([
      'M601',
    ])
  })
})

const counties = areas.map(({ code }) => code).filter((code) => areaLevel(code) === 'county')
const raised = listedMeasures().map(({ code, clause }) => ({ measure: code, clause }))

describe('every measure in every county', () => {
  it('goes by the policy to the one office of its lead there', () => {
    expect(counties).toHaveLength(103)
    const [book, directory] = [ruleBook([], day), directoryWith({})]
    const byCode = new Map(listedMeasures().map((each) => [each.code, each]))
    for (const countyCode of counties) {
      for (const { measure, clause } of raised) {
        const route = routeMeasure({ measure, clause, countyCode, registeredCode: countyCode, day }, book, directory)
        const { lead, isDefault } = byCode.get(measure) ?? {}
        expect([measure, route?.office.id, route?.isDefault]).toEqual([measure, `${lead}-${countyCode}`, isDefault])
      }
    }
  })

  const closings = fc.uniqueArray(fc.constantFrom(...everywhere.filter(({ areaCode }) => areaCode !== '150000')), {
    maxLength: 400,
    selector: ({ id }) => id,
  })
  const asked = fc.record({
    raised: fc.constantFrom(...raised),
    countyCode: fc.constantFrom(...counties),
    registeredCode: fc.option(fc.oneof(fc.constantFrom(...counties), fc.constant('110101'))),
  })
  it('goes to an open office of its lead, whichever are closed, and to the same one when asked again', () => {
    fc.assert(
      fc.property(closings, fc.array(asked, { minLength: 50, maxLength: 200 }), (closed, questions) => {
        const changed = Object.fromEntries(closed.map(({ id }) => [id, { closedFrom: '2026-01-01' }]))
        const ask = () => {
          const [book, directory] = [ruleBook([], day), directoryWith(changed)]
          return questions.map(({ raised: { measure, clause }, ...place }) =>
            routeMeasure({ measure, clause, ...place, day }, book, directory),
          )
        }
        const routes = ask()
        for (const route of routes) {
          expect(route?.office.closedFrom).toBe(null)
          expect(route?.department).toBe(route?.office.department)
          expect(route?.cooperating.every(({ closedFrom }) => closedFrom === null)).toBe(true)
          const ids = route?.cooperating.map(({ id }) => id) ?? []
          expect(new Set([...ids, route?.office.id]).size).toBe(ids.length + 1)
        }
        expect(ask()).toEqual(routes)
      }),
      { numRuns: 25 },
    )
  })
})
