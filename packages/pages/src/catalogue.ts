import type { Language } from '@jiekun/schema'

/** Says a text of a catalogue. */
export type Say<Key extends string> = (key: Key) => string

/** The texts of a service's pages in every language, by key. */
export interface Catalogue<Key extends string> {
  sayIn(language: Language): Say<Key>
  /** Whether a text stands in the catalogue: for keys put together from codes. */
  isTextKey(key: string): key is Key
  /** The text of a key put together from codes, or the code itself where the catalogue has none. */
  sayCode(say: Say<Key>, prefix: string, code: string): string
}

/**
 * A catalogue of the Chinese texts, whose keys English must fill. Mongolian holds what its translators have written and
 * nothing else: a text that it lacks is said in Chinese, and `npm run i18n` lists it.
 */
export function catalogueOf<Key extends string>(
  zh: Readonly<Record<Key, string>>,
  en: Readonly<Record<NoInfer<Key>, string>>,
  mn?: Readonly<Partial<Record<NoInfer<Key>, string>>>,
): Catalogue<Key> {
  const texts: Record<Language, Readonly<Partial<Record<Key, string>>> | undefined> = { 'zh-CN': zh, 'mn-Mong': mn, en }
  const isTextKey = (key: string): key is Key => Object.hasOwn(zh, key)
  return {
    // An empty text is one that nobody has written yet.
    sayIn: (language) => (key) => texts[language]?.[key] || zh[key],
    isTextKey,
    sayCode(say, prefix, code) {
      const key = `${prefix}.${code}`
      return isTextKey(key) ? say(key) : code
    },
  }
}

/** A text with its `{names}` filled in. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
