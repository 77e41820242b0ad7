import * as z from 'zod'
import { countyCodeSchema } from './areas.ts'

/**
 * The exchange format of a household: what the policy reads. Money is integer fen, dates are ISO dates, codes are strings.
 * It carries no name and no number of a person, so that it can be sent, logged in tests and recomputed freely.
 */

/** Highest amount that one fact may hold: ten thousand million yuan, far inside exact integers even when cross-multiplied. */
const maxFen = 1_000_000_000_000
/** A household of more people than this is a typing error or an attack. */
export const maxMembers = 20

const fen = z.int().min(0).max(maxFen)
const months = z.int().min(0).max(1200)
const count = z.int().min(0).max(100)

/**
 * A code whose list the policy leaves open ("等", "其他"): only the values named in the decision tables have an effect,
 * and any other well-formed code is carried as it is.
 */
const openCode = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a lower-case code')

export const hukouTypes = ['urban', 'rural_pastoral'] as const
export const rigidSpendReasons = ['illness', 'disability', 'education'] as const
export const houseDangerGrades = ['none', 'A', 'B', 'C', 'D'] as const
export const studentStages = [
  'none',
  'preschool',
  'primary',
  'junior_middle',
  'senior_high',
  'vocational',
  'undergraduate',
  'postgraduate',
] as const
/** The statuses that make a household a worker household, then those that do not. */
export const workerStatuses = [
  'on_job',
  'waiting',
  'unemployed_former_worker',
  'sick_leave',
  'early_retired',
  'migrant_worker',
  'none',
  'retired',
  'self_employed',
  'flexible_employment',
] as const

/** The values of the open codes that forms offer. */
export const knownCodes = {
  relation: ['applicant', 'spouse', 'child', 'parent', 'grandparent', 'grandchild', 'sibling', 'other'],
  majorEvent: ['none', 'major_illness', 'natural_disaster', 'accident', 'other'],
  reformEvent: [
    'none',
    'overcapacity',
    'merger',
    'bankruptcy',
    'state_enterprise',
    'institution',
    'suspension',
    'other',
  ],
  workInjury: ['none', 'not_recognised', 'benefits_unpaid', 'recognised'],
  archiveStatus: ['none', 'open', 'closed'],
  applicationState: ['submitted', 'applicant_deceased'],
} as const

/** Calendar date as YYYY-MM-DD. */
export const isoDateSchema = z.iso.date()

export const factsSchema = z
  .strictObject({
    hukouType: z.enum(hukouTypes),
    /** Where the household is registered; may lie outside the region. */
    hukouCountyCode: z.string().regex(/^[1-9]\d{5}$/, 'must be a GB/T 2260 code of six digits'),
    migrantWorker: z.boolean(),
    urbanResidenceMonths: months,
    onDibao: z.boolean(),
    countedIncomeMonthFen: fen,
    disposableIncomeYearFen: fen,
    rigidSpendYearFen: fen,
    rigidSpendReasons: z
      .array(z.enum(rigidSpendReasons))
      .max(rigidSpendReasons.length)
      .refine((reasons) => new Set(reasons).size === reasons.length, 'must not name a reason twice'),
    majorEvent: openCode,
    eventLossYearFen: fen,
    spendingSurge: z.boolean(),
    medicalSelfPaidYearFen: fen,
    housesOwned: count,
    houseDangerGrade: z.enum(houseDangerGrades),
    rentMonthFen: fen,
    nonLivelihoodVehicles: count,
    companyControl: z.boolean(),
    financialAssetsFen: fen,
    reformEvent: openCode,
    businessOrInvestmentIncome: z.boolean(),
    /** Cause of hardship by the code of the union's register. */
    mainCause: z.int().min(1).max(99),
    secondaryCauses: z.array(z.int().min(1).max(99)).max(20),
    archiveStatus: openCode,
    unionMember: z.boolean(),
    wantsPsychSupport: z.boolean(),
    wantsLegalAid: z.boolean(),
    applicationState: openCode,
  })
  .meta({ id: 'Facts' })

export const memberSchema = z
  .strictObject({
    memberId: z.string().regex(/^[A-Za-z0-9_-]{1,36}$/, 'must be letters, digits, _ or -'),
    relation: openCode,
    /** GB/T 2261.1: 1 male, 2 female. Age bounds of the policy need one of the two. */
    sex: z.enum(['1', '2']),
    birthDate: isoDateSchema.refine((date) => date >= '1900-01-01', 'must not be before 1900'),
    workerStatus: z.enum(workerStatuses),
    ableToWork: z.boolean(),
    willingToWork: z.boolean(),
    registeredUnemployed: z.boolean(),
    unemployedMonths: months,
    underemployed: z.boolean(),
    longStoppedEnterprise: z.boolean(),
    trainingWish: z.boolean(),
    startupWish: z.boolean(),
    studentStage: z.enum(studentStages),
    freshGradNotContinuing: z.boolean(),
    majorIllness: z.boolean(),
    disabilityLevel: z.int().min(1).max(4).nullable(),
    lostWorkAbility: z.boolean(),
    employeeMedicalInsured: z.boolean(),
    employeePensionInsured: z.boolean(),
    insuranceInterruptedMonths: months,
    employerArrears: z.boolean(),
    cannotRetireDueToArrears: z.boolean(),
    workInjury: openCode,
    onMedicalMutualAid: z.boolean(),
  })
  .meta({ id: 'Member' })

export const membersSchema = z
  .array(memberSchema)
  .min(1)
  .max(maxMembers)
  .superRefine((members, ctx) => {
    const seen = new Set<string>()
    members.forEach((member, index) => {
      if (seen.has(member.memberId)) {
        ctx.addIssue({ code: 'custom', path: [index, 'memberId'], message: 'must be unique in the household' })
      }
      seen.add(member.memberId)
    })
    const applicants = members.filter((member) => member.relation === 'applicant')
    if (applicants.length > 1) ctx.addIssue({ code: 'custom', path: [], message: 'has more than one applicant' })
  })

/** A household on a date, in the county where help is applied for. */
export const householdSchema = z
  .strictObject({
    asOf: isoDateSchema,
    countyCode: countyCodeSchema,
    /** Dibao standard per person per month, where the household carries one; otherwise the published table answers. */
    dibaoLineMonthFen: fen.min(1).nullish(),
    facts: factsSchema,
    members: membersSchema,
  })
  .superRefine((household, ctx) => {
    household.members.forEach((member, index) => {
      if (member.birthDate > household.asOf) {
        ctx.addIssue({ code: 'custom', path: ['members', index, 'birthDate'], message: 'must not be in the future' })
      }
    })
  })

export type Facts = z.infer<typeof factsSchema>
export type Member = z.infer<typeof memberSchema>
export type Household = z.infer<typeof householdSchema>
