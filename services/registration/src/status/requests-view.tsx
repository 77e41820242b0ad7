import { Part, Quoted } from '@jiekun/pages'
import { openStates, type RequestKind } from '@jiekun/schema'
import type { CaseView, OwnRequest } from '@jiekun/schema/api'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type CaseKey, type CaseOutcome, KeyFields } from './own-data-view.tsx'
import { onDay, when } from './when.ts'

interface Props {
  reader: Reader
  found: CaseView
  caseKey: CaseKey
  outcome: CaseOutcome | undefined
}

/** What the applicant has asked, what can be asked now, and the way out as long as nothing is decided. */
export function RequestsView({ reader, found, caseKey, outcome }: Props) {
  const { say } = reader
  const isOpen = openStates.some((state) => state === found.state) && found.erasedAt === null
  if (found.requests.length === 0 && found.mayAsk.length === 0 && !isOpen) return null
  return (
    <Part
      reader={reader}
      title={say('request.title')}
      id="requests"
      isOpen={outcome?.field?.startsWith('request-') ?? false}
    >
      {found.requests.length > 0 && (
        <ul class="seen">
          {found.requests.map((request) => (
            <li>
              <RequestView reader={reader} request={request} />
            </li>
          ))}
        </ul>
      )}
      {found.mayAsk.map((kind) => (
        <AskView reader={reader} kind={kind} caseKey={caseKey} outcome={outcome} />
      ))}
      {isOpen && (
        <details>
          <summary>{say('withdraw.title')}</summary>
          <p>{say('withdraw.lead')}</p>
          <form method="post" action="/status/withdrawals">
            <KeyFields of={caseKey} />
            <p class="actions">
              <button type="submit" class="plain">
                {say('withdraw.confirm')}
              </button>
            </p>
          </form>
        </details>
      )}
    </Part>
  )
}

function RequestView({ reader, request }: { reader: Reader; request: OwnRequest }) {
  const { say, language } = reader
  const { kind, madeAt, dueOn, text, state, outcome, answer } = request
  return (
    <>
      <strong>{sayCode(say, 'request.kind', kind)}</strong>
      <time datetime={madeAt}>{when(madeAt, language)}</time>
      {text !== null && (
        <p class="hint">
          <Quoted text={text} />
        </p>
      )}
      {state === 'open' ? (
        <p>{say('request.waits').replace('{date}', onDay(dueOn, language))}</p>
      ) : (
        <p>
          {outcome !== null && <strong>{sayCode(say, 'request.outcome', outcome)}</strong>}{' '}
          {answer !== null && <Quoted text={answer} />}
        </p>
      )}
    </>
  )
}

function AskView(props: { reader: Reader; kind: RequestKind; caseKey: CaseKey; outcome: CaseOutcome | undefined }) {
  const { reader, kind, caseKey, outcome } = props
  const { say } = reader
  const id = `request-${kind}`
  const isWrong = outcome?.field === id
  return (
    <details open={isWrong}>
      <summary>{sayCode(say, 'request.ask', kind)}</summary>
      <form method="post" action="/status/requests">
        <KeyFields of={caseKey} />
        <input type="hidden" name="kind" value={kind} />
        <div class={isWrong ? 'field wrong' : 'field'}>
          <label for={id}>{sayCode(say, 'request.label', kind)}</label>
          {isWrong && (
            <p class="message" id={`${id}-error`}>
              {say(outcome.text)}
            </p>
          )}
          <textarea
            id={id}
            name="text"
            rows={5}
            maxlength={1000}
            {...(isWrong ? { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` } : {})}
          />
        </div>
        <p class="actions">
          <button type="submit">{say('request.send')}</button>
        </p>
      </form>
    </details>
  )
}
