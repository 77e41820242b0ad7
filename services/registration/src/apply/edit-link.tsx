import { labelled } from '@jiekun/pages'
import type { Reader } from '../texts/texts.ts'

/** The way to where an answer is changed; who hears the page hears of which. */
export const EditLink = ({ reader: { say, language }, href, of }: { reader: Reader; href: string; of: string }) => (
  <a href={href} aria-label={labelled(say('apply.edit'), of, language)}>
    {say('apply.edit')}
  </a>
)
