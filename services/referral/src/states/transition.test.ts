import { answerTypes, type ReferralState, referralStates } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { isSettled, type Step, stepOf, takeStep, transitions } from './transition.ts'

const moves = (from: ReferralState, step: Step): boolean => {
  const taken = takeStep(from, step)
  return taken.ok && taken.value === 'moves'
}
const steps = Object.keys(transitions).filter((step): step is Step => step in transitions)

describe('takeStep', () => {
  it('takes any answer to a referral that the office may have, even before we know that it does', () => {
    for (const type of answerTypes) {
      expect(moves('created', stepOf(type))).toBe(true)
      expect(moves('sent', stepOf(type))).toBe(true)
    }
  })
  it('takes every answer that repeats the state without effect', () => {
    for (const type of answerTypes) {
      expect(takeStep(transitions[stepOf(type)].to, stepOf(type))).toEqual({ ok: true, value: 'repeats' })
    }
  })
  it('lets an office go on with what it returned, and return what it accepted', () => {
    expect(moves('returned', 'accept')).toBe(true)
    expect(moves('accepted', 'return')).toBe(true)
  })
  it('lets no office move what is delivered, declined, closed or cancelled, and says where the referral is', () => {
    for (const from of ['delivered', 'declined', 'closed', 'cancelled'] as const) {
      for (const type of answerTypes.filter((each) => transitions[stepOf(each)].to !== from)) {
        expect(takeStep(from, stepOf(type))).toEqual({ ok: false, refusal: { reason: 'wrong-state', state: from } })
      }
    }
  })
  it('ends nowhere but at closed, or cancelled as long as the case stays as it is, and leads from every state to an end', () => {
    const next = (from: ReferralState): ReferralState[] =>
      steps.filter((step) => moves(from, step)).map((step) => transitions[step].to)
    expect(referralStates.filter((state) => next(state).length === 0)).toEqual(['closed'])
    for (const state of referralStates) {
      const reached = new Set<ReferralState>([state])
      for (const each of reached) for (const to of next(each)) reached.add(to)
      expect(reached.has('closed') || reached.has('cancelled')).toBe(true)
    }
  })
  it('lets the plan wait for a referral until it is delivered, closed or cancelled', () => {
    expect(referralStates.filter(isSettled)).toEqual(['delivered', 'closed', 'cancelled'])
  })
})
