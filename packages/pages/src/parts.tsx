import type { Child } from 'hono/jsx'
import { frameTexts } from './frame-texts.ts'
import type { Frame } from './reader.ts'

/** What helps and need not be read: in large type it is folded away, so that what matters fits on the screen. */
export function Hint({ reader, children }: { reader: Frame; children?: Child }) {
  if (!reader.isElder) return <p class="hint">{children}</p>
  return (
    <details class="hint">
      <summary>{frameTexts.sayIn(reader.language)('explanation')}</summary>
      <p>{children}</p>
    </details>
  )
}

interface PartProps {
  reader: Frame
  title: string
  /** Where links of the page lead. */
  id?: string
  /** In large type too: something there waits for the reader. */
  isOpen?: boolean
  children?: Child
}

/** A part of a long page under its title; in large type folded away until it is asked for. */
export function Part({ reader, title, id, isOpen = false, children }: PartProps) {
  if (!reader.isElder)
    return (
      <>
        <h2 id={id}>{title}</h2>
        {children}
      </>
    )
  return (
    <details class="part" id={id} open={isOpen}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  )
}
