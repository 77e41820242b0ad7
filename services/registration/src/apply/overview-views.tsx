/** The pages around the form: how far it is, how to stop and go on elsewhere. */
import { Fault, Page } from '@jiekun/pages'
import type { Reader } from '../texts/texts.ts'
import { askedSections, unfinishedSections } from './answers.ts'
import type { Draft } from './draft.ts'
import type { Typed } from './lost.tsx'

/** Every section with how far it is; the first that is not done leads on. */
export function OverviewView({ reader, draft, today }: { reader: Reader; draft: Draft; today: string }) {
  const { say } = reader
  const unfinished = unfinishedSections(draft.answers, today)
  const sections = askedSections(draft.answers, today).map((section) => ({
    section,
    progress: progressOf(draft, section.id, unfinished.includes(section.id)),
  }))
  const next = sections.find(({ progress }) => progress !== 'done')?.section.id ?? 'check'
  return (
    <Page reader={reader} title={say('overview.title')}>
      <ol class="sections">
        {sections.map(({ section, progress }) => (
          <li class="head">
            <a href={`/apply/${section.id}`}>{say(section.title)}</a>
            {section.id !== 'check' && <span class={progress}>{say(`overview.${progress}`)}</span>}
          </li>
        ))}
      </ol>
      <p class="actions">
        <a class="button" href={`/apply/${next}`}>
          {say('overview.goOn')}
        </a>
        <a class="button plain" href="/apply/later">
          {say('later.title')}
        </a>
      </p>
    </Page>
  )
}

type Progress = 'done' | 'begun' | 'open' | 'optional'

function progressOf({ answers: { pages, members } }: Draft, id: string, isUnfinished: boolean): Progress {
  if (id === 'check') return 'open'
  if (id === 'members' && isUnfinished) return 'begun'
  if (id === 'members') return members.length > 0 || pages.income !== undefined ? 'done' : 'open'
  if (pages[id] === undefined) return id === 'documents' ? 'optional' : 'open'
  return isUnfinished ? 'begun' : 'done'
}

/** The number and code to go on with; shown to whoever fills the form in, and never in an address. */
export function LaterView({ reader, number, code }: { reader: Reader; number: string; code: string }) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('later.title')}>
      <p class="lead">{say('later.lead')}</p>
      <div class="card">
        <p>{say('later.number')}</p>
        <p class="big" id="draft-number">
          {number}
        </p>
        <p>{say('receipt.code')}</p>
        <p class="big" id="access-code">
          {code}
        </p>
      </div>
      <p>{say('later.kept')}</p>
      <p class="actions">
        <a class="button" href="/apply/overview">
          {say('overview.goOn')}
        </a>
      </p>
    </Page>
  )
}

/** The way back into a form; `typed` was filled in just now on a page of one that this browser has lost, and goes along. */
export function ResumeView(props: { reader: Reader; wrong: boolean; isLost?: boolean; typed?: Typed | undefined }) {
  const { reader, wrong, isLost = false, typed } = props
  const { say } = reader
  return (
    <Page reader={reader} title={say(isLost ? 'lost.title' : 'resume.title')}>
      <Fault text={wrong ? say('resume.wrong') : undefined} />
      {isLost && <p class="lead">{say('lost.lead')}</p>}
      {typed && <p class="card">{say('lost.typed')}</p>}
      <form method="post" action="/apply/resume">
        <Carried typed={typed} />
        <div class="field">
          <label for="number">{say('later.number')}</label>
          <input id="number" name="number" type="text" autocomplete="off" />
        </div>
        <div class="field">
          <label for="accessCode">{say('field.accessCode')}</label>
          <input id="accessCode" name="accessCode" type="text" class="short" autocomplete="off" />
        </div>
        <p class="actions">
          <button type="submit">{say('overview.goOn')}</button>
        </p>
      </form>
      {(isLost || typed) && (
        <form method="post" action="/apply">
          <h2>{say('lost.without')}</h2>
          <Carried typed={typed} />
          <p class="actions">
            <button type="submit" class="plain">
              {say(typed ? 'lost.startWith' : 'apply.start')}
            </button>
          </p>
        </form>
      )}
    </Page>
  )
}

/** What was typed, in a form that leads on. */
function Carried({ typed }: { typed: Typed | undefined }) {
  if (!typed) return null
  return (
    <>
      <input type="hidden" name="page" value={typed.page} />
      {Object.entries(typed.answers).flatMap(([name, texts]) =>
        texts.map((text) => <input type="hidden" name={name} value={text} />),
      )}
    </>
  )
}
