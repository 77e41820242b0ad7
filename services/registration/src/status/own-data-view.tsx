import { Filled, Hint, Part, Quoted } from '@jiekun/pages'
import type { CaseView } from '@jiekun/schema/api'
import type { Reader } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'

/** What opens the case again; it travels in the body of forms, never in an address. */
export interface CaseKey {
  caseNumber: string
  accessCode: string
}

/** What became of what the applicant did: the text that says so, and at which field it belongs where that is wrong. */
export interface CaseOutcome {
  text: TextKey
  /** A new access code, where the one before opens nothing any more. */
  accessCode?: string
  field?: 'phone' | 'address' | 'request-appeal' | 'request-change'
}

/** What opens the case, in a form. */
export const KeyFields = ({ of }: { of: CaseKey }) => (
  <>
    <input type="hidden" name="caseNumber" value={of.caseNumber} />
    <input type="hidden" name="accessCode" value={of.accessCode} />
  </>
)

/**
 * What the person may do with what is held: put telephone and address right, and take a copy of all of it. Both forms
 * carry the access code, which no other site knows: that is what keeps them from being sent by one.
 */
export function OwnDataView({
  reader,
  found,
  caseKey,
  outcome,
}: {
  reader: Reader
  found: CaseView
  caseKey: CaseKey
  outcome: CaseOutcome | undefined
}) {
  const { say } = reader
  if (found.erasedAt !== null) return <p class="hint">{say('mine.erased')}</p>
  const { phone, address } = found.applicant
  const isWrong = outcome?.field === 'phone' || outcome?.field === 'address'
  return (
    <Part reader={reader} title={say('mine.title')} id="mine" isOpen={isWrong}>
      <details open={isWrong}>
        <summary>{say('mine.correct')}</summary>
        <p class="hint">
          <Filled text={say('mine.correctLead')} with={{ phone, address: <Quoted text={address} /> }} />
        </p>
        <form method="post" action="/status/corrections">
          <KeyFields of={caseKey} />
          <input type="hidden" name="version" value={String(found.version)} />
          <NewValue reader={reader} name="phone" label="mine.newPhone" autocomplete="tel" outcome={outcome} />
          <NewValue reader={reader} name="address" label="mine.newAddress" autocomplete="off" outcome={outcome} />
          <p class="actions">
            <button type="submit">{say('mine.save')}</button>
          </p>
        </form>
      </details>
      <form method="post" action="/status/export">
        <KeyFields of={caseKey} />
        <p class="actions">
          <button type="submit" class="plain">
            {say('mine.export')}
          </button>
        </p>
        <Hint reader={reader}>{say('mine.exportLead')}</Hint>
      </form>
    </Part>
  )
}

function NewValue({
  reader: { say },
  name,
  label,
  autocomplete,
  outcome,
}: {
  reader: Reader
  name: 'phone' | 'address'
  label: TextKey
  autocomplete: string
  outcome: CaseOutcome | undefined
}) {
  const isWrong = outcome?.field === name
  return (
    <div class={isWrong ? 'field wrong' : 'field'}>
      <label for={name}>{say(label)}</label>
      {isWrong && (
        <p class="message" id={`${name}-error`}>
          {say(outcome.text)}
        </p>
      )}
      <input
        id={name}
        name={name}
        type="text"
        maxlength={name === 'phone' ? 30 : 200}
        autocomplete={autocomplete}
        {...(isWrong ? { 'aria-invalid': 'true', 'aria-describedby': `${name}-error` } : {})}
      />
    </div>
  )
}
