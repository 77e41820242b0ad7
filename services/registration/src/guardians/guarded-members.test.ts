import { consentVersion, type Member, memberSchema } from '@jiekun/schema'
import { exampleMember } from '@jiekun/schema/api'
import { describe, expect, it } from 'vitest'
import { guardianFaults, needsGuardian } from './guarded-members.ts'

const day = '2026-11-26'
const person = (memberId: string, relation: string, birthDate: string): Member =>
  memberSchema.parse({ ...exampleMember, memberId, relation, birthDate })
const applicant = person('a', 'applicant', '1980-01-01')
const child = person('c', 'child', '2018-05-01')
const consent = (member: number, name?: string) => ({
  member,
  relation: 'parent' as const,
  version: consentVersion,
  ...(name === undefined ? {} : { name }),
})

it.each([
  ['2012-11-26', false],
  ['2012-11-27', true],
  ['2012-02-29', false],
  ['2026-11-26', true],
])('who was born on %s needs a guardian on 26 November 2026: %s', (birthDate, needs) => {
  expect(needsGuardian({ birthDate }, day)).toBe(needs)
})

it('who was born on 29 February needs a guardian until the last day of February of a common year', () => {
  expect(['2034-02-28', '2034-03-01'].map((each) => needsGuardian({ birthDate: '2020-02-29' }, each))).toEqual([
    true,
    false,
  ])
})

describe('the consents of guardians', () => {
  it('are asked of nobody where all are 14', () => {
    expect(guardianFaults([applicant, person('t', 'child', '2012-11-26')], [], day)).toEqual([])
  })
  it('are asked for each member under 14, by position', () => {
    const members = [applicant, child, person('t', 'child', '2012-11-26'), person('d', 'grandchild', '2020-01-01')]
    expect(guardianFaults(members, [consent(3)], day)).toEqual([
      { path: 'guardianConsents', message: expect.stringContaining('members.1,') },
    ])
    expect(guardianFaults(members, [consent(3), consent(1)], day)).toEqual([])
  })
  it('hold on for a member who has one from before', () => {
    expect(guardianFaults([applicant, child], [], day, new Set(['c']))).toEqual([])
  })
  it('name members of the household alone', () => {
    expect(guardianFaults([applicant], [consent(1)], day)).toEqual([
      { path: 'guardianConsents.0.member', message: 'is no member of the household' },
    ])
  })
  it.each([
    ['the applicant is the child', [person('a', 'applicant', '2014-01-01')], 0],
    ['the applicant is no adult', [person('a', 'applicant', '2010-01-01'), child], 1],
    ['the applicant has died', [person('s', 'spouse', '1980-01-01'), child], 1],
  ])('name a guardian where %s', (_case, members, at) => {
    expect(guardianFaults(members, [consent(at)], day).map(({ path }) => path)).toEqual(['guardianConsents.0.name'])
    expect(guardianFaults(members, [consent(at, '其其格')], day)).toEqual([])
  })
})
