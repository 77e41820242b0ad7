import { Alert, labelled, numberIn, Page, Part, Quoted } from '@jiekun/pages'
import { measureNameIn } from '@jiekun/policy'
import { areaFullName, type Missing, missingNames, nameIn } from '@jiekun/schema'
import type { CaseView } from '@jiekun/schema/api'
import { CaseDocumentsView } from '../documents/status-view.tsx'
import { documentsScript } from '../documents/views.tsx'
import { CorrectedStep } from '../own-correction/corrected-step.tsx'
import { FactsWay } from '../own-correction/status-view.tsx'
import { type Reader, sayCode } from '../texts/texts.ts'
import { AgentView } from './agent-view.tsx'
import { ConsentsView } from './consents-view.tsx'
import { ContactView } from './contact-view.tsx'
import { groupTimeline, type TimelineGroup } from './group-timeline.ts'
import { GuardiansView } from './guardians-view.tsx'
import { MeasuresView } from './measures-view.tsx'
import { MessagesView } from './messages-view.tsx'
import { type CaseKey, type CaseOutcome, KeyFields, OwnDataView } from './own-data-view.tsx'
import { RequestsView } from './requests-view.tsx'
import { SeenView } from './seen-view.tsx'
import { onDay, when } from './when.ts'

/** What happens next, and by when. */
function nextOf({ say, language }: Reader, stage: string, { noticeEndsOn, dueOn, state }: CaseView): string {
  const day = state === 'public_notice' ? noticeEndsOn : dueOn
  return sayCode(say, 'next', stage).replace('{date}', day === null ? '' : onDay(day, language))
}

/** Outcomes that went well. */
const goodNews: ReadonlySet<string> = new Set([
  'documents.handedBack',
  'mine.done',
  'confirm.done',
  'confirm.disputed',
  'request.done',
  'withdraw.done',
  'consent.given',
  'consent.withdrawn',
  'guardian.withdrawn',
  'agent.done',
  'agent.ended',
])

/** A case as its applicant sees it. */
export function StatusView({
  reader,
  found,
  caseKey,
  outcome,
  given,
  waiting,
}: {
  reader: Reader
  found: CaseView
  caseKey: CaseKey
  outcome: CaseOutcome | undefined
  given: Omit<Parameters<typeof CaseDocumentsView>[0], 'reader' | 'isReturned'> | undefined
  /** When a correction that was begun and not sent was last changed. */
  waiting: Date | undefined
}) {
  const { say, language } = reader
  const stage = found.planCompletedAt === null ? found.state : 'completed'
  const next = found.comeInPerson ? say('next.comeInPerson') : nextOf(reader, stage, found)
  return (
    <Page
      reader={reader}
      title={sayCode(say, 'state', stage)}
      script={documentsScript}
      again={{ path: '/status', fields: Object.entries(caseKey) }}
    >
      {outcome && (
        <Alert good={goodNews.has(outcome.text)}>
          <p>
            {outcome.field === undefined ? say(outcome.text) : <a href={`#${outcome.field}`}>{say(outcome.text)}</a>}
          </p>
          {outcome.accessCode !== undefined && (
            <p class="big" id="access-code">
              {outcome.accessCode}
            </p>
          )}
        </Alert>
      )}
      <p class="lead">{next}</p>
      {found.state === 'under_review' && found.measures.length === 0 && <p>{say('next.emergency')}</p>}
      {found.responsible !== null && (
        <div class="responsible">
          {say('status.responsible')}
          <ContactView reader={reader} contact={found.responsible} />
        </div>
      )}
      {found.fileNumber !== null && <CardLink reader={reader} caseKey={caseKey} />}
      {/* In large type the parts are folded, each under its title. */}
      {!reader.isElder && (
        <nav class="ways" aria-label={say('status.parts')}>
          {found.measures.length > 0 && <a href="#measures">{say('status.measures')}</a>}
          <a href="#timeline">{say('status.timeline')}</a>
          <a href="#messages">{say('messages.title')}</a>
          {(found.mayAsk.length > 0 || found.requests.length > 0) && <a href="#requests">{say('request.title')}</a>}
          {found.agent !== null && found.erasedAt === null && <a href="#agent">{say('agent.title')}</a>}
          {found.erasedAt === null && <a href="#mine">{say('mine.title')}</a>}
        </nav>
      )}
      {found.missing !== null && <MissingView reader={reader} missing={found.missing} />}
      {found.state === 'returned' && <FactsWay reader={reader} found={found} caseKey={caseKey} waiting={waiting} />}
      <div class="card">
        <dl>
          <dt>{say('field.caseNumber')}</dt>
          <dd>{found.caseNumber}</dd>
          <dt>{say('status.applicant')}</dt>
          <dd>
            <Quoted text={found.applicant.name} />
          </dd>
          <dt>{say('status.county')}</dt>
          <dd>
            <Quoted text={areaFullName(found.countyCode)} />
          </dd>
          {found.fileNumber !== null && (
            <>
              <dt>{say('status.file')}</dt>
              <dd>{found.fileNumber}</dd>
            </>
          )}
        </dl>
      </div>
      {found.reasons.length > 0 && (
        <Part reader={reader} title={say('status.reasons')}>
          {found.reasons.map((reason) => (
            <p>
              <Quoted text={language === 'en' ? reason.en : reason.zh} />
            </p>
          ))}
        </Part>
      )}
      {found.measures.length > 0 && <MeasuresView reader={reader} measures={found.measures} caseKey={caseKey} />}
      {given && found.erasedAt === null && (
        <CaseDocumentsView reader={reader} isReturned={found.state === 'returned'} {...given} />
      )}
      <TimelineView reader={reader} timeline={found.timeline} />
      <MessagesView reader={reader} messages={found.messages} />
      <RequestsView reader={reader} found={found} caseKey={caseKey} outcome={outcome} />
      <SeenView reader={reader} found={found} />
      {found.erasedAt === null && <ConsentsView reader={reader} consents={found.consents} caseKey={caseKey} />}
      {found.erasedAt === null && <GuardiansView reader={reader} consents={found.guardianConsents} caseKey={caseKey} />}
      {found.agent !== null && found.erasedAt === null && (
        <AgentView reader={reader} agent={found.agent} caseKey={caseKey} />
      )}
      <OwnDataView reader={reader} found={found} caseKey={caseKey} outcome={outcome} />
      {found.state !== 'returned' && <FactsWay reader={reader} found={found} caseKey={caseKey} waiting={waiting} />}
    </Page>
  )
}

/** What happened in a case, the first step first. */
export const TimelineView = ({ reader, timeline }: { reader: Reader; timeline: CaseView['timeline'] }) => (
  <Part reader={reader} title={reader.say('status.timeline')} id="timeline">
    <ol class="timeline">
      {groupTimeline(timeline).map((group) => (
        <li>
          <time datetime={group.last}>{when(group.last, reader.language)}</time>
          <StepView reader={reader} group={group} />
        </li>
      ))}
    </ol>
  </Part>
)

/** The way to the contact card, once the file is open. */
const CardLink = ({ reader: { say }, caseKey }: { reader: Reader; caseKey: CaseKey }) => (
  <form method="post" action="/status/card">
    <KeyFields of={caseKey} />
    <p class="actions">
      <button type="submit" class="plain">
        {say('card.open')}
      </button>
    </p>
  </form>
)

export function MissingView({ reader: { say, language }, missing }: { reader: Reader; missing: Missing }) {
  return (
    <>
      <h2>{say('status.missing')}</h2>
      <ul>
        {missing.items.map((code) => (
          <li>{nameIn(missingNames[code], language)}</li>
        ))}
      </ul>
      <p>
        <Quoted text={missing.note} />
      </p>
      <p class="ways">
        <a href="#documents">{say('documents.add')}</a>
      </p>
    </>
  )
}

/** What happened, and to which measures; many of them stay folded away until somebody asks. */
function StepView({ reader, group }: { reader: Reader; group: TimelineGroup }) {
  const step = sayCode(reader.say, 'event', group.type)
  if (group.corrected) return <CorrectedStep reader={reader} step={step} corrected={group.corrected} />
  const [first, ...others] = group.measures.map((code) => measureNameIn(code, reader.language))
  if (first === undefined) return <>{step}</>
  if (others.length === 0) return <>{labelled(step, first, reader.language)}</>
  return (
    <details>
      <summary>
        {labelled(
          step,
          reader.say('status.count').replace('{count}', numberIn(group.measures.length, reader.language)),
          reader.language,
        )}
      </summary>
      <ul>
        {[first, ...others].map((name) => (
          <li>{name}</li>
        ))}
      </ul>
    </details>
  )
}
