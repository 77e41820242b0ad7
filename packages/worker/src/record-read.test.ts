import { describe, expect, it } from 'vitest'
import { placeOf } from './record-read.ts'

const nothing = { params: {}, query: {}, body: undefined, answer: undefined }
const caseNumber = '1502-261125-K7QX9M2T'

describe('a reading', () => {
  it('of a case is recorded under its number and in its county', () => {
    const answer = { application: { caseNumber, countyCode: '150203' } }
    expect(placeOf('150000', { ...nothing, params: { caseNumber }, answer })).toEqual({
      subject: caseNumber,
      area: '150203',
    })
  })

  it('of something that belongs to a case is recorded under the number of the case', () => {
    const answer = { id: '1502-01J', caseNumber, countyCode: '150203' }
    expect(placeOf('150000', { ...nothing, params: { id: '1502-01J' }, answer }).subject).toBe(caseNumber)
  })

  it('of what does not say where it belongs is recorded under its id, in the city that this begins with', () => {
    const reading = { ...nothing, params: { id: '1502-01J' }, answer: { same: true } }
    expect(placeOf('150000', reading)).toEqual({ subject: '1502-01J', area: '150200' })
  })

  it('of a list names its filters and how many items it had, and no value', () => {
    const query = { state: 'open', after: 'x', limit: 20, category: undefined }
    const body = { name: '乌云其木格', idNumber: '150203199001011234' }
    const answer = { items: [{ caseNumber, countyCode: '150203' }, {}], next: null }
    expect(placeOf('150200', { ...nothing, query, body, answer })).toEqual({
      subject: '?state&name&idNumber 2 items',
      area: '150200',
    })
  })

  it('of a list of one case is a reading of that case, unless there was nothing to see', () => {
    const query = { caseNumber, limit: 20 }
    const found = { items: [{ id: '1502-01J', caseNumber, countyCode: '150203' }], next: null }
    expect(placeOf('150000', { ...nothing, query, answer: found })).toEqual({ subject: caseNumber, area: '150203' })
    expect(placeOf('150000', { ...nothing, query, answer: { items: [], next: null } })).toEqual({
      subject: '?caseNumber 0 items',
      area: '150000',
    })
  })
})
