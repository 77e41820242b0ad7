import { languageOfText, Part } from '@jiekun/pages'
import type { CaseView } from '@jiekun/schema/api'
import type { Reader } from '../texts/texts.ts'
import { Folded } from './folded.tsx'
import { when } from './when.ts'

/** What the applicant was sent, the latest first: a message that never arrived, or was deleted, is read here. */
export function MessagesView({ reader, messages }: { reader: Reader; messages: CaseView['messages'] }) {
  const { say, language } = reader
  const kept = messages.filter(({ body }) => body !== '')
  return (
    <Part reader={reader} title={say('messages.title')} id="messages">
      {kept.length === 0 && <p class="hint">{say('messages.none')}</p>}
      <Folded
        reader={reader}
        entries={kept.map((message) => () => (
          <>
            <time datetime={message.at}>{when(message.at, language)}</time>
            <span lang={languageOfText(message.body) ?? message.language}>{message.body}</span>
          </>
        ))}
      />
    </Part>
  )
}
