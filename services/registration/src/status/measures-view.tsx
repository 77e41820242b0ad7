import { englishMeasures, measureName } from '@jiekun/policy'
import type { CaseMeasure } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { CaseKey } from './own-data-view.tsx'

/** The measures of a case, who answers for each and where it stands; of help that was given it is asked whether it arrived. */
export function MeasuresView(props: { reader: Reader; measures: readonly CaseMeasure[]; caseKey: CaseKey }) {
  const { reader, measures, caseKey } = props
  const { say } = reader
  return (
    <>
      <h2 id="measures">{say('status.measures')}</h2>
      <ul class="measures">
        {measures.map(({ referralId, measure, state, officeName }) => (
          <li>
            <strong>{nameOf(reader, measure)}</strong>
            {officeName !== null && <span class="office">{officeName}</span>}
            <span class="standing">{sayCode(say, 'event.referral', state)}</span>
            {state === 'delivered' && <Question reader={reader} referralId={referralId} caseKey={caseKey} />}
          </li>
        ))}
      </ul>
    </>
  )
}

const nameOf = ({ language }: Reader, code: string): string =>
  (language === 'en' ? englishMeasures[code] : undefined) ?? measureName(code)

function Question({ reader, referralId, caseKey }: { reader: Reader; referralId: string; caseKey: CaseKey }) {
  const { say } = reader
  return (
    <form method="post" action="/status/confirmations">
      <input type="hidden" name="caseNumber" value={caseKey.caseNumber} />
      <input type="hidden" name="accessCode" value={caseKey.accessCode} />
      <input type="hidden" name="referralId" value={referralId} />
      <p>{say('confirm.question')}</p>
      <p class="actions">
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
