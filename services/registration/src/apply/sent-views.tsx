/** What is said once the form has been sent: the receipt, or that there is an application already. */

import { Page } from '@jiekun/pages'
import type { Receipt } from '@jiekun/schema'
import type { Reader } from '../texts/texts.ts'

export function ReceiptView({ reader, receipt }: { reader: Reader; receipt: Receipt }) {
  return (
    <Page reader={reader} title={reader.say('receipt.title')}>
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

/** Said to the holder of the access code of an open application in place of making another one. */
export function AlreadyOpenView({ reader, caseNumber }: { reader: Reader; caseNumber: string }) {
  return (
    <Page reader={reader} title={reader.say('open.title')}>
      <p class="lead">{reader.say('open.lead')}</p>
      <div class="card">
        <p>{reader.say('open.number')}</p>
        <p class="big">{caseNumber}</p>
      </div>
      <p class="actions">
        <a class="button" href="/status">
          {reader.say('home.status')}
        </a>
      </p>
    </Page>
  )
}
