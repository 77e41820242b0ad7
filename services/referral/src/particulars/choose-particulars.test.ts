import { needsOf } from '@jiekun/policy'
import { type ApplicantIdentity, factsSchema, type Member, maskIdentity, memberSchema } from '@jiekun/schema'
import { exampleFacts, exampleMember } from '@jiekun/schema/api'
import { describe, expect, it } from 'vitest'
import {
  chosenFacts,
  chosenIdentity,
  chosenMembers,
  meantMembers,
  toldFields,
  toldIdentity,
} from './choose-particulars.ts'

const member = (memberId: string, more: Partial<Member> = {}): Member =>
  memberSchema.parse({ ...exampleMember, memberId, ...more })
const applicant = member('p1')
const spouse = member('p2', { relation: 'spouse', majorIllness: true })
const child = member('p3', { relation: 'child', studentStage: 'undergraduate', birthDate: '2006-03-01' })
const household = [applicant, spouse, child]
const ids = (members: readonly Member[]) => members.map(({ memberId }) => memberId)

const identity: ApplicantIdentity = {
  name: '乌云其木格',
  idNumber: '150203197701019070',
  phone: '13800000001',
  address: '幸福小区 3 号楼',
  bankAccount: '6222020000001234567',
}
const masked = maskIdentity(identity)

describe('whom an office is told of', () => {
  it.each([
    ['those whom the referral is for', 'referred', ['p3'], ['p3']],
    ['the applicant where it names nobody', 'referred', [], ['p1']],
    ['those who are ill', 'ill', [], ['p2']],
    ['those who are ill of those it is for', 'ill', ['p2', 'p3'], ['p2']],
    ['those whom it is for where none is ill', 'ill', ['p3'], ['p3']],
    ['everybody where the household is assessed', 'household', ['p3'], ['p1', 'p2', 'p3']],
  ] as const)('%s', (_, which, memberIds, meant) => {
    expect(ids(meantMembers(which, memberIds, household))).toEqual(meant)
  })

  it('nobody where the applicant has died and it names nobody, or names who is there no more', () => {
    expect(meantMembers('referred', [], [spouse])).toEqual([])
    expect(meantMembers('referred', ['gone'], household)).toEqual([])
  })
})

describe('what an office is told', () => {
  it('holds the number of the applicant only where the measure is for them or for the household', () => {
    const of = (measure: string, meant: readonly Member[]) => toldIdentity(needsOf(measure), meant, masked)
    expect(of('M205', [applicant])).toEqual(['name', 'idNumber', 'phone', 'bankAccount'])
    expect(of('M205', [spouse])).toEqual(['name', 'phone', 'bankAccount'])
    expect(of('M205', [spouse, applicant])).toContain('idNumber')
    expect(of('M601', [spouse])).toContain('idNumber')
    expect(of('M205', [])).toContain('idNumber')
  })

  it('does not name what the household has not got', () => {
    const { bankAccount: _, ...without } = masked
    expect(toldIdentity(needsOf('M601'), [applicant], without)).toEqual(['name', 'idNumber', 'phone', 'address'])
  })

  it('is recorded by the groups that are really there', () => {
    const needs = needsOf('M401')
    expect(toldFields(needs, ['name'], [child])).toEqual([
      'caseNumber',
      'area',
      'clause',
      'measures',
      'name',
      'household.income',
      'household.spending',
      'household.dibao',
      'member.person',
      'member.schooling',
    ])
    expect(toldFields(needs, ['name'], [])).not.toContain('member.person')
  })

  it('is the facts of its groups and no others', () => {
    expect(chosenFacts(['household.income', 'household.dibao'], factsSchema.parse(exampleFacts))).toEqual({
      countedIncomeMonthFen: 60000,
      disposableIncomeYearFen: 720000,
      businessOrInvestmentIncome: false,
      onDibao: false,
    })
    expect(chosenFacts([], factsSchema.parse(exampleFacts))).toEqual({})
    expect(chosenMembers(['member.schooling'], [child])).toEqual([
      { memberId: 'p3', studentStage: 'undergraduate', freshGradNotContinuing: false },
    ])
    expect(chosenMembers(['member.disability'], [child])).toEqual([
      { memberId: 'p3', disabilityLevel: null, lostWorkAbility: false },
    ])
    expect(chosenMembers([], household)).toEqual([])
    expect(chosenIdentity(['name', 'phone'], identity)).toEqual({ name: '乌云其木格', phone: '13800000001' })
  })
})
