import { referralStates } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { type AnswerState, answerTransition, isClosed } from './transition.ts'

const answers: AnswerState[] = ['accepted', 'returned', 'declined', 'delivered']

describe('answerTransition', () => {
  it('takes any answer to a referral that the office may have, even before we know that it does', () => {
    for (const from of ['created', 'sent'] as const) {
      for (const to of answers) expect(answerTransition(from, to)).toEqual({ ok: true, value: 'moves' })
    }
  })
  it('takes every answer that repeats the state without effect', () => {
    for (const state of answers) expect(answerTransition(state, state)).toEqual({ ok: true, value: 'repeats' })
  })
  it('lets an office take back what it returned, and return what it accepted', () => {
    expect(answerTransition('returned', 'accepted').ok).toBe(true)
    expect(answerTransition('accepted', 'returned').ok).toBe(true)
  })
  it('never leaves delivered or declined, and says where the referral is', () => {
    for (const from of ['delivered', 'declined'] as const) {
      for (const to of answers.filter((each) => each !== from)) {
        expect(answerTransition(from, to)).toEqual({ ok: false, refusal: { reason: 'wrong-state', state: from } })
      }
    }
  })
  it('closes a referral at delivered and declined only', () => {
    expect(referralStates.filter(isClosed)).toEqual(['declined', 'delivered'])
  })
})
