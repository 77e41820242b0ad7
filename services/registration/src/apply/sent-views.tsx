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
      {receipt.agent && <AgentSlip reader={reader} agent={receipt.agent} />}
      <p class="actions">
        <a class="button" href="/status">
          {reader.say('home.status')}
        </a>
      </p>
    </Page>
  )
}

/** What the agent keeps: another number and code than the applicant's, which are not theirs to keep. */
const AgentSlip = ({ reader: { say }, agent }: { reader: Reader; agent: NonNullable<Receipt['agent']> }) => (
  <>
    <p>{say('receipt.forApplicant')}</p>
    <h2>{say('receipt.forAgent')}</h2>
    <p>{say('receipt.agentLead')}</p>
    <div class="card">
      <p>{say('field.agentNumber')}</p>
      <p class="big" id="agent-number">
        {agent.agentNumber}
      </p>
      <p>{say('field.agentCode')}</p>
      <p class="big" id="agent-code">
        {agent.agentCode}
      </p>
    </div>
    <p>
      <a href="/helping">{say('helping.title')}</a>
    </p>
  </>
)

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
