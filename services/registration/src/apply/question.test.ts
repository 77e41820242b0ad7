import { describe, expect, it } from 'vitest'
import { questionsAround, questionToShow } from './question.ts'
import { memberFields, sectionOf } from './sections.ts'

const household = sectionOf('household')?.fields ?? []
const today = '2026-11-26'
const half = { hukouType: ['urban'], hukouCountyCode: ['150203'], migrantWorker: ['yes'] }

describe('questions one by one', () => {
  it('go on with the first that needs an answer, unless another is wanted', () => {
    expect(questionToShow(household, {}, { wanted: undefined, today })?.name).toBe('hukouType')
    expect(questionToShow(household, half, { wanted: undefined, today })?.name).toBe('urbanResidenceMonths')
    expect(questionToShow(household, half, { wanted: 'hukouType', today })?.name).toBe('hukouType')
  })
  it('begin anew where all is answered, and show none that is not asked', () => {
    const whole = { ...half, migrantWorker: ['no'], onDibao: ['no'], unionMember: ['yes'] }
    expect(questionToShow(household, whole, { wanted: undefined, today })?.name).toBe('hukouType')
    expect(questionToShow(household, whole, { wanted: 'urbanResidenceMonths', today })?.name).toBe('hukouType')
    expect(questionToShow([], {}, { wanted: 'hukouType', today })).toBeUndefined()
  })
  it('pass over what does not matter, in both directions', () => {
    const around = (answer: string) => questionsAround(household, { ...half, migrantWorker: [answer] }, 'migrantWorker')
    expect(around('yes').after?.name).toBe('urbanResidenceMonths')
    expect(around('no').after?.name).toBe('onDibao')
    expect(questionsAround(household, { migrantWorker: ['no'] }, 'onDibao').before?.name).toBe('migrantWorker')
    expect(questionsAround(household, {}, 'hukouType').before).toBeUndefined()
    expect(questionsAround(household, {}, 'unionMember').after).toBeUndefined()
  })
  it('come by every question that is asked of a member, and end', () => {
    const answers = { ableToWork: ['yes'], willingToWork: ['yes'], workerStatus: ['on_job'], employerArrears: ['yes'] }
    const seen: string[] = []
    for (let at = memberFields[0]; at && seen.length < 99; at = questionsAround(memberFields, answers, at.name).after)
      seen.push(at.name)
    expect(seen).toEqual(
      memberFields.map(({ name }) => name).filter((name) => !['unemployedMonths', 'lostWorkAbility'].includes(name)),
    )
  })
})
