import type { Language } from '@jiekun/schema'

/** How dates and numbers are written. Mongolian takes numbers alone: no library's words for months are shown as Mongolian. */
const localeOf: Record<Language, string> = { 'zh-CN': 'zh-CN', 'mn-Mong': 'zh-CN', en: 'en' }

const daysIn = new Map<string, Intl.DateTimeFormat>()

/** A format is costly to make and is asked for by every line of a list. */
function formatOf(language: Language, parts: 'day' | 'moment'): Intl.DateTimeFormat {
  const key = `${language} ${parts}`
  const known = daysIn.get(key)
  if (known) return known
  const isNumeric = language === 'mn-Mong'
  const made = new Intl.DateTimeFormat(
    localeOf[language],
    parts === 'day'
      ? { timeZone: 'UTC', dateStyle: isNumeric ? 'short' : 'long' }
      : { timeZone: 'Asia/Shanghai', dateStyle: isNumeric ? 'short' : 'medium', timeStyle: 'short' },
  )
  daysIn.set(key, made)
  return made
}

/** An ISO date as a reader of that language writes it. What is no date stays as it is. */
export const onDay = (day: string, language: Language): string => {
  const at = Date.parse(day)
  return Number.isNaN(at) ? day : formatOf(language, 'day').format(at)
}

/** A moment, RFC 3339 or milliseconds, as a reader of that language writes it, in China's time. */
export const when = (at: string | number, language: Language): string =>
  formatOf(language, 'moment').format(new Date(at))

/** A number in the groups of that language: 12,000. */
export const numberIn = (value: number, language: Language): string =>
  new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: 2 }).format(value)

/** An amount of fen in yuan, with cents where there are any: 1,500.50. */
export const yuanOf = (fen: number, language: Language): string =>
  new Intl.NumberFormat(localeOf[language], { minimumFractionDigits: fen % 100 === 0 ? 0 : 2 }).format(fen / 100)

/** Names one after the other. */
export const listed = (names: readonly string[], language: Language): string =>
  names.join(language === 'en' ? ', ' : '、')

/** Phrases one after the other: there may be commas within them. */
export const listedPhrases = (phrases: readonly string[], language: Language): string =>
  phrases.join(language === 'en' ? '; ' : '、')

/** What a thing is, and more of it. */
export const labelled = (label: string, more: string, language: Language): string =>
  `${label}${language === 'en' ? ': ' : '：'}${more}`
