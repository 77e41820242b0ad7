/** What a household is: its union category, the decision on its file, the task groups it belongs to. */
import type { ArchiveDecision, TaskGroup, UnionCategory } from '@jiekun/schema'
import {
  after,
  below,
  fact,
  majorEvent,
  memberCount,
  ofMember,
  parameter,
  propertyFails,
  reform,
  settledMigrant,
  workerHousehold,
} from './facts.ts'
import { all, any, certain, is, named, not, type Predicate, some, times, when } from './predicate.ts'
import type { HouseholdScope } from './scope.ts'

/** One line of a table that is read from the top: the first whose condition holds gives the outcome. */
export interface OutcomeRule<T extends string> {
  outcome: T
  clause: string
  when: Predicate<HouseholdScope>
}

const yearLine = times(parameter('dibaoLineMonthFen'), 12, memberCount)

const deep = named('deep', when(after, '<', yearLine))
const accident = named(
  'accidentLoss',
  all(
    when(fact('eventLossYearFen'), '>', 0),
    when(
      times(fact('eventLossYearFen'), 100),
      '>',
      times(parameter('accidentLossPct'), fact('disposableIncomeYearFen')),
    ),
  ),
)
const relative = named(
  'relative',
  when(after, '<', times(parameter('relativeFactor'), parameter('dibaoLineMonthFen'), 12, memberCount)),
)

/** Whether a household can have a category at all. */
const categorised = named('categorised', all(workerHousehold, not(propertyFails)))

/** Union category 深度困难, 意外致困, 相对困难. */
export const categoryTable: readonly OutcomeRule<UnionCategory>[] = [
  { outcome: 'deep', clause: '五.(一)', when: all(categorised, deep) },
  { outcome: 'accident', clause: '五.(一)', when: all(categorised, accident) },
  { outcome: 'relative', clause: '五.(一)', when: all(categorised, relative) },
  { outcome: 'none', clause: '五.(一)', when: certain },
]

const inCategory = named('inCategory', all(categorised, any(deep, accident, relative)))
const categoryIsRelative = named('categoryIsRelative', all(categorised, not(deep), not(accident), relative))
export const categoryIsDeep = named('categoryIsDeep', all(categorised, deep))

/** A deep household that meets the accident condition too is said so in its explanation. */
export const alsoAccident: Predicate<HouseholdScope> = all(categoryIsDeep, accident)

/** Whether the household is taken into the register 建档立卡. */
export const archiveTable: readonly OutcomeRule<ArchiveDecision>[] = [
  {
    outcome: 'suspended_applicant_deceased',
    clause: '五.(一)',
    when: when(fact('applicationState'), '=', 'applicant_deceased'),
  },
  { outcome: 'ineligible_not_worker', clause: '五.(一)', when: not(workerHousehold) },
  { outcome: 'ineligible_property', clause: '五.(一)', when: propertyFails },
  {
    outcome: 'remain_closed',
    clause: '五.(一)',
    when: all(when(fact('archiveStatus'), '=', 'closed'), not(inCategory)),
  },
  { outcome: 'ineligible_income', clause: '五.(一)', when: not(inCategory) },
  {
    outcome: 'manual_review',
    clause: '五.(一)',
    when: all(
      categoryIsRelative,
      when(fact('rigidSpendReasons'), 'lacks', 'illness'),
      when(fact('rigidSpendReasons'), 'lacks', 'disability'),
      when(fact('rigidSpendReasons'), 'lacks', 'education'),
    ),
  },
  { outcome: 'eligible', clause: '五.(一)', when: certain },
]

/** Task groups of 四. */
export const groupTable: readonly { clause: TaskGroup; when: Predicate<HouseholdScope> }[] = [
  {
    clause: '四.(一)',
    when: all(
      is(fact('onDibao')),
      some(
        all(
          is(ofMember('ableToWork')),
          is(ofMember('willingToWork')),
          any(is(ofMember('registeredUnemployed')), is(ofMember('underemployed'))),
        ),
      ),
    ),
  },
  { clause: '四.(二)', when: all(below, not(is(fact('onDibao')))) },
  { clause: '四.(三)', when: all(majorEvent, is(fact('spendingSurge'))) },
  { clause: '四.(四)', when: settledMigrant },
  { clause: '四.(五)', when: reform },
]
