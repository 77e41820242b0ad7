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
