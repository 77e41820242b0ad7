import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { caseScopes, scopes } from '../access.ts'
import { type Operation, operations } from './index.ts'
import { readsCase } from './operation.ts'

const all = Object.values<Operation>(operations)

/** What stands in an answer if it shows cases: their numbers, or who applied. */
const showsCases = ({ answer }: Operation): boolean =>
  answer !== undefined &&
  /"(caseNumber|applicant)":/.test(JSON.stringify(z.toJSONSchema(answer, { unrepresentable: 'any' })))

describe('an operation', () => {
  it('that shows staff a case is one whose readings are recorded, unless it changes something', () => {
    const shown = all.filter((each) => each.access !== 'public' && each.method === 'get' && showsCases(each))
    expect(shown.length).toBeGreaterThan(5)
    expect(shown.filter((each) => !readsCase(each)).map(({ id }) => id)).toEqual([])
  })

  it('that changes a case, or shows none, is not recorded as a reading', () => {
    const { approveApplication, revealIdentity, answerReferral, simulateHouseholds, readCaseStatus, listEvents } =
      operations
    const others = [approveApplication, revealIdentity, answerReferral, simulateHouseholds, readCaseStatus, listEvents]
    expect(others.filter((each) => readsCase(each)).map(({ id }) => id)).toEqual([])
  })

  it('that only reads is recorded although it is a POST', () => {
    expect(readsCase(operations.recomputeDetermination)).toBe(true)
  })

  it('can only be recorded by scopes that there are', () => {
    expect(caseScopes.filter((scope) => !scopes.includes(scope))).toEqual([])
  })
})
