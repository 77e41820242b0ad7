import { Page } from '@jiekun/pages'
import { documentKindSchema } from '@jiekun/schema'
import { type CaseKey, KeyFields } from '../../status/own-data-view.tsx'
import { onDay } from '../../status/when.ts'
import { type Reader, sayCode } from '../../texts/texts.ts'
import { askedName, Hidden, type HiddenFields } from '../views.tsx'
import type { EarlierDocument, Reuse } from './reusable.ts'
import type { TakeOverRefusal } from './take-over.ts'

/** The way from the documents of a form to those of an earlier case; `wrong`: why none were found. */
export function EarlierView(props: {
  reader: Reader
  hidden: HiddenFields
  wrong: TakeOverRefusal['reason'] | undefined
}) {
  const { reader, hidden, wrong } = props
  const { say } = reader
  return (
    <details class="card" open={wrong !== undefined} id="earlier">
      <summary>{say('reuse.title')}</summary>
      <p class="hint">{say('reuse.lead')}</p>
      {wrong !== undefined && (
        <p class="message" role="alert" id="earlier-error">
          {sayCode(say, 'reuse.refused', wrong)}
          {wrong === 'no-id-number' && (
            <>
              {' '}
              <a href="/apply/person#idNumber">{say('section.person')}</a>
            </>
          )}
        </p>
      )}
      <form method="post" action="/apply/documents/earlier">
        <Hidden fields={hidden} />
        <div class={wrong === undefined ? 'field' : 'field wrong'}>
          <label for="earlier-number">{say('field.caseNumber')}</label>
          <input
            id="earlier-number"
            name="caseNumber"
            type="text"
            autocomplete="off"
            maxlength={40}
            {...(wrong === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'earlier-error' })}
          />
        </div>
        <div class="field">
          <label for="earlier-code">{say('field.accessCode')}</label>
          <input id="earlier-code" name="accessCode" type="text" class="short" autocomplete="off" maxlength={40} />
        </div>
        <p>
          <button type="submit" class="plain">
            {say('reuse.look')}
          </button>
        </p>
      </form>
    </details>
  )
}

/** What an earlier case holds: what one tap takes over, and why the rest is asked for anew. */
export function EarlierPage<D extends EarlierDocument>(props: {
  reader: Reader
  hidden: HiddenFields
  caseKey: CaseKey
  found: readonly Reuse<D>[]
}) {
  const { reader, hidden, caseKey, found } = props
  const { say } = reader
  const taken = found.filter(({ may }) => may === 'take')
  const others = found.filter(({ may }) => may !== 'take')
  return (
    <Page reader={reader} title={say('reuse.foundTitle')}>
      {taken.length === 0 && <p class="lead">{say('reuse.none')}</p>}
      {taken.length > 0 && (
        <>
          <ul class="documents">
            {taken.map((each) => (
              <li>{described(reader, each)}</li>
            ))}
          </ul>
          <form method="post" action="/apply/documents/take">
            <Hidden fields={hidden} />
            <KeyFields of={caseKey} />
            <p class="actions">
              <button type="submit">{say('reuse.take').replace('{count}', String(taken.length))}</button>
            </p>
          </form>
        </>
      )}
      {others.length > 0 && (
        <>
          <h2>{say('reuse.others')}</h2>
          <ul class="documents">
            {others.map((each) => (
              <li>
                {described(reader, each)}
                <span class="office">{sayCode(say, 'reuse.may', each.may)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="actions">
        <a class="button plain" href="/apply/documents">
          {say('apply.back')}
        </a>
      </p>
    </Page>
  )
}

function described<D extends EarlierDocument>(reader: Reader, each: Reuse<D>): string {
  const { document } = each
  const kind = documentKindSchema.parse(document.kind)
  const name = each.may === 'take' ? askedName(reader, each.asked) : sayCode(reader.say, 'option.kind', kind)
  const given = reader.say('reuse.givenOn').replace('{date}', onDay(document.givenOn, reader.language))
  return `${name} · ${given}`
}
