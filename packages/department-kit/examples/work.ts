/** Stands for the office's own software: here it keeps what it was told in memory. */
export interface Work {
  referralId: string
  measure: string
  version: number
  dueOn: string | null
}

export const toAnswer = new Map<string, Work>()
export const tasks = new Set<string>()
export const reminders: string[] = []

/** Of two notices of one referral the one with the higher version is the later one, in whichever order they come. */
export function answerSoon(work: Work): void {
  if (work.version > (toAnswer.get(work.referralId)?.version ?? 0)) toAnswer.set(work.referralId, work)
}
export const readAgain = answerSoon
export const forget = (referralId: string): void => void toAnswer.delete(referralId)
export const finishTask = (taskId: string): void => void tasks.add(taskId)
export const remindStaff = (referralId: string, dueOn: string | null): void =>
  void reminders.push(`${referralId} ${dueOn ?? ''}`)
