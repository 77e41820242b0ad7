import type { Language } from '@jiekun/schema'
import type { Child } from 'hono/jsx'
import { frameTexts } from './frame-texts.ts'
import { type Choice, type Frame, queryWith } from './reader.ts'

/** The form that showed a page, to be sent once more. */
export interface SentAgain {
  path: string
  fields: readonly (readonly [name: string, value: string])[]
}

/** What each language calls itself, so that everybody finds their own. */
const languageNames: readonly (readonly [language: Language, name: string])[] = [
  ['zh-CN', '中文'],
  ['mn-Mong', 'ᠮᠣᠩᠭᠣᠯ'],
  ['en', 'English'],
]

interface SwitchesProps {
  reader: Frame
  again: SentAgain | undefined
}

/** The choice of a language, and of large type. Without JavaScript: links, or buttons where a form must be sent again. */
export function Switches({ reader, again }: SwitchesProps) {
  const say = frameTexts.sayIn(reader.language)
  const size: Choice = { elder: reader.isElder ? 'no' : 'yes' }
  const choices = (
    <>
      {languageNames.map(([language, name]) =>
        language === reader.language ? (
          <span class="chosen" lang={language} aria-current="true">
            {name}
          </span>
        ) : (
          <Switch reader={reader} again={again} to={{ lang: language }} kind="language" lang={language}>
            {name}
          </Switch>
        ),
      )}
      <Switch reader={reader} again={again} to={size} kind="size">
        {say(reader.isElder ? 'standard' : 'elder')}
      </Switch>
    </>
  )
  return (
    <nav class="switches" aria-label={say('switches')}>
      {again === undefined ? (
        choices
      ) : (
        <form method="post" action={again.path}>
          {again.fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {choices}
        </form>
      )}
    </nav>
  )
}

interface SwitchProps extends SwitchesProps {
  to: Choice
  kind: 'language' | 'size'
  lang?: Language
  children?: Child
}

function Switch({ reader, again, to, kind, lang, children }: SwitchProps) {
  const query = queryWith(reader, to)
  return again === undefined ? (
    <a class={kind} href={query} lang={lang} hreflang={lang}>
      {children}
    </a>
  ) : (
    <button class={kind} type="submit" formaction={again.path + query} lang={lang}>
      {children}
    </button>
  )
}
