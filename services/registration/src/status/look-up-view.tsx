import { Fault, Page } from '@jiekun/pages'
import type { Reader } from '../texts/texts.ts'
import { lookUpScript } from './look-up-script.ts'

/** The form that a case is looked up by. */
export function LookupView({ reader, wrong }: { reader: Reader; wrong: boolean }) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('status.title')} script={lookUpScript}>
      <Fault text={wrong ? say('status.wrong') : undefined} />
      <form method="post" action="/status">
        <div class="field">
          <label for="caseNumber">{say('field.caseNumber')}</label>
          <input id="caseNumber" name="caseNumber" type="text" autocomplete="off" />
        </div>
        <div class="field">
          <label for="accessCode">{say('field.accessCode')}</label>
          <input id="accessCode" name="accessCode" type="text" class="short" autocomplete="off" />
        </div>
        <p class="actions">
          <button type="submit">{say('status.look')}</button>
        </p>
      </form>
    </Page>
  )
}
