import { Hint, Page, Quoted } from '@jiekun/pages'
import { agentKinds, areaFullName } from '@jiekun/schema'
import type { HelpedCase } from '@jiekun/schema/api'
import { sharedHead, toTimelineEntry } from '../applications/read-case.ts'
import type { loadCase } from '../applications/store.ts'
import { CaseDocumentsView } from '../documents/status-view.tsx'
import { documentsScript, Hidden } from '../documents/views.tsx'
import { ContactView } from '../status/contact-view.tsx'
import { MeasuresView } from '../status/measures-view.tsx'
import { MissingView, TimelineView } from '../status/status-view.tsx'
import { onDay } from '../status/when.ts'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { knownHelp, knownSteps } from '../twins/known-help.ts'
import type { HelpedCaseKey, HelpedKey } from './read-helped.ts'

/** What is asked next, of whom, and by when. */
const nextFor = ({ say, language }: Reader, stage: string, day: string | null): string =>
  sayCode(say, 'helping.next', stage).replace('{date}', day === null ? '' : onDay(day, language))

/** The form that an agent opens their list by. */
export function HelpingLookUpView({ reader, wrong }: { reader: Reader; wrong: TextKey | undefined }) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('helping.title')}>
      <p class="lead">{say('helping.lead')}</p>
      {wrong !== undefined && (
        <div class="summary" role="alert">
          <p class="message">{say(wrong)}</p>
        </div>
      )}
      <form method="post" action="/helping">
        <div class="field">
          <label for="agentNumber">{say('field.agentNumber')}</label>
          <input id="agentNumber" name="agentNumber" type="text" autocomplete="off" />
        </div>
        <div class="field">
          <label for="agentCode">{say('field.agentCode')}</label>
          <input id="agentCode" name="agentCode" type="text" class="short" autocomplete="off" />
        </div>
        <p class="actions">
          <button type="submit">{say('helping.look')}</button>
          <a class="button plain" href="/apply">
            {say('helping.first')}
          </a>
        </p>
      </form>
    </Page>
  )
}

/** The cases of an agent: whose, where they stand, what is asked next and by when. */
export function HelpedListView(props: { reader: Reader; agentKey: HelpedKey; cases: readonly HelpedCase[] }) {
  const { reader, agentKey, cases } = props
  const { say } = reader
  return (
    <Page reader={reader} title={say('helping.title')} again={{ path: '/helping', fields: Object.entries(agentKey) }}>
      {cases.length === 0 && <p>{say('helping.none')}</p>}
      {cases.map((each) => {
        const stage = each.planCompleted ? 'completed' : each.state
        return (
          <section class="card">
            <h2 id={`of-${each.caseNumber}`}>
              <Quoted text={each.applicantName} />
            </h2>
            <p>
              <strong>{sayCode(say, 'state', stage)}</strong>
              <span class="office">
                <span id={`number-${each.caseNumber}`}>{each.caseNumber}</span> ·{' '}
                <Quoted text={areaFullName(each.countyCode)} />
              </span>
            </p>
            <p>{nextFor(reader, stage, each.dueOn)}</p>
            <form method="post" action="/helping/case">
              <Hidden fields={{ ...agentKey, caseNumber: each.caseNumber }} />
              <button
                type="submit"
                id={`open-${each.caseNumber}`}
                aria-labelledby={['open', 'of', 'number'].map((part) => `${part}-${each.caseNumber}`).join(' ')}
              >
                {say('helping.open')}
              </button>
            </form>
          </section>
        )
      })}
      <h2>{say('helping.next')}</h2>
      <form method="post" action="/apply">
        <Hidden fields={{ ...agentKey }} />
        <fieldset class="field">
          <legend>{say('helping.kind')}</legend>
          <div class="options stack">
            {agentKinds.map((kind, at) => (
              <label>
                <input type="radio" name="applyingFor" value={kind} checked={at === 0} />
                {sayCode(say, 'option.applyingFor', kind)}
              </label>
            ))}
          </div>
        </fieldset>
        <p class="actions">
          <button type="submit" class="plain">
            {say('apply.start')}
          </button>
        </p>
      </form>
    </Page>
  )
}

interface HelpedCaseProps {
  reader: Reader
  caseKey: HelpedCaseKey
  found: NonNullable<Awaited<ReturnType<typeof loadCase>>>
  outcome: TextKey | undefined
  given: Omit<Parameters<typeof CaseDocumentsView>[0], 'reader' | 'isReturned' | 'caseKey' | 'base'>
}

/** A case as its agent sees it: what has happened, what is asked, and the papers to add; nothing that is the applicant's alone. */
export function HelpedCaseView({ reader, caseKey, found, outcome, given }: HelpedCaseProps) {
  const { say } = reader
  const head = sharedHead(found.application)
  const stage = head.planCompletedAt === null ? head.state : 'completed'
  const timeline = found.timeline.map(toTimelineEntry)
  const known = knownHelp({ noticeEndsOn: head.noticeEndsOn, timeline, measures: found.measures })
  const measures = found.measures.filter(({ referralId }) => known.referral(referralId))
  return (
    <Page
      reader={reader}
      title={sayCode(say, 'state', stage)}
      script={documentsScript}
      again={{ path: '/helping/case', fields: Object.entries(caseKey) }}
    >
      {outcome !== undefined && (
        <p class="card" role="status">
          {say(outcome)}
        </p>
      )}
      <p class="lead">{nextFor(reader, stage, head.state === 'public_notice' ? head.noticeEndsOn : head.dueOn)}</p>
      <Hint reader={reader}>{say('helping.seen')}</Hint>
      <div class="card">
        <dl>
          <dt>{say('field.caseNumber')}</dt>
          <dd>{head.caseNumber}</dd>
          <dt>{say('status.applicant')}</dt>
          <dd>
            <Quoted text={head.applicant.name} />
          </dd>
          <dt>{say('status.county')}</dt>
          <dd>
            <Quoted text={areaFullName(head.countyCode)} />
          </dd>
        </dl>
      </div>
      {found.responsible && (
        <div class="responsible">
          {say('helping.responsible')}
          <ContactView reader={reader} contact={found.responsible} />
        </div>
      )}
      {head.missing !== null && <MissingView reader={reader} missing={head.missing} />}
      <CaseDocumentsView
        reader={reader}
        isReturned={head.state === 'returned'}
        caseKey={caseKey}
        base="/helping"
        {...given}
      />
      {measures.length > 0 && <MeasuresView reader={reader} measures={measures} />}
      <TimelineView reader={reader} timeline={knownSteps(known, timeline)} />
      <form method="post" action="/helping">
        <Hidden fields={{ agentNumber: caseKey.agentNumber, agentCode: caseKey.agentCode }} />
        <p class="actions">
          <button type="submit" class="plain">
            {say('helping.back')}
          </button>
        </p>
      </form>
    </Page>
  )
}
