import { Hint, labelled } from '@jiekun/pages'
import { toldDepartments } from '@jiekun/policy'
import { type KeptConsent, sharingConsent, withdrawableConsents } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type CaseKey, KeyFields } from './own-data-view.tsx'
import { when } from './when.ts'

interface ConsentsProps {
  reader: Reader
  consents: readonly KeptConsent[]
  caseKey: CaseKey
}

/** What the person has consented to, each with when, and what of it can be taken back or given again. */
export function ConsentsView({ reader, consents, caseKey }: ConsentsProps) {
  const { say, language } = reader
  // Of a purpose the last one counts; those before are history.
  const last = new Map(consents.filter(({ department }) => !department).map((consent) => [consent.purpose, consent]))
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
              <Change
                reader={reader}
                caseKey={caseKey}
                to={{ purpose }}
                name={sayCode(say, 'option.consents', purpose)}
                gives={withdrawnAt !== undefined}
              />
            )}
            {purpose === 'department_sharing' && withdrawnAt === undefined && (
              <Departments reader={reader} consents={consents} caseKey={caseKey} />
            )}
          </li>
        ))}
      </ul>
      <Hint reader={reader}>{say('consent.hint')}</Hint>
    </details>
  )
}

/** Each kind of department that is told of a household, and whether this one is. */
function Departments({ reader, consents, caseKey }: ConsentsProps) {
  const { say, language } = reader
  return (
    <>
      <p>{say('consent.byDepartment')}</p>
      <ul class="seen">
        {toldDepartments.map((department) => {
          const name = sayCode(say, 'option.withheldFrom', department)
          const isTold = sharingConsent(consents, department) !== undefined
          const withdrawnAt = consents.findLast((each) => each.department === department)?.withdrawnAt
          return (
            <li>
              {name}
              {withdrawnAt !== undefined && (
                <time datetime={withdrawnAt}>
                  {say('consent.withheldAt').replace('{at}', when(withdrawnAt, language))}
                </time>
              )}
              <Change
                reader={reader}
                caseKey={caseKey}
                to={{ purpose: 'department_sharing', department }}
                name={name}
                gives={!isTold}
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Change(props: {
  reader: Reader
  caseKey: CaseKey
  /** Fields of the form: what is taken back or given. */
  to: Record<string, string>
  /** In words, for whoever hears the page. */
  name: string
  gives: boolean
}) {
  const { reader, caseKey, to, name, gives } = props
  const does = reader.say(gives ? 'consent.give' : 'consent.withdraw')
  return (
    <form method="post" action="/status/consents">
      <KeyFields of={caseKey} />
      {Object.entries(to).map(([field, value]) => (
        <input type="hidden" name={field} value={value} />
      ))}
      <p class="answers">
        <button
          type="submit"
          class="plain"
          name="gives"
          value={gives ? 'yes' : 'no'}
          aria-label={labelled(does, name, reader.language)}
        >
          {does}
        </button>
      </p>
    </form>
  )
}
