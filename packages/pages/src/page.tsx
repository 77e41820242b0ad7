import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { frameTexts } from './frame-texts.ts'
import type { Reader } from './reader.ts'

interface PageProps {
  reader: Pick<Reader<never>, 'language' | 'otherLanguage'>
  title: string
  /** Room for lists: the text is as wide as the window allows, not as wide as a line reads well. */
  wide?: boolean
  /** A style sheet of these pages alone, beside that of every page. */
  stylesheet?: string
  /** A script of these pages alone. */
  script?: string | undefined
  children?: Child
}

/** The frame of every page. */
export function Page({ reader, title, wide = false, stylesheet, script, children }: PageProps) {
  const say = frameTexts.sayIn(reader.language)
  return (
    <html lang={reader.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - ${say('name')}`}</title>
        <link rel="stylesheet" href="/assets/style.css" />
        {stylesheet !== undefined && <link rel="stylesheet" href={stylesheet} />}
        {script !== undefined && <script type="module" src={script} />}
      </head>
      <body class={wide ? 'wide-page' : undefined}>
        <a class="skip" href="#main">
          {say('skip')}
        </a>
        <header>
          <a class="brand" href="/">
            <strong>{say('name')}</strong> <span>{say('full')}</span>
          </a>
          <a class="language" href={reader.otherLanguage}>
            {say('language')}
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
export const html = (c: Context, page: Child, status: ContentfulStatusCode = 200) =>
  c.html(`<!doctype html>${page}`, status)

/** A page that says in plain words what a problem says to programs: its status and its headers stay. */
export async function pageInPlaceOf(c: Context, problem: Response, page: Child): Promise<Response> {
  const rendered = await html(c, page)
  const headers = new Headers(rendered.headers)
  for (const [name, value] of problem.headers) if (name !== 'content-type') headers.set(name, value)
  return new Response(rendered.body, { status: problem.status, headers })
}
