import type { Reader } from '../texts/texts.ts'

/**
 * Where somebody who has applied before may give the access code of that application, to be told of it in place of making
 * another one. It is there for everybody, and what it says it says of nobody.
 */
export const EarlierCode = ({ reader: { say } }: { reader: Reader }) => (
  <details>
    <summary>{say('open.before')}</summary>
    <div class="field">
      <label for="accessCode">{say('open.code')}</label>
      <input
        id="accessCode"
        name="accessCode"
        type="text"
        class="short"
        maxlength={40}
        autocomplete="off"
        aria-describedby="accessCode-hint"
      />
      <p class="hint" id="accessCode-hint">
        {say('open.hint')}
      </p>
    </div>
  </details>
)
