import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { frameTexts } from './frame-texts.ts'
import { markLanguages } from './mark-languages.ts'
import type { Frame } from './reader.ts'
import { type SentAgain, Switches } from './switches.tsx'

interface PageProps {
  reader: Frame
  title: string
  /** Room for lists: the text is as wide as the window allows, not as wide as a line reads well. */
  wide?: boolean
  /** A style sheet of these pages alone, beside that of every page. */
  stylesheet?: string
  /** A script of these pages alone. */
  script?: string | undefined
  /** For a page that no address shows: what is sent again where the reader chooses another language or size of type. */
  again?: SentAgain
  children?: Child
}

/** The frame of every page. Mongolian turns all of it into columns, by the style sheet. */
export function Page({ reader, title, wide = false, stylesheet, script, again, children }: PageProps) {
  const say = frameTexts.sayIn(reader.language)
  const isVertical = reader.language === 'mn-Mong'
  const classes = [isVertical && 'vertical', reader.isElder && 'elder'].filter((each) => each !== false)
  return (
    <html lang={reader.language} class={classes.length > 0 ? classes.join(' ') : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - ${say('name')}`}</title>
        <link rel="stylesheet" href="/assets/style.css" />
        {stylesheet !== undefined && <link rel="stylesheet" href={stylesheet} />}
        {script !== undefined && <script type="module" src={script} />}
        {isVertical && <script type="module" src="/assets/columns.js" />}
      </head>
      <body class={wide ? 'wide-page' : undefined}>
        <a class="skip" href="#main">
          {say('skip')}
        </a>
        <header>
          <a class="brand" href="/">
            <strong>{say('name')}</strong> <span>{say('full')}</span>
          </a>
          <Switches reader={reader} again={again} />
        </header>
        <main id="main">
          {isVertical && <p class="hint untranslated">{say('untranslated')}</p>}
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}

/** A page as a response. */
export const html = (c: Context, page: Child, status: ContentfulStatusCode = 200) =>
  c.html(`<!doctype html>${markLanguages(`${page}`)}`, status)

/** A page that says in plain words what a problem says to programs: its status and its headers stay. */
export async function pageInPlaceOf(c: Context, problem: Response, page: Child): Promise<Response> {
  const rendered = await html(c, page)
  const headers = new Headers(rendered.headers)
  for (const [name, value] of problem.headers) if (name !== 'content-type') headers.set(name, value)
  return new Response(rendered.body, { status: problem.status, headers })
}
