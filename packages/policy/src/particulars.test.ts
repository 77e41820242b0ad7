import {
  factsOfGroup,
  factsOfMemberGroup,
  factsSchema,
  householdGroups,
  identityFields,
  memberGroups,
  memberSchema,
} from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { documentNames } from './document-types.ts'
import { listedMeasures } from './list-measures.ts'
import { measureTable } from './measure-table.ts'
import { measuresWithNeeds, needsOf } from './particulars.ts'
import { toldDepartments } from './responsible.ts'

const measures = Object.keys(catalogue)
/** All that an office is told of a measure, as codes. */
const told = (measure: string): string[] => {
  const { identity, household, member } = needsOf(measure)
  return [...identity, ...household, ...member]
}
const whichGet = (code: string): string[] => measures.filter((measure) => told(measure).includes(code))

describe('what a measure needs', () => {
  it('is listed for every measure of the catalogue, and for nothing else', () => {
    expect([...measuresWithNeeds].sort()).toEqual([...measures].sort())
  })

  it('is told to departments that are named to the applicant, and to the union', () => {
    const leads = new Set(listedMeasures().map(({ lead }) => lead))
    leads.delete('ZGH')
    expect([...leads].sort()).toEqual([...toldDepartments].sort())
  })

  it('is never everything, and names nothing twice', () => {
    const all = identityFields.length + householdGroups.length + memberGroups.length
    for (const measure of measures) {
      const codes = told(measure)
      expect(new Set(codes).size).toBe(codes.length)
      expect(codes.length, measure).toBeLessThanOrEqual(all / 2 + 2)
      const { household, member } = needsOf(measure)
      expect(household.length, measure).toBeLessThan(householdGroups.length)
      expect(member.length, measure).toBeLessThan(memberGroups.length)
    }
  })

  it('lets the office reach the person, and says why in both languages', () => {
    for (const measure of measures) {
      const { identity, why } = needsOf(measure)
      expect(identity).toEqual(expect.arrayContaining(['name', 'phone']))
      expect(why.zh).toMatch(/\p{Script=Han}/u)
      expect(why.en).toMatch(/^[A-Z]/)
    }
  })

  it('holds the bank account exactly where money is paid to the person, with the paper that proves it', () => {
    const paying = ['M111', 'M114', 'M204', 'M205', 'M206', 'M306', 'M401', 'M402', 'M502', 'M601', 'M603', 'M604']
    expect(whichGet('bankAccount')).toEqual(paying)
    expect(measures.filter((measure) => needsOf(measure).documents.includes('bank_account_proof'))).toEqual(paying)
  })

  it('holds illness only where it is the reason, and assets only for dibao', () => {
    expect(whichGet('member.illness')).toEqual(['M202', 'M204', 'M205', 'M206', 'M207', 'M601'])
    expect(whichGet('household.medicalCosts')).toEqual(['M204', 'M205', 'M206', 'M207'])
    expect(whichGet('household.assets')).toEqual(['M601'])
    expect(whichGet('household.housing')).toEqual(['M501', 'M502', 'M604'])
    expect(whichGet('member.schooling')).toEqual(['M112', 'M113', 'M114', 'M401', 'M402', 'M403', 'M404'])
  })

  it('is a name and a telephone for the measures of a file of the union', () => {
    for (const { measures: raised } of measureTable.filter(({ id }) => ['file', 'regular-assistance'].includes(id))) {
      for (const measure of raised) expect(told(measure)).toEqual(['name', 'phone'])
    }
  })

  it('is of the whole household only where the household itself is assessed', () => {
    const whole = measures.filter((measure) => needsOf(measure).members === 'household')
    expect(whole).toEqual(['M501', 'M502', 'M601', 'M603', 'M604'])
  })

  it('is no more than the way to the person for a measure that nobody listed', () => {
    expect(told('M999')).toEqual(['name', 'phone'])
  })

  it('knows every paper by its name in both languages', () => {
    const used = new Set(measures.flatMap((measure) => needsOf(measure).documents))
    expect([...used].sort()).toEqual(Object.keys(documentNames).sort())
  })
})

describe('a group of facts', () => {
  it('is of facts that there are, and the causes of hardship stand in none', () => {
    const household = Object.values(factsOfGroup).flat()
    for (const name of household) expect(Object.keys(factsSchema.shape)).toContain(name)
    for (const name of Object.values(factsOfMemberGroup).flat()) expect(Object.keys(memberSchema.shape)).toContain(name)
    for (const name of ['mainCause', 'secondaryCauses', 'wantsPsychSupport', 'wantsLegalAid', 'archiveStatus'])
      expect(household).not.toContain(name)
  })
})
