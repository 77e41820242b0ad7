/** What is said once the form has been sent: the receipt, or that there is an application already. */

import { Page } from '@jiekun/pages'
import type { Receipt } from '@jiekun/schema'
import type { Reader } from '../texts/texts.ts'
import { Token } from './page-views.tsx'

export function ReceiptView({ reader, csrf, receipt }: { reader: Reader; csrf: string; receipt: Receipt }) {
  return (
    <Page
      reader={reader}
      title={reader.say('receipt.title')}
      again={{ path: '/apply/check', fields: [['csrf', csrf]] }}
    >
      <p class="lead">{reader.say('receipt.keep')}</p>
      <div class="card">
        <p>{reader.say('receipt.number')}</p>
        <p class="big" id="case-number">
          {receipt.caseNumber}
        </p>
        <p>{reader.say('receipt.code')}</p>
        <p class="big" id="access-code">
          {receipt.accessCode}
        </p>
      </div>
      <p class="actions">
        <a class="button" href="/status">
          {reader.say('home.status')}
        </a>
      </p>
    </Page>
  )
}

/** Said to a person who has an open application already; `caseNumber` only to the holder of its access code. */
export function AlreadyOpenView(props: {
  reader: Reader
  csrf: string
  caseNumber: string | undefined
  wrong: boolean
}) {
  const { reader } = props
  return (
    <Page
      reader={reader}
      title={reader.say('open.title')}
      again={{ path: '/apply/check', fields: [['csrf', props.csrf]] }}
    >
      <p class="lead">{reader.say('open.lead')}</p>
      {props.caseNumber !== undefined && (
        <div class="card">
          <p>{reader.say('open.number')}</p>
          <p class="big">{props.caseNumber}</p>
        </div>
      )}
      <form method="post" action="/apply/check">
        <Token csrf={props.csrf} />
        <div class={props.wrong ? 'field wrong' : 'field'}>
          {props.wrong && (
            <p class="message" id="accessCode-error">
              {reader.say('open.wrong')}
            </p>
          )}
          <label for="accessCode">{reader.say('field.accessCode')}</label>
          <input
            id="accessCode"
            name="accessCode"
            type="text"
            class="short"
            autocomplete="off"
            aria-describedby={props.wrong ? 'accessCode-error' : undefined}
          />
        </div>
        <p class="actions">
          <button type="submit">{reader.say('status.look')}</button>
        </p>
      </form>
    </Page>
  )
}
