import { numberIn } from '@jiekun/pages'
import type { Child } from 'hono/jsx'
import type { Reader } from '../texts/texts.ts'

/** Entries of a kind shown before the rest folds away. */
const shown = 3

/** The first entries, and the rest where somebody asks for it. */
export function Folded({ reader: { say, language }, entries }: { reader: Reader; entries: readonly (() => Child)[] }) {
  const rest = entries.slice(shown)
  const list = (part: readonly (() => Child)[]) => (
    <ul class="seen">
      {part.map((entry) => (
        <li>{entry()}</li>
      ))}
    </ul>
  )
  return (
    <>
      {entries.length > 0 && list(entries.slice(0, shown))}
      {rest.length > 0 && (
        <details>
          <summary>{say('status.more').replace('{count}', numberIn(rest.length, language))}</summary>
          {list(rest)}
        </details>
      )}
    </>
  )
}
