import {
  after,
  below,
  fact,
  joblessSeeker,
  majorEvent,
  majorIllness,
  memberCount,
  ofMember,
  older,
  onJob,
  parameter,
  propertyFails,
  reform,
  seeker,
  workerHousehold,
  zeroEmploymentFamily,
} from './facts.ts'
import { all, any, is, named, noMember, not, ofHousehold, type Predicate, some, times, when } from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

type H = HouseholdScope
type M = MemberScope

/** One line of a table that is read from the top: the first whose condition holds gives the outcome. */
export interface OutcomeRule<T extends string> {
  outcome: T
  clause: string
  when: Predicate<H>
}

export const unionCategories = ['deep', 'accident', 'relative', 'none'] as const
export type UnionCategory = (typeof unionCategories)[number]

const yearLine = times(parameter('dibaoLineMonthFen'), 12, memberCount)
const certain: Predicate<H> = all()

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
const categoryIsDeep = named('categoryIsDeep', all(categorised, deep))

export const archiveDecisions = [
  'suspended_applicant_deceased',
  'ineligible_not_worker',
  'ineligible_property',
  'remain_closed',
  'ineligible_income',
  'manual_review',
  'eligible',
] as const
export type ArchiveDecision = (typeof archiveDecisions)[number]

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
export const groupTable: readonly { clause: string; when: Predicate<H> }[] = [
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
  {
    clause: '四.(四)',
    when: named(
      'settledMigrant',
      all(is(fact('migrantWorker')), when(fact('urbanResidenceMonths'), '≥', parameter('migrantResidenceMonths'))),
    ),
  },
  { clause: '四.(五)', when: reform },
]

/**
 * A line of the aid tables. `household` must hold; where `member` is given some member must fit too, and the measures are
 * for those who do. `onlyEligible`: not while the archive decision waits for a person.
 */
export interface MeasureRule {
  id: string
  /** The clause that measures are raised under. */
  clause: string
  measures: readonly string[]
  household?: Predicate<H>
  member?: Predicate<M>
  onlyEligible?: boolean
}

const freshGraduate: Predicate<M> = is(ofMember('freshGradNotContinuing'))
const trainee: Predicate<M> = named('trainee', all(seeker, is(ofMember('trainingWish')), not(freshGraduate)))
const displaced: Predicate<M> = named(
  'displaced',
  any(when(ofMember('workerStatus'), '=', 'waiting'), is(ofMember('longStoppedEnterprise')), ofHousehold(reform)),
)
const illnessAid = named(
  'illnessAid',
  any(
    some(majorIllness),
    all(when(fact('rigidSpendReasons'), 'includes', 'illness'), when(fact('majorEvent'), '≠', 'accident')),
  ),
)
const schooling = when(fact('rigidSpendReasons'), 'includes', 'education')
const upperStages = ['senior_high', 'vocational', 'undergraduate', 'postgraduate']

/** Aid of 五, and of 三 and 四.(四) where these name a measure of their own. */
export const measureTable: readonly MeasureRule[] = [
  { id: 'seeker', clause: '五.(二).1', measures: ['M116'], member: seeker },
  { id: 'jobless-seeker', clause: '五.(二).1', measures: ['M101', 'M102', 'M103'], member: joblessSeeker },
  {
    id: 'startup-wish',
    clause: '五.(二).1',
    measures: ['M104', 'M105', 'M106', 'M107', 'M108'],
    member: all(seeker, is(ofMember('startupWish'))),
  },
  { id: 'fresh-graduate', clause: '五.(二).1', measures: ['M112', 'M113'], member: all(seeker, freshGraduate) },
  {
    id: 'fresh-graduate-allowance',
    clause: '五.(二).1',
    measures: ['M114'],
    household: any(is(fact('onDibao')), when(fact('hukouType'), '=', 'rural_pastoral')),
    member: all(seeker, freshGraduate),
  },
  { id: 'training-subsidy', clause: '五.(二).1', measures: ['M111'], member: trainee },
  { id: 'retraining', clause: '五.(二).1', measures: ['M109'], member: all(trainee, displaced) },
  { id: 'skills-training', clause: '五.(二).1', measures: ['M110'], member: all(trainee, not(displaced)) },
  {
    id: 'public-post',
    clause: '五.(二).1',
    measures: ['M115'],
    member: all(seeker, is(ofMember('registeredUnemployed')), any(older, ofHousehold(zeroEmploymentFamily))),
  },
  { id: 'illness', clause: '五.(二).2', measures: ['M204', 'M206'], household: illnessAid },
  { id: 'major-illness', clause: '五.(二).2', measures: ['M202', 'M205', 'M207'], member: majorIllness },
  {
    id: 'not-insured',
    clause: '五.(二).2',
    measures: ['M201'],
    household: illnessAid,
    member: all(onJob, not(is(ofMember('employeeMedicalInsured')))),
  },
  { id: 'arrears', clause: '五.(二).3', measures: ['M303', 'M304'], member: is(ofMember('employerArrears')) },
  {
    id: 'interrupted',
    clause: '五.(二).3',
    measures: ['M301', 'M303'],
    member: when(ofMember('insuranceInterruptedMonths'), '>', 0),
  },
  {
    id: 'work-injury',
    clause: '五.(二).3',
    measures: ['M303', 'M306'],
    member: when(ofMember('workInjury'), '≠', 'none'),
  },
  {
    id: 'injury-not-recognised',
    clause: '五.(二).3',
    measures: ['M305'],
    member: when(ofMember('workInjury'), '=', 'not_recognised'),
  },
  {
    id: 'schooling',
    clause: '五.(二).4',
    measures: ['M401'],
    household: schooling,
    member: when(ofMember('studentStage'), '≠', 'none'),
  },
  {
    id: 'upper-schooling',
    clause: '五.(二).4',
    measures: ['M402', 'M403', 'M404'],
    household: schooling,
    member: when(ofMember('studentStage'), 'one of', upperStages),
  },
  {
    id: 'housing',
    clause: '五.(二).5',
    measures: ['M501', 'M502'],
    household: any(
      when(fact('housesOwned'), '=', 0),
      when(fact('houseDangerGrade'), 'one of', ['C', 'D']),
      all(
        when(fact('rentMonthFen'), '>', 0),
        when(times(fact('rentMonthFen'), 100), '≥', times(parameter('rentBurdenPct'), fact('countedIncomeMonthFen'))),
      ),
    ),
  },
  { id: 'dibao', clause: '五.(二).6', measures: ['M601'], household: any(is(fact('onDibao')), below) },
  { id: 'temporary-relief', clause: '五.(二).6', measures: ['M603'], household: majorEvent },
  {
    id: 'disaster-relief',
    clause: '五.(二).6',
    measures: ['M604'],
    household: when(fact('majorEvent'), '=', 'natural_disaster'),
  },
  { id: 'reform', clause: '五.(三)', measures: ['M702', 'M703'], household: reform },
  { id: 'reform-placement', clause: '五.(三)', measures: ['M701'], household: reform, member: joblessSeeker },
  { id: 'counselling', clause: '五.(三)', measures: ['M704'], household: all(reform, is(fact('wantsPsychSupport'))) },
  { id: 'legal-aid', clause: '五.(三)', measures: ['M706'], household: all(reform, is(fact('wantsLegalAid'))) },
  {
    id: 'equal-services',
    clause: '四.(四)',
    measures: ['M801'],
    household: named(
      'settledMigrant',
      all(is(fact('migrantWorker')), when(fact('urbanResidenceMonths'), '≥', parameter('migrantResidenceMonths'))),
    ),
  },
  { id: 'file', clause: '五.(一)', measures: ['M901', 'M902', 'M903'], household: certain, onlyEligible: true },
  {
    id: 'regular-assistance',
    clause: '三',
    measures: ['M904'],
    household: all(categoryIsDeep, noMember(is(ofMember('ableToWork')))),
    onlyEligible: true,
  },
]

/** A deep household that meets the accident condition too is said so in its explanation. */
export const alsoAccident: Predicate<H> = all(categoryIsDeep, accident)
