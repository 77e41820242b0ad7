/** Who must act next on a referral. */
export type Duty = 'office' | 'union' | 'applicant'

/** How long somebody has in a state of a referral. */
export interface ServiceLevel {
  duty: Duty
  workingDays: number
}

/**
 * How long each state of a referral may last, in working days of the office's calendar. 内政发〔2018〕47号 says "每户一策" and
 * "分级负责" and sets no times: these are ours, unverified, until the departments publish theirs (六.(一), 部门服务清单).
 */
const levels = {
  created: { duty: 'office', workingDays: 3 },
  sent: { duty: 'office', workingDays: 3 },
  received: { duty: 'office', workingDays: 5 },
  accepted: { duty: 'office', workingDays: 10 },
  in_progress: { duty: 'office', workingDays: 20 },
  returned: { duty: 'union', workingDays: 10 },
  declined: { duty: 'union', workingDays: 5 },
  delivered: { duty: 'applicant', workingDays: 10 },
} as const satisfies Record<string, ServiceLevel>

/** States in which somebody is expected to act. */
export type AwaitedState = keyof typeof levels

/** Every such state, in the order in which a referral comes to them. */
export const awaitedStates = [
  'created',
  'sent',
  'received',
  'accepted',
  'in_progress',
  'returned',
  'declined',
  'delivered',
] as const satisfies readonly AwaitedState[]

/** Where the days come from. */
export const serviceLevelSource = {
  source: '内政发〔2018〕47号未规定期限；在部门公布服务清单（六.(一)）之前按本系统的默认期限',
  verified: false,
} as const

/** Days in which help is to be given once it is under way, where it takes more or less than the rule. */
const givenIn: Readonly<Record<string, number>> = {
  // Dibao is decided within 30 working days, 社会救助暂行办法 and its local rules.
  M601: 30,
  // Training courses and housing have terms of their own.
  M104: 60,
  M109: 60,
  M110: 60,
  M112: 60,
  M501: 120,
}

/** Emergency aid does not wait 先行救助: every state of it lasts a day, giving it three. */
const emergencyDays = { state: 1, giving: 3 }

/** The service level of a measure in a state; none where nobody has to act. */
export function serviceLevel(measure: string, state: string, isEmergency: boolean): ServiceLevel | undefined {
  if (!isAwaited(state)) return undefined
  const level = levels[state]
  if (level.duty !== 'office') return level
  if (isEmergency) {
    return { duty: 'office', workingDays: state === 'in_progress' ? emergencyDays.giving : emergencyDays.state }
  }
  return state === 'in_progress' ? { duty: 'office', workingDays: givenIn[measure] ?? level.workingDays } : level
}

const isAwaited = (state: string): state is AwaitedState => Object.hasOwn(levels, state)

/** Working days before a deadline at which whoever must act is warned; a day for short ones. */
export const warnBefore = (workingDays: number): number => (workingDays > 4 ? 2 : workingDays > 1 ? 1 : 0)

/** Working days between one escalation of a referral and the next. */
export const escalateEvery = (isEmergency: boolean): number => (isEmergency ? 1 : 3)
