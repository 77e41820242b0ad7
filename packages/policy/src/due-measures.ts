import type { Determination, DueMeasure } from '@jiekun/schema'
import { catalogue, type Strength } from './catalogue.ts'
import { compile, type Test } from './compile.ts'
import { measureTable } from './measure-table.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

/**
 * What can be raised: a measure under a clause. Each has a place, clauses as they come in the table and codes in order, so
 * that what is raised twice is found without a search and the lists by clause come out sorted without sorting.
 */
interface Raisable {
  place: number
  clause: string
  code: string
  sentence: string
  strength: Strength
}

const clauses = [...new Set(measureTable.map(({ clause }) => clause))]

function codesUnder(clause: string): string[] {
  const codes = measureTable.filter((rule) => rule.clause === clause).flatMap(({ measures }) => measures)
  return [...new Set(codes)].sort()
}

const raisables = clauses
  .flatMap((clause) => codesUnder(clause).map((code) => ({ clause, code })))
  .map(({ clause, code }, place): Raisable => {
    const entry = catalogue[code]
    if (!entry) throw new Error(`the catalogue has no measure ${code}`)
    return { place, clause, code, sentence: entry.clause, strength: entry.strength }
  })
const raisablesByClause = clauses.map((clause) => ({
  clause,
  raisables: raisables.filter((each) => each.clause === clause),
}))

const rules = measureTable.map((rule) => ({
  id: rule.id,
  onlyEligible: rule.onlyEligible === true,
  household: rule.household && compile(rule.household),
  member: rule.member && compile(rule.member),
  raises: raisables.filter(({ clause, code }) => clause === rule.clause && rule.measures.includes(code)),
}))

/** By place: the measure, where it is due. */
type Raised = (DueMeasure | undefined)[]

/** The measures due by the rules that hold, and their codes by clause. */
export function dueMeasures(scope: HouseholdScope, eligible: boolean): Pick<Determination, 'measures' | 'aid'> {
  const measures: DueMeasure[] = []
  const raised: Raised = new Array<DueMeasure | undefined>(raisables.length)
  for (const rule of rules) {
    if (rule.onlyEligible && !eligible) continue
    if (rule.household && !rule.household(scope)) continue
    const memberIds = rule.member ? idsOf(scope, rule.member) : nobody
    if (rule.member && memberIds.length === 0) continue
    for (const raisable of rule.raises) {
      const known = raised[raisable.place]
      if (known) {
        addTo(known, rule.id, memberIds)
        continue
      }
      const due = dueBy(raisable, rule.id, memberIds)
      raised[raisable.place] = due
      measures.push(due)
    }
  }
  return { measures, aid: aidOf(raised) }
}

const nobody: readonly string[] = []

/** Most rules fit nobody, so the list is made for the first who fits. */
function idsOf(scope: HouseholdScope, test: Test<MemberScope>): readonly string[] {
  let ids: string[] | undefined
  for (const each of scope.members) {
    if (!test(each)) continue
    if (ids) ids.push(each.member.memberId)
    else ids = [each.member.memberId]
  }
  return ids ?? nobody
}

function dueBy(raisable: Raisable, ruleId: string, memberIds: readonly string[]): DueMeasure {
  const { code, clause, sentence, strength } = raisable
  return { code, clause, sentence, strength, memberIds: [...memberIds], rules: [ruleId] }
}

/** Another rule raises the same measure: its members and its name are added. */
function addTo(due: DueMeasure, ruleId: string, memberIds: readonly string[]): void {
  due.rules.push(ruleId)
  for (const id of memberIds) if (!due.memberIds.includes(id)) due.memberIds.push(id)
}

function aidOf(raised: Raised): Record<string, string[]> {
  const aid: Record<string, string[]> = {}
  for (const { clause, raisables } of raisablesByClause) {
    const codes: string[] = []
    for (const { place, code } of raisables) if (raised[place]) codes.push(code)
    if (codes.length > 0) aid[clause] = codes
  }
  return aid
}
