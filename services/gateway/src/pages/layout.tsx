import type { Language } from '@jiekun/schema'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import { type Say, sayIn } from '../texts/texts.ts'

/** What a page needs to know of its reader. */
export interface Reader {
  language: Language
  say: Say
  /** The same page in the other language. */
  otherLanguage: string
}

/** The reader's language: from `?lang=`, which is remembered as on the public pages, else from the cookie, else Chinese. */
export function readerOf(c: Context): Reader {
  const asked = c.req.query('lang')
  if (asked === 'en' || asked === 'zh-CN') {
    const secure = new URL(c.req.url).protocol === 'https:'
    setCookie(c, 'lang', asked, { path: '/', httpOnly: true, sameSite: 'Lax', secure })
  }
  const language: Language = (asked ?? getCookie(c, 'lang')) === 'en' ? 'en' : 'zh-CN'
  const other = new URLSearchParams(c.req.query())
  other.set('lang', language === 'en' ? 'zh-CN' : 'en')
  return { language, say: sayIn(language), otherLanguage: `?${other}` }
}

/** The frame of every page; the stylesheet is that of the public pages. */
export function Page({ reader, title, children }: { reader: Reader; title: string; children?: Child }) {
  const { say, language } = reader
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - ${say('site.name')}`}</title>
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          {say('site.skip')}
        </a>
        <header>
          <a class="brand" href="/">
            <strong>{say('site.name')}</strong> <span>{say('site.full')}</span>
          </a>
          <a class="language" href={reader.otherLanguage}>
            {say('site.language')}
          </a>
        </header>
        <main id="main">
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}

/** What went wrong with a form, above it. */
export function Fault({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <div class="summary" role="alert">
      <p class="message">{text}</p>
    </div>
  )
}

interface FieldProps {
  name: string
  label: string
  type?: 'text' | 'password'
  autocomplete: string
  value?: string
  hint?: string
  numeric?: boolean
}

/** A field with its label. */
export function Field({ name, label, type = 'text', autocomplete, value, hint, numeric }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={type}
        class={numeric ? 'short' : undefined}
        inputmode={numeric ? 'numeric' : undefined}
        autocomplete={autocomplete}
        autocapitalize="none"
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
        value={value}
        required
      />
    </div>
  )
}

/** A page as a response. */
export const html = (c: Context, page: Child, status: 200 | 401 | 403 | 409 | 422 | 502 = 200) =>
  c.html(`<!doctype html>${page}`, status)
