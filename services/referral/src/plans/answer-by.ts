/**
 * How long an office has to answer a referral, calendar days. 内政发〔2018〕47号 sets no time; this is ours, until
 * working days can be counted.
 */
export const answerDays = 14

/** The ISO date so many calendar days after another. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
