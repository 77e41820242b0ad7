/**
 * What measures are called in Mongolian, by their codes, in its traditional script: written by translators, never by a
 * machine. What is missing is said in Chinese; `npm run i18n` lists it.
 */
export const mongolianMeasures: Readonly<Record<string, string>> = {}

/** What departments are called in Mongolian, by their codes. */
export const mongolianDepartments: Readonly<Record<string, string>> = {}
