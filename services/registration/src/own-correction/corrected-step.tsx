import { labelled, listed } from '@jiekun/pages'
import { type Reader, sayCode } from '../texts/texts.ts'

/** A correction as the timeline tells of it: what was put right, by whom; never the values. */
export function CorrectedStep(props: {
  reader: Reader
  step: string
  corrected: { fields: readonly string[]; by: string }
}) {
  const { reader, step, corrected } = props
  const { say, language } = reader
  const names = corrected.fields.map((code) => codeName(reader, code))
  const by = say(corrected.by === 'staff' ? 'facts.byStaff' : 'facts.byApplicant')
  const said = language === 'en' ? `${step} (${by})` : `${step}（${by}）`
  return <>{labelled(said, listed(names, language), language)}</>
}

/** What a code such as `facts.rentMonthFen` is asked as. */
function codeName({ say }: Reader, code: string): string {
  if (code === 'members') return say('export.members')
  if (code === 'facts.applicationState') return say('export.applicationState')
  return sayCode(say, 'field', code.replace(/^(facts|identity)\./, '').replace(/Fen$/, 'Yuan'))
}
