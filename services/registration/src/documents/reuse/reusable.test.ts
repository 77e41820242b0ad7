import { maxDocuments, maxDocumentsOfOne } from '@jiekun/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AskedDocument } from '../asked-documents.ts'
import { type EarlierDocument, reusable } from './reusable.ts'
import { validities, validUntil } from './validity.ts'

const today = '2026-11-26'
let count = 0
const given = (kind: string, givenOn = '2026-11-01', memberId = ''): EarlierDocument => {
  count += 1
  return { id: `d${count}`, kind, memberId, contentMac: `mac ${count}`, givenOn }
}
const ofHousehold = (kind: AskedDocument['kind']): AskedDocument => ({ kind, memberId: '' })
const son: AskedDocument = { kind: 'enrolment', memberId: 'new-1', relation: 'child', birthDate: '2007-05-01' }
const households = {
  asked: [
    { kind: 'resident_id' as const, memberId: 'applicant' },
    ofHousehold('income_proof'),
    ofHousehold('other'),
    son,
  ],
  here: [],
  earlierMembers: [
    { memberId: 'old-7', relation: 'child', birthDate: '2007-05-01' },
    { memberId: 'new-1', relation: 'child', birthDate: '2010-01-01' },
  ],
  today,
}
const what = (documents: EarlierDocument[], more = {}) =>
  reusable(documents, { ...households, ...more }).map((each) => each.may)

describe('a paper that was given before', () => {
  it('is taken for as long as its kind holds, to the day', () => {
    expect(validUntil('income_proof', '2026-05-26', today)).toBe('2026-11-26')
    expect(what([given('income_proof', '2026-05-26'), given('income_proof', '2026-05-25')])).toEqual([
      'take',
      'too-old',
    ])
    expect(what([given('resident_id', '2001-01-01', 'applicant')])).toEqual(['take'])
  })

  it('holds until the last day of a month that is shorter', () => {
    expect(validUntil('income_proof', '2026-08-31', today)).toBe('2027-02-28')
    expect(validUntil('household_register', '2024-02-29', today)).toBe('2027-02-28')
  })

  it('belongs to the same person, whatever each household numbers them', () => {
    const [first] = reusable([given('enrolment', today, 'old-7')], households)
    expect(first).toMatchObject({ may: 'take', asked: son })
    // Another child under the number that this one has now.
    expect(what([given('enrolment', today, 'new-1')])).toEqual(['not-asked'])
  })

  it('is not taken where nobody asks for it, it is here, or there is no room', () => {
    const paper = given('other')
    expect(what([given('lease')])).toEqual(['not-asked'])
    expect(what([paper, paper], { here: [{ ...paper }] })).toEqual(['known', 'known'])
    const many = Array.from({ length: maxDocumentsOfOne + 1 }, () => given('other'))
    expect(what(many)).toEqual([...Array(maxDocumentsOfOne).fill('take'), 'full'])
    const full = Array.from({ length: maxDocuments }, () => given('bills'))
    expect(what([given('other')], { here: full })).toEqual(['full'])
  })

  it('is never too old on the day that it was given', () => {
    const days = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, fc.constantFrom(...validities.map(({ kind }) => kind)), (date, kind) => {
        const day = date.toISOString().slice(0, 10)
        const until = validUntil(kind, day, day)
        expect(until === null || until > day).toBe(true)
      }),
    )
  })
})
