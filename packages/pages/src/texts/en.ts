import type { TextKey } from './zh.ts'

/** What the frame of every page says, in English. */
export const en: Record<TextKey, string> = {
  name: 'Jiekun',
  full: 'Help for urban workers in hardship, Inner Mongolia',
  skip: 'Skip to content',
  switches: 'Language and size of type',
  elder: 'Large type',
  standard: 'Standard',
  explanation: 'Explanation',
  untranslated: 'Not translated into Mongolian yet; shown in Chinese.',
}
