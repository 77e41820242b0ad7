import { Hint, labelled, Quoted } from '@jiekun/pages'
import type { KeptGuardianConsent } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type CaseKey, KeyFields } from './own-data-view.tsx'
import { onDay, when } from './when.ts'

/** Which guardian has consented for which member under 14, and the way to take it back, with what follows from that. */
export function GuardiansView(props: { reader: Reader; consents: readonly KeptGuardianConsent[]; caseKey: CaseKey }) {
  const { reader, consents, caseKey } = props
  const { say } = reader
  // Of a member the last one counts; those before are history.
  const last = new Map(consents.map((consent) => [consent.memberId, consent]))
  if (last.size === 0) return null
  return (
    <details>
      <summary>{say('guardian.title')}</summary>
      <ul class="seen">
        {[...last.values()].map((consent) => {
          const { memberId, withdrawnAt, at } = consent
          return (
            <li>
              <strong>{memberText(reader, consent)}</strong>
              <span class="office">
                <Quoted text={guardianText(reader, consent)} />
              </span>
              <time datetime={withdrawnAt ?? at}>
                {say(withdrawnAt === undefined ? 'consent.at' : 'consent.withdrawnAt').replace(
                  '{at}',
                  when(withdrawnAt ?? at, reader.language),
                )}
              </time>
              <form method="post" action="/status/guardians">
                <KeyFields of={caseKey} />
                <input type="hidden" name="memberId" value={memberId} />
                <p class="answers">
                  <button
                    type="submit"
                    class="plain"
                    name="gives"
                    value={withdrawnAt === undefined ? 'no' : 'yes'}
                    aria-label={labelled(
                      say(withdrawnAt === undefined ? 'consent.withdraw' : 'consent.give'),
                      memberText(reader, consent),
                      reader.language,
                    )}
                  >
                    {say(withdrawnAt === undefined ? 'consent.withdraw' : 'consent.give')}
                  </button>
                </p>
              </form>
            </li>
          )
        })}
      </ul>
      <Hint reader={reader}>{say('guardian.hint')}</Hint>
    </details>
  )
}

function memberText({ say, language }: Reader, { birthDate, memberRelation }: KeptGuardianConsent): string {
  if (birthDate === null || memberRelation === null) return say('guardian.formerMember')
  return say('guardian.who')
    .replace(
      '{relation}',
      memberRelation === 'applicant' ? say('status.applicant') : sayCode(say, 'option.relation', memberRelation),
    )
    .replace('{birthDate}', onDay(birthDate, language))
}

function guardianText({ say, language }: Reader, { relation, guardian }: KeptGuardianConsent): string {
  const what = sayCode(say, 'option.guardianRelation', relation)
  const who = guardian ?? say('status.applicant')
  return say('guardian.by').replace('{guardian}', language === 'en' ? `${who} (${what})` : `${who}（${what}）`)
}
