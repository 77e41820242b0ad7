import type { Language } from '@jiekun/schema'
import { en } from './en.ts'
import { type TextKey, zh } from './zh.ts'

/** Says a text of the catalogue. */
export type Say = (key: TextKey) => string

const catalogues: Record<Language, Record<TextKey, string>> = { 'zh-CN': zh, en }

/** The catalogue of a language. */
export const sayIn =
  (language: Language): Say =>
  (key) =>
    catalogues[language][key]

/** Whether a text stands in the catalogue: for keys put together from codes. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(zh, key)

/** The text of a key put together from codes, or the code itself where the catalogue has none. */
export const sayCode = (say: Say, prefix: string, code: string): string => {
  const key = `${prefix}.${code}`
  return isTextKey(key) ? say(key) : code
}
