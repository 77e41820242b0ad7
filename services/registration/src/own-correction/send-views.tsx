/** The end of a correction: what changes, why, the declaration; and what became of it. */
import { labelled, Page, Quoted } from '@jiekun/pages'
import type { ApplicationState } from '@jiekun/schema'
import { EditLink } from '../apply/edit-link.tsx'
import { answerText, labelOf } from '../apply/fields.tsx'
import { Token } from '../apply/page-views.tsx'
import { isAsked, type Section } from '../apply/sections.ts'
import type { CaseKey } from '../status/own-data-view.tsx'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { type Changes, changesNothing } from './changes.ts'
import { ChangesView, StaffChangesView } from './changes-view.tsx'
import type { OwnCorrection } from './draft.ts'
import { BackToCase } from './page-views.tsx'
import { mostOfReason } from './send-correction.ts'

/** What keeps a correction from being sent: something above the page, pages that need something, or a field of this page. */
export interface Hindrance {
  text?: TextKey
  pages?: readonly string[]
  reason?: boolean
  declaration?: boolean
}

interface CheckProps {
  reader: Reader
  correction: OwnCorrection
  changes: Changes
  guardians: Section | undefined
  hindrance: Hindrance
  /** What was typed already. */
  reason: string
}

/** The last page: every change, why, and the declaration. */
export function CheckView({ reader, correction, changes, guardians, hindrance, reason }: CheckProps) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('facts.check')} script="/assets/form.js">
      <HindranceView reader={reader} hindrance={hindrance} />
      <StaffChangesView reader={reader} correction={correction} />
      <p>{say('facts.sendLead')}</p>
      <ChangesView reader={reader} correction={correction} changes={changes} canEdit={true} />
      {guardians && <GuardiansView reader={reader} correction={correction} guardians={guardians} />}
      {!changesNothing(changes) && (
        <form method="post" action="/status/facts/check" novalidate>
          <Token csrf={correction.csrf} />
          <input type="hidden" name="version" value={String(correction.draft.version)} />
          <div class={hindrance.reason ? 'field wrong' : 'field'}>
            <label for="reason">{say('facts.reason')}</label>
            <p class="hint" id="reason-hint">
              {say('facts.reasonHint')}
            </p>
            {hindrance.reason && (
              <p class="message" id="reason-error">
                {say('facts.errorReason')}
              </p>
            )}
            <textarea
              id="reason"
              name="reason"
              rows={3}
              maxlength={mostOfReason}
              aria-describedby={hindrance.reason ? 'reason-error reason-hint' : 'reason-hint'}
              aria-invalid={hindrance.reason ? 'true' : undefined}
            >
              {reason}
            </textarea>
          </div>
          <fieldset
            class={hindrance.declaration ? 'field wrong' : 'field'}
            id="declaration"
            aria-describedby={hindrance.declaration ? 'declaration-error' : undefined}
          >
            <legend>{say('field.declaration')}</legend>
            {hindrance.declaration && (
              <p class="message" id="declaration-error">
                {say('facts.errorDeclare')}
              </p>
            )}
            <div class="options stack">
              <label>
                <input type="checkbox" name="declaration" value="true" />
                {say('facts.declare')}
              </label>
            </div>
          </fieldset>
          <p class="actions">
            <button type="submit">{say('facts.send')}</button>
          </p>
        </form>
      )}
      <p class="actions">
        <a class="button plain" href="/status/facts/overview">
          {say('facts.backToList')}
        </a>
      </p>
    </Page>
  )
}

/** What guardians have agreed to, with the way to the page that asks them. */
function GuardiansView(props: { reader: Reader; correction: OwnCorrection; guardians: Section }) {
  const { reader, correction, guardians } = props
  const given = correction.answers.pages.guardians ?? {}
  return (
    <section class="card">
      <div class="head">
        <h2>{reader.say(guardians.title)}</h2>
        <EditLink reader={reader} href="/status/facts/guardians" of={reader.say(guardians.title)} />
      </div>
      <dl>
        {guardians.fields
          .filter((field) => isAsked(field, guardians.fields, given))
          .map((field) => (
            <>
              <dt>{labelOf(reader, field)}</dt>
              <dd>
                <Quoted text={answerText(reader, field, given[field.name] ?? []).trim() || reader.say('facts.empty')} />
              </dd>
            </>
          ))}
      </dl>
    </section>
  )
}

function HindranceView({ reader: { say, language }, hindrance }: { reader: Reader; hindrance: Hindrance }) {
  const { text, pages = [], reason, declaration } = hindrance
  if (text === undefined && pages.length === 0 && !reason && !declaration) return null
  return (
    <div class="summary" role="alert">
      <h2>{say(text ?? 'apply.errors')}</h2>
      <ul>
        {pages.map((page) => (
          <li>
            <a href={`/status/facts/${page}`}>
              {labelled(
                sayCode(say, 'section', page.startsWith('members/') ? 'member' : page),
                say('error.unfinished'),
                language,
              )}
            </a>
          </li>
        ))}
        {reason && (
          <li>
            <a href="#reason">{say('facts.errorReason')}</a>
          </li>
        )}
        {declaration && (
          <li>
            <a href="#declaration">{say('facts.errorDeclare')}</a>
          </li>
        )}
      </ul>
    </div>
  )
}

/** What is said once it is sent, by where the case is now. */
function sentText(state: ApplicationState | string): TextKey {
  if (state === 'returned') return 'facts.sentReturned'
  return state === 'submitted' || state === 'under_review' ? 'facts.sent' : 'facts.sentKept'
}

export const SentView = (props: { reader: Reader; state: string; caseKey: CaseKey }) => (
  <Page reader={props.reader} title={props.reader.say('facts.sentTitle')}>
    <p class="lead">{props.reader.say(sentText(props.state))}</p>
    <BackToCase reader={props.reader} caseKey={props.caseKey} />
  </Page>
)

/** Said where the case was endorsed or decided while somebody was at it: with what they had typed, so that they can report it. */
export function TooLateView(props: { reader: Reader; correction: OwnCorrection; changes: Changes; caseKey: CaseKey }) {
  const { say } = props.reader
  return (
    <Page reader={props.reader} title={say('facts.tooLateTitle')}>
      <p class="lead">{say('facts.tooLate')}</p>
      <ChangesView reader={props.reader} correction={props.correction} changes={props.changes} canEdit={false} />
      <BackToCase reader={props.reader} caseKey={props.caseKey} />
      <form method="post" action="/status/facts/discard">
        <Token csrf={props.correction.csrf} />
        <p class="actions">
          <button type="submit" class="plain">
            {say('facts.discard')}
          </button>
        </p>
      </form>
    </Page>
  )
}

export const DiscardedView = (props: { reader: Reader; caseKey: CaseKey }) => (
  <Page reader={props.reader} title={props.reader.say('facts.title')}>
    <p class="lead" role="status">
      {props.reader.say('facts.discarded')}
    </p>
    <BackToCase reader={props.reader} caseKey={props.caseKey} />
  </Page>
)
