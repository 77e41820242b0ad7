/** The pages around the form: how far it is, how to stop and go on elsewhere. */
import { Page } from '@jiekun/pages'
import type { Reader } from '../texts/texts.ts'
import { askedSections, checkPage } from './answers.ts'
import type { Draft } from './draft.ts'

/** Every section with how far it is; the first that is not done leads on. */
export function OverviewView({ reader, draft, today }: { reader: Reader; draft: Draft; today: string }) {
  const { say } = reader
  const sections = askedSections(draft.answers, today).map((section) => ({
    section,
    progress: progressOf(
      draft,
      section.id,
      Object.keys(checkPage(section.fields, draft.answers.pages[section.id] ?? {}, today)).length,
    ),
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

function progressOf({ answers: { pages, members } }: Draft, id: string, wrong: number): Progress {
  if (id === 'check') return 'open'
  if (id === 'members') return members.length > 0 || pages.income !== undefined ? 'done' : 'open'
  if (pages[id] === undefined) return id === 'documents' ? 'optional' : 'open'
  return wrong === 0 ? 'done' : 'begun'
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

export function ResumeView({ reader, wrong }: { reader: Reader; wrong: boolean }) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('resume.title')}>
      {wrong && (
        <div class="summary" role="alert">
          <p class="message">{say('resume.wrong')}</p>
        </div>
      )}
      <form method="post" action="/apply/resume">
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
    </Page>
  )
}
