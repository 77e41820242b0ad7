import { Hint } from '@jiekun/pages'
import { type KeptConsent, withdrawableConsents } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type CaseKey, KeyFields } from './own-data-view.tsx'
import { when } from './when.ts'

/** What the person has consented to, each with when, and what of it can be taken back or given again. */
export function ConsentsView(props: { reader: Reader; consents: readonly KeptConsent[]; caseKey: CaseKey }) {
  const { reader, consents, caseKey } = props
  const { say, language } = reader
  // Of a purpose the last one counts; those before are history.
  const last = new Map(consents.map((consent) => [consent.purpose, consent]))
  return (
    <details>
      <summary>{say('consent.title')}</summary>
      <ul class="seen">
        {[...last.values()].map(({ purpose, at, withdrawnAt }) => (
          <li>
            {sayCode(say, 'option.consents', purpose)}
            <time datetime={withdrawnAt ?? at}>
              {say(withdrawnAt === undefined ? 'consent.at' : 'consent.withdrawnAt').replace(
                '{at}',
                when(withdrawnAt ?? at, language),
              )}
            </time>
            {withdrawableConsents.some((each) => each === purpose) && (
              <form method="post" action="/status/consents">
                <KeyFields of={caseKey} />
                <input type="hidden" name="purpose" value={purpose} />
                <p class="answers">
                  <button type="submit" class="plain" name="gives" value={withdrawnAt === undefined ? 'no' : 'yes'}>
                    {say(withdrawnAt === undefined ? 'consent.withdraw' : 'consent.give')}
                  </button>
                </p>
              </form>
            )}
          </li>
        ))}
      </ul>
      <Hint reader={reader}>{say('consent.hint')}</Hint>
    </details>
  )
}
