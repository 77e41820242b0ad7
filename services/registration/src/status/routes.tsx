import { measureName } from '@jiekun/policy'
import { areaFullName } from '@jiekun/schema'
import type { CaseView } from '@jiekun/schema/api'
import { readForm, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { readCase } from '../applications/read-case.ts'
import { html, Page, type Reader, readerOf } from '../pages/layout.tsx'
import { onPageError } from '../pages/problem-page.tsx'
import { sayCode } from '../texts/texts.ts'
import { groupTimeline, type TimelineGroup } from './group-timeline.ts'

/** `/status`: a case, to the holder of its access code. Looked up by POST, so that the code stands in no address. */
export const statusRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onPageError)
  .get('/', (c) => html(c, <LookupView reader={readerOf(c)} wrong={false} />))
  .post('/', async (c) => {
    const reader = readerOf(c)
    const form = await readForm(c)
    const text = (name: string): string => form.get(name)?.slice(0, 40) ?? ''
    const result = await readCase(c.var.ctx, { caseNumber: text('caseNumber'), accessCode: text('accessCode') })
    if (!result.ok) return html(c, <LookupView reader={reader} wrong={true} />, 404)
    return html(c, <StatusView reader={reader} found={result.value} />)
  })

function LookupView({ reader, wrong }: { reader: Reader; wrong: boolean }) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('status.title')}>
      {wrong && (
        <div class="summary" role="alert">
          <p class="message">{say('status.wrong')}</p>
        </div>
      )}
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

const when = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  )

function StatusView({ reader, found }: { reader: Reader; found: CaseView }) {
  const { say, language } = reader
  const stage = found.planCompletedAt === null ? found.state : 'completed'
  return (
    <Page reader={reader} title={sayCode(say, 'state', stage)}>
      <p class="lead">{sayCode(say, 'next', stage)}</p>
      <div class="card">
        <dl>
          <dt>{say('field.caseNumber')}</dt>
          <dd>{found.caseNumber}</dd>
          <dt>{say('status.applicant')}</dt>
          <dd>{found.applicant.name}</dd>
          <dt>{say('status.county')}</dt>
          <dd>{areaFullName(found.countyCode)}</dd>
          {found.fileNumber !== null && (
            <>
              <dt>{say('status.file')}</dt>
              <dd>{found.fileNumber}</dd>
            </>
          )}
        </dl>
      </div>
      {found.reasons.length > 0 && (
        <>
          <h2>{say('status.reasons')}</h2>
          {found.reasons.map((reason) => (
            <p>{language === 'en' ? reason.en : reason.zh}</p>
          ))}
        </>
      )}
      {found.measures.length > 0 && (
        <>
          <h2>{say('status.measures')}</h2>
          <table>
            {found.measures.map(({ measure, state, officeName }) => (
              <tr>
                <th scope="row">
                  {measureName(measure)}
                  {officeName !== null && <span class="office">{officeName}</span>}
                </th>
                <td>{sayCode(say, 'event.referral', state)}</td>
              </tr>
            ))}
          </table>
        </>
      )}
      <h2>{say('status.timeline')}</h2>
      <ol class="timeline">
        {groupTimeline(found.timeline).map((group) => (
          <li>
            <time datetime={group.last}>{when(group.last, language)}</time>
            <StepView reader={reader} group={group} />
          </li>
        ))}
      </ol>
    </Page>
  )
}

/** What happened, and to which measures; many of them stay folded away until somebody asks. */
function StepView({ reader, group }: { reader: Reader; group: TimelineGroup }) {
  const step = sayCode(reader.say, 'event', group.type)
  const [first, ...others] = group.measures.map(measureName)
  if (first === undefined) return <>{step}</>
  if (others.length === 0) return <>{`${step}：${first}`}</>
  return (
    <details>
      <summary>{`${step}：${reader.say('status.count').replace('{count}', String(group.measures.length))}`}</summary>
      <ul>
        {[first, ...others].map((name) => (
          <li>{name}</li>
        ))}
      </ul>
    </details>
  )
}
