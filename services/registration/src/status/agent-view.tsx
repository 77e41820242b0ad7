import { Part, Quoted } from '@jiekun/pages'
import { type CaseAgent, messageTargets } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type CaseKey, KeyFields } from './own-data-view.tsx'
import { when } from './when.ts'

/** Who applied for the applicant, who gets the messages, and the way to end it. */
export function AgentView({ reader, agent, caseKey }: { reader: Reader; agent: CaseAgent; caseKey: CaseKey }) {
  const { say, language } = reader
  const { name, phone, kind, unit, since, endedAt } = agent
  return (
    <Part reader={reader} title={say('agent.title')} id="agent">
      <p>
        <Quoted
          text={[name, sayCode(say, 'option.agentKind', kind), unit, phone].filter((part) => part !== null).join(' · ')}
        />
        <time datetime={since}>{say('consent.at').replace('{at}', when(since, language))}</time>
      </p>
      {endedAt === null ? (
        <>
          <p class="hint">{say('agent.may')}</p>
          <MessagesForm reader={reader} agent={agent} caseKey={caseKey} />
          <form method="post" action="/status/agent">
            <KeyFields of={caseKey} />
            <p class="hint">{say('agent.endLead')}</p>
            <p class="actions">
              <button type="submit" class="plain" name="ends" value="yes">
                {say('agent.end')}
              </button>
            </p>
          </form>
        </>
      ) : (
        <p>{say('agent.endedAt').replace('{at}', when(endedAt, language))}</p>
      )}
    </Part>
  )
}

function MessagesForm({ reader, agent, caseKey }: { reader: Reader; agent: CaseAgent; caseKey: CaseKey }) {
  const { say } = reader
  return (
    <form method="post" action="/status/agent">
      <KeyFields of={caseKey} />
      <fieldset class="field">
        <legend>{say('agent.messages')}</legend>
        <div class="options stack">
          {messageTargets.map((value) => (
            <label>
              <input type="radio" name="messagesTo" value={value} checked={value === agent.messagesTo} />
              {sayCode(say, 'option.messagesToOf', value)}
            </label>
          ))}
        </div>
      </fieldset>
      <p class="actions">
        <button type="submit" class="plain">
          {say('agent.saveMessages')}
        </button>
      </p>
    </form>
  )
}
