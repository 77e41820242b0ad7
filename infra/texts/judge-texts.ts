import type { Texts } from './catalogues.ts'

/** A text that a language lacks. */
export interface Untranslated {
  key: string
  zh: string
  languages: ('en' | 'mn-Mong')[]
}

const han = /\p{Script=Han}/u
const mongolian = /\p{Script=Mongolian}/u

/**
 * Which texts of a catalogue are not translated: those that are missing or empty; of English those that are the Chinese
 * ones; of Mongolian those without a letter of its script, unless they have no words at all.
 */
export function untranslated({ zh, en, mn }: { zh: Texts; en: Texts; mn: Texts }): Untranslated[] {
  return Object.entries(zh).flatMap(([key, text]) => {
    const languages: Untranslated['languages'] = []
    const english = en[key] ?? ''
    if (english === '' || (english === text && han.test(text))) languages.push('en')
    const own = mn[key] ?? ''
    if (own === '' || (han.test(text) && !mongolian.test(own))) languages.push('mn-Mong')
    return languages.length > 0 ? [{ key, zh: text, languages }] : []
  })
}

/** Placeholders such as `{date}` that a translation lost or made up, by key: what it says would be wrong on the page. */
export function changedPlaceholders({ zh, en, mn }: { zh: Texts; en: Texts; mn: Texts }): string[] {
  const of = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join()
  return Object.entries(zh).flatMap(([key, text]) =>
    [en[key], mn[key]].some((other) => other !== undefined && other !== '' && of(other) !== of(text)) ? [key] : [],
  )
}

/** Keys of a translation that Chinese does not have: nobody ever reads their texts. */
export const strayKeys = ({ zh, en, mn }: { zh: Texts; en: Texts; mn: Texts }): string[] =>
  [...new Set([...Object.keys(en), ...Object.keys(mn)])].filter((key) => !Object.hasOwn(zh, key))

/**
 * Keys that no source uses: none that spells the key out, or a beginning of it that ends before a dot and from which keys
 * are put together. It may keep silent of one that is not used; one that it names is not.
 */
export function unusedKeys(keys: readonly string[], sources: readonly string[]): string[] {
  const spelled = new Set<string>()
  for (const source of sources) {
    for (const [, , text = ''] of source.matchAll(/(['"`])((?:(?!\1)[^\\\n])*?)\1/g)) spelled.add(text)
    // The part of a template before what is put in: `find.verdict.${verdict}`.
    for (const [, text = ''] of source.matchAll(/`([^`$\n]*)\$\{/g)) spelled.add(text.replace(/\.$/, ''))
  }
  return keys.filter((key) => !beginnings(key).some((each) => spelled.has(each)))
}

/** A key and all that it begins with, to a dot: `a.b.c`, `a.b`, `a`. */
function beginnings(key: string): string[] {
  const parts = key.split('.')
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'))
}
