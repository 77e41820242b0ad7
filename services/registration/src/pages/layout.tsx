import type { Language } from '@jiekun/schema'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import { type Say, sayIn } from '../texts/texts.ts'

/** What a page needs to know of its reader. */
export interface Reader {
  language: Language
  say: Say
}

/** The reader's language: from `?lang=`, which is remembered, else from the cookie, else Chinese. */
export function readerOf(c: Context): Reader {
  const asked = c.req.query('lang')
  if (asked === 'en' || asked === 'zh-CN') {
    setCookie(c, 'lang', asked, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) })
  }
  const chosen = asked ?? getCookie(c, 'lang')
  const language: Language = chosen === 'en' ? 'en' : 'zh-CN'
  return { language, say: sayIn(language) }
}

/** Whether the page came over https; a cookie marked secure would be lost on a local http address. */
export const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === 'https:'

/** The frame of every page. */
export function Page(props: { reader: Reader; title: string; script?: string; children?: Child }) {
  const { reader, title, script, children } = props
  const { say, language } = reader
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - ${say('site.name')}`}</title>
        <link rel="stylesheet" href="/assets/style.css" />
        {script !== undefined && <script type="module" src={script} />}
      </head>
      <body>
        <a class="skip" href="#main">
          {say('site.skip')}
        </a>
        <header>
          <a class="brand" href="/">
            <strong>{say('site.name')}</strong> <span>{say('site.full')}</span>
          </a>
          <a class="language" href={`?lang=${language === 'en' ? 'zh-CN' : 'en'}`}>
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

/** A page as a response. */
export const html = (c: Context, page: Child, status: 200 | 403 | 404 | 409 | 422 = 200) =>
  c.html(`<!doctype html>${page}`, status)
