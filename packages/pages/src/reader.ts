import type { Language } from '@jiekun/schema'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Catalogue, Say } from './catalogue.ts'

/** What a page needs to know of its reader. */
export interface Reader<Key extends string> {
  language: Language
  say: Say<Key>
  /** The same page in the other language. */
  otherLanguage: string
}

/** Whether the page came over https; a cookie marked secure would be lost on a local http address. */
export const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === 'https:'

/** The reader's language: from `?lang=`, which is remembered, else from the cookie, else Chinese. */
export function languageOf(c: Context): Language {
  const asked = c.req.query('lang')
  if (asked === 'en' || asked === 'zh-CN') {
    setCookie(c, 'lang', asked, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) })
  }
  return (asked ?? getCookie(c, 'lang')) === 'en' ? 'en' : 'zh-CN'
}

/** Where the same page stands in the other language. */
export function otherLanguageOf(c: Context, language: Language): string {
  const query = new URLSearchParams(c.req.query())
  query.set('lang', language === 'en' ? 'zh-CN' : 'en')
  return `?${query}`
}

/** The reader of a page whose texts stand in a catalogue. */
export function readerOf<Key extends string>(c: Context, catalogue: Catalogue<Key>): Reader<Key> {
  const language = languageOf(c)
  return { language, say: catalogue.sayIn(language), otherLanguage: otherLanguageOf(c, language) }
}
