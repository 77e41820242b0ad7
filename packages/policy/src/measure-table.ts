/** What a household is given: each rule, the measures it raises, and for whom. */
import {
  below,
  fact,
  joblessSeeker,
  majorEvent,
  majorIllness,
  ofMember,
  older,
  onJob,
  parameter,
  reform,
  seeker,
  settledMigrant,
  zeroEmploymentFamily,
} from './facts.ts'
import { categoryIsDeep } from './outcome-tables.ts'
import {
  all,
  any,
  certain,
  is,
  named,
  noMember,
  not,
  ofHousehold,
  type Predicate,
  some,
  times,
  when,
} from './predicate.ts'
import type { HouseholdScope, MemberScope } from './scope.ts'

/**
 * A line of the aid tables. `household` must hold; where `member` is given some member must fit too, and the measures are
 * for those who do. `onlyEligible`: not while the archive decision waits for a person.
 */
export interface MeasureRule {
  id: string
  /** The clause that measures are raised under. */
  clause: string
  measures: readonly string[]
  household?: Predicate<HouseholdScope>
  member?: Predicate<MemberScope>
  onlyEligible?: boolean
}

const freshGraduate: Predicate<MemberScope> = is(ofMember('freshGradNotContinuing'))
const trainee: Predicate<MemberScope> = named('trainee', all(seeker, is(ofMember('trainingWish')), not(freshGraduate)))
const displaced: Predicate<MemberScope> = named(
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
  { id: 'equal-services', clause: '四.(四)', measures: ['M801'], household: settledMigrant },
  { id: 'file', clause: '五.(一)', measures: ['M901', 'M902', 'M903'], household: certain, onlyEligible: true },
  {
    id: 'regular-assistance',
    clause: '三',
    measures: ['M904'],
    household: all(categoryIsDeep, noMember(is(ofMember('ableToWork')))),
    onlyEligible: true,
  },
]
