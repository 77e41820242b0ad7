import type { Household, Member } from '@jiekun/schema'
import { areaChain } from '@jiekun/schema'
import { dibaoStandards } from '../../../packages/policy/src/dibao-standards.ts'

/**
 * The decision tables once more as plain code, without a rule engine: the reference that the policy package's speed is
 * measured against, and the second reading that its results are compared with.
 */
export interface Assessed {
  archiveDecision: string
  unionCategory: string
  taskGroups: string[]
  aid: Record<string, string[]>
}

const workerStatuses = new Set([
  'on_job',
  'waiting',
  'unemployed_former_worker',
  'sick_leave',
  'early_retired',
  'migrant_worker',
])

function lineOf(household: Household): number {
  if (household.dibaoLineMonthFen != null) return household.dibaoLineMonthFen
  const year = Number(household.asOf.slice(0, 4))
  for (const area of areaChain(household.countyCode)) {
    let best: { year: number; urbanMonthFen: number } | undefined
    for (const each of dibaoStandards) {
      if (each.areaCode === area && each.year <= year && (!best || each.year > best.year)) best = each
    }
    if (best) return best.urbanMonthFen
  }
  throw new Error('no standard')
}

function ageAt(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}

export function handWritten(household: Household): Assessed {
  const { facts, members, asOf } = household
  const n = members.length
  const line = lineOf(household)
  const left = facts.disposableIncomeYearFen - facts.rigidSpendYearFen
  const isBelow = facts.countedIncomeMonthFen < line * n
  const loss = facts.eventLossYearFen > 0 && facts.eventLossYearFen * 100 > 80 * facts.disposableIncomeYearFen
  const deceased = facts.applicationState === 'applicant_deceased'
  const worker = deceased || members.some((each) => workerStatuses.has(each.workerStatus))
  const property = facts.housesOwned > 1 || facts.nonLivelihoodVehicles > 0 || facts.companyControl

  let category = 'none'
  if (worker && !property) {
    if (left < line * 12 * n) category = 'deep'
    else if (loss) category = 'accident'
    else if (left < 2 * line * 12 * n) category = 'relative'
  }
  let decision = 'eligible'
  if (deceased) decision = 'suspended_applicant_deceased'
  else if (!worker) decision = 'ineligible_not_worker'
  else if (property) decision = 'ineligible_property'
  else if (facts.archiveStatus === 'closed' && category === 'none') decision = 'remain_closed'
  else if (category === 'none') decision = 'ineligible_income'
  else if (category === 'relative' && facts.rigidSpendReasons.length === 0) decision = 'manual_review'

  const result: Assessed = { archiveDecision: decision, unionCategory: category, taskGroups: [], aid: {} }
  if (decision !== 'eligible' && decision !== 'manual_review') return result

  const groups = result.taskGroups
  const reform = facts.reformEvent !== 'none'
  const settled = facts.migrantWorker && facts.urbanResidenceMonths >= 12
  if (
    facts.onDibao &&
    members.some((m) => m.ableToWork && m.willingToWork && (m.registeredUnemployed || m.underemployed))
  )
    groups.push('四.(一)')
  if (isBelow && !facts.onDibao) groups.push('四.(二)')
  if (facts.majorEvent !== 'none' && facts.spendingSurge) groups.push('四.(三)')
  if (settled) groups.push('四.(四)')
  if (reform) groups.push('四.(五)')

  const inWorkingAge = (m: Member): boolean => {
    const age = ageAt(m.birthDate, asOf)
    return age >= 16 && age <= (m.sex === '1' ? 59 : 49)
  }
  const isOlder = (m: Member): boolean => ageAt(m.birthDate, asOf) >= (m.sex === '1' ? 50 : 40)
  const force = members.filter((m) => m.ableToWork && inWorkingAge(m))
  const zeroEmployment =
    force.length >= 2 &&
    force.every((m) => m.registeredUnemployed) &&
    !facts.businessOrInvestmentIncome &&
    !members.some((m) => m.workerStatus === 'on_job')

  const add = (clause: string, ...codes: string[]): void => {
    result.aid[clause] ??= []
    const list = result.aid[clause]
    for (const code of codes) if (!list.includes(code)) list.push(code)
  }
  let joblessSeeker = false
  for (const m of members) {
    const jobless = m.registeredUnemployed || m.workerStatus === 'waiting' || m.freshGradNotContinuing
    const seeks = m.ableToWork && m.willingToWork && (jobless || m.underemployed) && inWorkingAge(m)
    if (!seeks) continue
    add('五.(二).1', 'M116')
    if (jobless) {
      joblessSeeker = true
      add('五.(二).1', 'M101', 'M102', 'M103')
    }
    if (m.startupWish) add('五.(二).1', 'M104', 'M105', 'M106', 'M107', 'M108')
    if (m.freshGradNotContinuing) {
      add('五.(二).1', 'M112', 'M113')
      if (facts.onDibao || facts.hukouType === 'rural_pastoral') add('五.(二).1', 'M114')
    } else if (m.trainingWish) {
      const moved = m.workerStatus === 'waiting' || m.longStoppedEnterprise || reform
      add('五.(二).1', 'M111', moved ? 'M109' : 'M110')
    }
    if (m.registeredUnemployed && (isOlder(m) || zeroEmployment)) add('五.(二).1', 'M115')
  }
  const seriouslyIll = members.some((m) => m.majorIllness)
  if (seriouslyIll || (facts.rigidSpendReasons.includes('illness') && facts.majorEvent !== 'accident')) {
    add('五.(二).2', 'M204', 'M206')
    if (members.some((m) => m.workerStatus === 'on_job' && !m.employeeMedicalInsured)) add('五.(二).2', 'M201')
  }
  if (seriouslyIll) add('五.(二).2', 'M202', 'M205', 'M207')
  for (const m of members) {
    if (m.employerArrears) add('五.(二).3', 'M303', 'M304')
    if (m.insuranceInterruptedMonths > 0) add('五.(二).3', 'M301', 'M303')
    if (m.workInjury !== 'none') add('五.(二).3', 'M303', 'M306')
    if (m.workInjury === 'not_recognised') add('五.(二).3', 'M305')
  }
  if (facts.rigidSpendReasons.includes('education')) {
    for (const m of members) {
      if (m.studentStage === 'none') continue
      add('五.(二).4', 'M401')
      if (['senior_high', 'vocational', 'undergraduate', 'postgraduate'].includes(m.studentStage))
        add('五.(二).4', 'M402', 'M403', 'M404')
    }
  }
  const rentIsHeavy = facts.rentMonthFen > 0 && facts.rentMonthFen * 100 >= 30 * facts.countedIncomeMonthFen
  if (facts.housesOwned === 0 || facts.houseDangerGrade === 'C' || facts.houseDangerGrade === 'D' || rentIsHeavy)
    add('五.(二).5', 'M501', 'M502')
  if (facts.onDibao || isBelow) add('五.(二).6', 'M601')
  if (facts.majorEvent !== 'none') add('五.(二).6', 'M603')
  if (facts.majorEvent === 'natural_disaster') add('五.(二).6', 'M604')
  if (reform) {
    add('五.(三)', 'M702', 'M703')
    if (joblessSeeker) add('五.(三)', 'M701')
    if (facts.wantsPsychSupport) add('五.(三)', 'M704')
    if (facts.wantsLegalAid) add('五.(三)', 'M706')
  }
  if (settled) add('四.(四)', 'M801')
  if (decision === 'eligible') {
    add('五.(一)', 'M901', 'M902', 'M903')
    if (category === 'deep' && !members.some((m) => m.ableToWork)) add('三', 'M904')
  }
  for (const codes of Object.values(result.aid)) codes.sort()
  return result
}
