import type * as z from 'zod'
import type { Operation } from './operation.ts'

/**
 * What `{name}` in an example of an operation stands for in the document. A test puts in its place what the house under
 * test knows by that name, so each value must be unlike every other text.
 */
export const sampleValues: Readonly<Record<string, string>> = {
  /** A case that was approved, with its file and its referrals. */
  caseNumber: '1502-261125-7K3M9QXR',
  accessCode: 'Q7RT-M2XK-9D4H',
  /** Who brought in a case for somebody else, and that case. */
  agentNumber: 'DB-7K3M-9QXR',
  agentCode: 'W2HT-8M4K-3DQ7',
  helpedCaseNumber: '1502-261125-3MT6XH9B',
  helpedAccessCode: 'H5VW-6N2C-8RK4',
  determinationId: '1502-019ab1c2-4f00-7a61-8d2e-5b7c9e0f1a23',
  /** A referral that its office has not answered. */
  referralId: '1502-019ab1c2-5a10-7c14-9f3b-2d4e6a8c0b57',
  /** Another one, and one that was delivered. */
  spareReferralId: '1502-019ab1c2-5b20-7d25-8a4c-3e5f7b9d1c68',
  deliveredReferralId: '1502-019ab1c2-5c30-7e36-9b5d-4f6a8c0e2d79',
  officeId: '1502-MZT-150203',
  /** A paper that was given with the case. */
  documentId: '4d1f6c02b87a4e3fa95c7e10d2683b5f',
  /** A case under review. */
  openCaseNumber: '1502-261125-4HN8VW2T',
  deadLetterId: 'notification.1502-019ab1c2-6b20-7e33-a1d5-8c0e2f4b6d79',
  /** Its household file. */
  fileNumber: '150203-2026-8J4T6WPN',
  /** How the applicants of the prepared cases are called. */
  applicantName: '乌云其木格',
  /** A case under review that the caller has claimed. */
  claimedCaseNumber: '1502-261125-2CV7RT5K',
  /** A case that waits for its applicant, and what opens it. */
  returnedCaseNumber: '1502-261125-7QW3ER5T',
  returnedAccessCode: 'H4JK-8NMV-2PQR',
  claimedTwinNumber: '1502-261126-7MW3PX9D',
  /** A case whose public notice is over, which somebody else has endorsed. */
  noticeCaseNumber: '1502-261125-9DZ4MX3Q',
  /** A case whose override somebody else has proposed. */
  overrideCaseNumber: '1502-261125-6BN8KJ1W',
  /** A case that was declined, of which nothing was referred. */
  declinedCaseNumber: '1502-261125-5FG2HS7V',
  /** A change that an applicant has reported. */
  requestId: '1502-019ab1c2-8a00-7b13-9c3d-2e4f6a8b0c1e',
  helperId: 'k3v9m2xq',
  /** A file that is paired with a helper. */
  pairedFileNumber: '150203-2026-3R7XK9MB',
  /** A simulation job of the caller that is done, and one that waits. */
  jobId: '1500-019ab1c2-7d10-7f52-b3e6-9a1c3d5e7f80',
  waitingJobId: '1500-019ab1c2-7d44-7a18-a2c4-6e8f0b2d4a6c',
  /** An office of the directory with an endpoint. */
  directoryOfficeId: '1502-NYJ-150203',
  /** One that shall get no more webhooks. */
  silentOfficeId: '1502-YJT-150203',
  /** A webhook that has lain in the inbox of its office. */
  deliveryId: '1502-019ab1c2-8c00-7a14-9a3c-2d4e6f8b0a1c',
  /** One that somebody sends once more. */
  replayedDeliveryId: '1502-019ab1c2-8c08-7a1b-8b3d-2e4f6a8c0b2d',
  /** A task of an office that cooperates. */
  cooperationTaskId: '1502-019ab1c2-8c11-7a25-9b4d-3e5f7a9c1b2d',
  /** A routing rule, and one that somebody will withdraw. */
  routingRuleId: '1500-019ab1c2-8c33-7b36-8c5e-4f6a8b0d2c3e',
  wrongRuleId: '1500-019ab1c2-8c55-7c47-9d6f-5a7b9c1e3d4f',
  /** An office with a digest. */
  digestOfficeId: '1502-GXT-150203',
  /** A county in which a referral waits for the union. */
  stalledCounty: '150204',
  auditId: '1502-019ab1c2-8e20-7b61-9c3d-5f7a9b1d3e5f',
  chainArea: '150200',
  userId: '1502-019ab1c2-9f30-7c72-8d4e-6a8b0c2e4f60',
  sessionId: '1502-019ab1c2-a040-7d83-9e5f-7b9c1d3f5a71',
  keyId: 'p7w2n5zc',
  /** A moment less than a year ahead. */
  keyExpiry: '2027-06-30T00:00:00.000Z',
  /** An invented person who has not applied. */
  freshIdNumber: '150203197701019070',
}

/** An example with its placeholders filled; throws where a name has no value. */
export function fillExample(
  example: NonNullable<Operation['example']>,
  values: Readonly<Record<string, string>>,
): NonNullable<Operation['example']> {
  const fill = (value: z.core.util.JSONType): z.core.util.JSONType => {
    if (typeof value === 'string') return fillText(value, values)
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)]))
  }
  const texts = (record: Record<string, string>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fillText(value, values)]))
  return {
    ...(example.params ? { params: texts(example.params) } : {}),
    ...(example.query ? { query: texts(example.query) } : {}),
    ...(example.body === undefined ? {} : { body: fill(example.body) }),
  }
}

function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the examples know nothing by the name of {${name}}`)
    return value
  })
}

/** The names that an example speaks of. */
export const namesIn = (example: Operation['example']): string[] => [
  ...new Set([...JSON.stringify(example ?? {}).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)),
]

/** A household of one in the exchange format: a migrant worker who was laid off. */
export const exampleFacts = {
  hukouType: 'urban',
  hukouCountyCode: '150203',
  migrantWorker: false,
  urbanResidenceMonths: 120,
  onDibao: false,
  countedIncomeMonthFen: 60000,
  disposableIncomeYearFen: 720000,
  rigidSpendYearFen: 300000,
  rigidSpendReasons: ['illness'],
  majorEvent: 'none',
  eventLossYearFen: 0,
  spendingSurge: false,
  medicalSelfPaidYearFen: 300000,
  housesOwned: 1,
  houseDangerGrade: 'none',
  rentMonthFen: 0,
  nonLivelihoodVehicles: 0,
  companyControl: false,
  financialAssetsFen: 0,
  reformEvent: 'none',
  businessOrInvestmentIncome: false,
  mainCause: 1,
  secondaryCauses: [],
  archiveStatus: 'none',
  unionMember: true,
  wantsPsychSupport: false,
  wantsLegalAid: false,
  applicationState: 'submitted',
}

export const exampleMember = {
  memberId: 'p1',
  relation: 'applicant',
  sex: '1',
  birthDate: '1977-01-01',
  workerStatus: 'unemployed_former_worker',
  ableToWork: true,
  willingToWork: true,
  registeredUnemployed: true,
  unemployedMonths: 6,
  underemployed: false,
  longStoppedEnterprise: false,
  trainingWish: true,
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
