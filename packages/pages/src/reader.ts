import { type Language, languageSchema } from '@jiekun/schema'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Catalogue, Say } from './catalogue.ts'

/** What the frame of a page needs to know of its reader. */
export interface Frame {
  language: Language
  /** Large type and fewer words 长辈版. */
  isElder: boolean
  /** The query of the address, which the switches keep. */
  query: string
}

/** What a page needs to know of its reader. */
export interface Reader<Key extends string> extends Frame {
  say: Say<Key>
}

/** What a reader can choose in the frame; the names are those in the query. */
export interface Choice {
  lang?: Language
  elder?: 'yes' | 'no'
}

/** Whether the page came over https; a cookie marked secure would be lost on a local http address. */
export const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === 'https:'

const chosenLanguage = (c: Context): Language | undefined => languageSchema.safeParse(c.req.query('lang')).data
const chosenSize = (c: Context): 'yes' | 'no' | undefined =>
  (['yes', 'no'] as const).find((each) => each === c.req.query('elder'))

const keptSeconds = 365 * 24 * 60 * 60

/**
 * Remembers what a reader chooses by `?lang=` and `?elder=`, whatever the answer is: a redirect and an error too, so that
 * a choice is never lost on the way. Programs choose nothing.
 */
export const rememberChoices: MiddlewareHandler = async (c, next) => {
  await next()
  if (/^\/(api|hooks)(\/|$)/.test(c.req.path)) return
  const kept = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c), maxAge: keptSeconds } as const
  const language = chosenLanguage(c)
  const size = chosenSize(c)
  if (language !== undefined) setCookie(c, 'lang', language, kept)
  if (size !== undefined) setCookie(c, 'elder', size, kept)
}

/** The reader's language and size of type: what the address asks for, else what is remembered, else Chinese and standard. */
export const frameOf = (c: Context): Frame => ({
  language: chosenLanguage(c) ?? languageSchema.safeParse(getCookie(c, 'lang')).data ?? 'zh-CN',
  isElder: (chosenSize(c) ?? getCookie(c, 'elder')) === 'yes',
  query: new URL(c.req.url).search,
})

/** The query under which the same page stands with another choice. */
export function queryWith({ query }: Frame, choice: Choice): string {
  const changed = new URLSearchParams(query)
  for (const [name, value] of Object.entries(choice)) changed.set(name, value)
  return `?${changed}`
}

/** The reader of a page whose texts stand in a catalogue. */
export function readerOf<Key extends string>(c: Context, catalogue: Catalogue<Key>): Reader<Key> {
  const frame = frameOf(c)
  return { ...frame, say: catalogue.sayIn(frame.language) }
}
