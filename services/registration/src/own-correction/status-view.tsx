import type { CaseView } from '@jiekun/schema/api'
import { type CaseKey, KeyFields } from '../status/own-data-view.tsx'
import { when } from '../status/when.ts'
import type { Reader } from '../texts/texts.ts'

/** States in which it is too late for a correction, and a change can be reported. */
const endorsed: readonly string[] = ['public_notice', 'approved']

/** The way from a case to putting its facts right, or why there is none any more. `waiting`: one that was begun and not sent. */
export function FactsWay(props: { reader: Reader; found: CaseView; caseKey: CaseKey; waiting: Date | undefined }) {
  const { reader, found, caseKey, waiting } = props
  const { say, language } = reader
  if (!found.mayCorrect) {
    const isFollowed = found.erasedAt === null && endorsed.includes(found.state)
    return isFollowed ? <p class="hint">{say('facts.later')}</p> : null
  }
  const isReturned = found.state === 'returned'
  return (
    <form method="post" action="/status/facts" class={isReturned ? 'card' : undefined} id="facts">
      <KeyFields of={caseKey} />
      <p>{say(isReturned ? 'facts.openReturned' : 'facts.openLead')}</p>
      <p class="actions">
        <button type="submit" class={isReturned ? undefined : 'plain'}>
          {waiting === undefined
            ? say('facts.open')
            : say('facts.goOn').replace('{at}', when(waiting.toISOString(), language))}
        </button>
      </p>
    </form>
  )
}
