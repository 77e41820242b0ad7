import type { TextKey } from './zh.ts'

/**
 * The same in Mongolian, in its traditional script: written by translators, never by a machine. What is missing is said
 * in Chinese; `npm run i18n` lists it.
 */
export const mn: Partial<Record<TextKey, string>> = {}
