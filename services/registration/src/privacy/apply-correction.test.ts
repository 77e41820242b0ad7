import type { ApplicantIdentity, Facts, Member } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { applyCorrection, concernsPolicy, type Held } from './apply-correction.ts'

const identity: ApplicantIdentity = {
  name: '乌云',
  idNumber: '150203197701010018',
  phone: '13800138000',
  address: '幸福小区',
  bankAccount: '62220000',
}
const member: Member = {
  memberId: 'm1',
  relation: 'applicant',
  sex: '1',
  birthDate: '1977-01-01',
  workerStatus: 'on_job',
  ableToWork: true,
  willingToWork: true,
  registeredUnemployed: false,
  unemployedMonths: 0,
  underemployed: false,
  longStoppedEnterprise: false,
  trainingWish: false,
  startupWish: false,
  studentStage: 'none',
  freshGradNotContinuing: false,
  majorIllness: false,
  disabilityLevel: null,
  lostWorkAbility: false,
  employeeMedicalInsured: true,
  employeePensionInsured: true,
  insuranceInterruptedMonths: 0,
  employerArrears: false,
  cannotRetireDueToArrears: false,
  workInjury: 'none',
  onMedicalMutualAid: false,
}
const facts: Facts = {
  hukouType: 'urban',
  hukouCountyCode: '150203',
  migrantWorker: false,
  urbanResidenceMonths: 0,
  onDibao: false,
  countedIncomeMonthFen: 100_000,
  disposableIncomeYearFen: 1_200_000,
  rigidSpendYearFen: 0,
  rigidSpendReasons: ['illness'],
  majorEvent: 'none',
  eventLossYearFen: 0,
  spendingSurge: false,
  medicalSelfPaidYearFen: 0,
  housesOwned: 1,
  houseDangerGrade: 'none',
  rentMonthFen: 0,
  nonLivelihoodVehicles: 0,
  companyControl: false,
  financialAssetsFen: 0,
  reformEvent: 'none',
  businessOrInvestmentIncome: false,
  mainCause: 2,
  secondaryCauses: [],
  archiveStatus: 'none',
  unionMember: true,
  wantsPsychSupport: false,
  wantsLegalAid: false,
  applicationState: 'submitted',
}
const held: Held = { identity, facts, members: [member] }

describe('a correction', () => {
  it('changes what it names, keeps the rest, and says what was there before', () => {
    const {
      held: now,
      fields,
      before,
    } = applyCorrection(held, {
      identity: { phone: '13900000000' },
      facts: { rentMonthFen: 5, rigidSpendReasons: ['illness', 'education'] },
    })
    expect(now).toEqual({
      identity: { ...identity, phone: '13900000000' },
      facts: { ...facts, rentMonthFen: 5, rigidSpendReasons: ['illness', 'education'] },
      members: [member],
    })
    expect(fields).toEqual(['identity.phone', 'facts.rigidSpendReasons', 'facts.rentMonthFen'])
    expect(before).toEqual({
      'identity.phone': '13800138000',
      'facts.rigidSpendReasons': ['illness'],
      'facts.rentMonthFen': 0,
    })
  })

  it('of what is there already changes nothing', () => {
    const { fields } = applyCorrection(held, {
      identity: { ...identity },
      facts: { ...facts },
      members: [{ ...member }],
    })
    expect(fields).toEqual([])
  })

  it('takes an account out, and leaves it where it is not named', () => {
    expect(applyCorrection(held, { identity: { bankAccount: null } })).toMatchObject({
      held: { identity: { bankAccount: undefined } },
      fields: ['identity.bankAccount'],
    })
    expect(applyCorrection(held, { identity: { name: '乌兰' } }).held.identity.bankAccount).toBe('62220000')
  })

  it('concerns the policy where facts or members change, and not where only the identity does', () => {
    expect(concernsPolicy(['identity.phone', 'identity.idNumber'])).toBe(false)
    expect(concernsPolicy(['identity.phone', 'facts.rentMonthFen'])).toBe(true)
    expect(concernsPolicy(['members'])).toBe(true)
  })
})
