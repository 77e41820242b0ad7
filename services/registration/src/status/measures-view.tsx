import { Part } from '@jiekun/pages'
import { measureNameIn } from '@jiekun/policy'
import type { FollowedMeasure } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import { ContactView } from './contact-view.tsx'
import type { CaseKey } from './own-data-view.tsx'
import { onDay } from './when.ts'

/** The measures of a case under the office that answers for each, and where they stand; of help that was given the applicant, and nobody else, is asked whether it arrived. */
export function MeasuresView(props: { reader: Reader; measures: readonly FollowedMeasure[]; caseKey?: CaseKey }) {
  const { reader, measures, caseKey } = props
  const { say } = reader
  const byOffice = Map.groupBy(measures, ({ officeId }) => officeId)
  return (
    <Part
      reader={reader}
      title={say('status.measures')}
      id="measures"
      isOpen={measures.some(({ state }) => state === 'delivered')}
    >
      {[...byOffice.values()].map((ofOffice) => (
        <section class="of-office">
          <OfficeView reader={reader} measure={ofOffice[0]} />
          <ul class="measures">
            {ofOffice.map((each) => (
              <li>
                <strong>{measureNameIn(each.measure, reader.language)}</strong>
                <span class="standing">{sayCode(say, 'event.referral', each.state)}</span>
                <NextStep reader={reader} measure={each} />
                {each.state === 'delivered' && caseKey && (
                  <Question reader={reader} referralId={each.referralId} caseKey={caseKey} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Part>
  )
}

/** Who acts next on a measure, and by which day. */
function NextStep({
  reader: { say, language },
  measure: { duty, dueOn },
}: {
  reader: Reader
  measure: FollowedMeasure
}) {
  if (duty === null || dueOn === null) return null
  return <span class="next">{sayCode(say, 'measure.next', duty).replace('{date}', onDay(dueOn, language))}</span>
}

function OfficeView({ reader, measure }: { reader: Reader; measure: FollowedMeasure | undefined }) {
  if (!measure) return null
  const { officeName: name, officeTelephone: telephone, officeAddress: address, officeHours: hours } = measure
  return name === null ? null : <ContactView reader={reader} contact={{ name, telephone, address, hours }} />
}

function Question({ reader, referralId, caseKey }: { reader: Reader; referralId: string; caseKey: CaseKey }) {
  const { say } = reader
  return (
    <form method="post" action="/status/confirmations">
      <input type="hidden" name="caseNumber" value={caseKey.caseNumber} />
      <input type="hidden" name="accessCode" value={caseKey.accessCode} />
      <input type="hidden" name="referralId" value={referralId} />
      <p class="ask">{say('confirm.question')}</p>
      <p class="answers">
        <button type="submit" name="arrived" value="yes">
          {say('confirm.yes')}
        </button>
        <button class="plain" type="submit" name="arrived" value="no">
          {say('confirm.no')}
        </button>
      </p>
    </form>
  )
}
