import type { Language } from './application.ts'

/** What a thing is called: in Chinese, in English, and in Mongolian once a translator has written it. */
export interface Names {
  zh: string
  en: string
  mn?: string
}

/** The name in a language; the Chinese one as long as there is none in Mongolian. */
export function nameIn({ zh, en, mn }: Names, language: Language): string {
  if (language === 'en') return en
  return language === 'mn-Mong' ? mn || zh : zh
}
