/** An ISO date as one number, YYYYMMDD; the date is known to be well formed. */
export function compactDate(date: string): number {
  let value = 0
  for (let at = 0; at < 10; at++) {
    if (at !== 4 && at !== 7) value = value * 10 + date.charCodeAt(at) - 48
  }
  return value
}

/**
 * Age in whole years on a day, both as ISO dates. The birthday itself counts as reached; who was born on 29 February
 * reaches it on 1 March of a common year.
 */
export const ageOn = (birthDate: string, day: string): number => ageOnDay(birthDate, compactDate(day))

/** The same with the day as a number, for whoever asks for many people on one day. */
export const ageOnDay = (birthDate: string, day: number): number => Math.floor((day - compactDate(birthDate)) / 10_000)
