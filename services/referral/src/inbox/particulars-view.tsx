import { areaFullName } from '@jiekun/schema'
import type { Particulars } from '@jiekun/schema/api'
import { filled, type Reader, sayCode } from '../texts/texts.ts'
import { onDay } from './due-words.ts'
import { yuanOfFen } from './yuan.ts'

/** What an office needs to know of a household, as it was just told. */
export function ParticularsView({ reader, particulars }: { reader: Reader; particulars: Particulars }) {
  const { say, language } = reader
  const { applicant, facts, members, documents, why, basis, consentVersion, asOf } = particulars
  const tongue = language === 'en' ? 'en' : 'zh'
  return (
    <section class="card" id="particulars">
      <h2>{say('particulars.title')}</h2>
      <p class="hint" role="status">
        {say('particulars.recorded')}
      </p>
      <Things reader={reader} title={say('particulars.applicant')} things={applicant} />
      <Things reader={reader} title={say('particulars.household')} things={facts} />
      {members.map(({ memberId: _, ...known }, index) => (
        <Things reader={reader} title={filled(say('particulars.member'), { number: index + 1 })} things={known} />
      ))}
      {documents.length > 0 && (
        <>
          <h3>{say('particulars.documents')}</h3>
          <ul>
            {documents.map((document) => (
              <li>{document[tongue]}</li>
            ))}
          </ul>
        </>
      )}
      <div class="hint told">
        <p>{`${say('particulars.why')}：${why[tongue]}`}</p>
        <p>{filled(say(`particulars.basis.${basis}`), { version: consentVersion ?? '' })}</p>
        <p>{filled(say('particulars.asOf'), { date: onDay(asOf, language) })}</p>
      </div>
    </section>
  )
}

function Things({ reader, title, things }: { reader: Reader; title: string; things: object }) {
  const told = Object.entries(things).filter(([, value]) => value !== undefined)
  if (told.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <dl>
        {told.map(([name, value]) => (
          <>
            <dt>{sayCode(reader.say, 'fact', name)}</dt>
            <dd>{factWords(reader, name, value)}</dd>
          </>
        ))}
      </dl>
    </>
  )
}

/** A fact in words: amounts in yuan, codes by their names. */
function factWords(reader: Reader, name: string, value: unknown): string {
  const { say, language } = reader
  if (value === null || value === '') return '—'
  if (typeof value === 'boolean') return say(value ? 'particulars.yes' : 'particulars.no')
  if (typeof value === 'number') return name.endsWith('Fen') ? `￥${yuanOfFen(value)}` : String(value)
  if (Array.isArray(value))
    return value.map((each) => factWords(reader, name, each)).join(language === 'en' ? ', ' : '、')
  if (name === 'hukouCountyCode') return areaFullName(String(value))
  if (name === 'birthDate') return onDay(String(value), language)
  return sayCode(say, `option.${name}`, String(value))
}
