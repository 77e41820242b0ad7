import { determine } from '@jiekun/policy'
import type { DueMeasure } from '@jiekun/schema'
import { causeTerms } from '../../../services/registration/src/search/terms.ts'
import { workedHousehold, workedIds } from '../../generators/worked-households.ts'

/** A household whose facts and determination many applications share. */
export interface Template {
  facts: string
  members: string
  birthDate: string
  sex: string
  causes: string[]
  archiveDecision: string
  unionCategory: string
  taskGroups: string[]
  measures: DueMeasure[]
  determination: string
  explanation: string
}

/** The households that are worked out by hand, with what the policy says of them. */
export const workedTemplates = (): Template[] =>
  workedIds.map((id) => {
    const { household } = workedHousehold(id)
    const determined = determine(household, { explain: true })
    if (!determined.ok) throw new Error(`no determination: ${determined.refusal.reason}`)
    const { explanation, ...determination } = determined.value
    const { archiveDecision, unionCategory, taskGroups, measures } = determination
    const applicant = household.members.find((member) => member.relation === 'applicant')
    return {
      facts: JSON.stringify(household.facts),
      members: JSON.stringify(household.members),
      birthDate: applicant?.birthDate ?? '1976-01-01',
      sex: applicant?.sex ?? '1',
      causes: causeTerms(household.facts),
      archiveDecision,
      unionCategory,
      taskGroups,
      measures,
      determination: JSON.stringify(determination),
      explanation: JSON.stringify(explanation),
    }
  })
