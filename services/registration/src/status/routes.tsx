import { html, Page } from '@jiekun/pages'
import { measureName } from '@jiekun/policy'
import {
  areaFullName,
  type Missing,
  missingNames,
  type RequestKind,
  requestKindSchema,
  withdrawableConsentSchema,
} from '@jiekun/schema'
import type { CaseView } from '@jiekun/schema/api'
import { readForm, type ServiceVariables } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { readCase } from '../applications/read-case.ts'
import { CardPage } from '../card/card-page.tsx'
import { changeConsent } from '../consents/change-consent.ts'
import { addDocument, openOwnDocument } from '../documents/add-document.ts'
import { documentsOfCase } from '../documents/case-documents.ts'
import { handBack } from '../documents/hand-back.ts'
import { receiveUpload } from '../documents/receive-upload.ts'
import { CaseDocumentsView } from '../documents/status-view.tsx'
import { type DocumentOutcome, documentsScript } from '../documents/views.tsx'
import { onPageError } from '../pages/problem-page.tsx'
import { exportForPerson } from '../privacy/export-person.ts'
import { loadApplication } from '../privacy/store.ts'
import { makeRequest, type RequestRefusal } from '../requests/make-request.ts'
import { withdrawApplication } from '../requests/withdraw-application.ts'
import { type Reader, readerOf, sayCode } from '../texts/texts.ts'
import { confirmHelp } from './confirm-help.ts'
import { ConsentsView } from './consents-view.tsx'
import { ContactView } from './contact-view.tsx'
import { correctContact } from './correct-contact.ts'
import { ExportPage } from './export-page.tsx'
import { groupTimeline, type TimelineGroup } from './group-timeline.ts'
import { lookUpScript } from './look-up-script.ts'
import { MeasuresView } from './measures-view.tsx'
import { type CaseKey, type CaseOutcome, KeyFields, OwnDataView } from './own-data-view.tsx'
import { RequestsView } from './requests-view.tsx'
import { SeenView } from './seen-view.tsx'
import { onDay, when } from './when.ts'

/** `/status`: a case, to the holder of its access code. Looked up by POST, so that the code stands in no address. */
export const statusRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onPageError)
  .get('/', (c) => html(c, <LookupView reader={readerOf(c)} wrong={false} />))
  .post('/', async (c) => show(c, (await posted(c)).caseKey))
  // Where the language is changed after a form, which no address can show again.
  .get('/corrections', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/corrections', async (c) => {
    const { form, caseKey } = await posted(c)
    const outcome = await correctContact(c.var.ctx, caseKey, form)
    return show(c, caseKey, outcome)
  })
  .get('/confirmations', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/confirmations', async (c) => {
    const { form, caseKey } = await posted(c)
    const said = form.get('arrived')
    if (said !== 'yes' && said !== 'no') return show(c, caseKey)
    const arrived = said === 'yes'
    const referralId = form.get('referralId')?.slice(0, 64) ?? ''
    const taken = await confirmHelp(c.var.ctx, { ...caseKey, referralId, arrived })
    // Said twice it is said already.
    if (!taken.ok) return show(c, caseKey)
    return show(c, caseKey, { text: arrived ? 'confirm.done' : 'confirm.disputed' })
  })
  .get('/documents/*', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/documents/files', async (c) => {
    const upload = await receiveUpload(c)
    const caseKey = { caseNumber: upload.text('caseNumber'), accessCode: upload.text('accessCode') }
    return show(c, caseKey, undefined, await addDocument(c.var.ctx, caseKey, upload))
  })
  .post('/documents/open', async (c) => {
    const { form, caseKey } = await posted(c)
    const opened = await openOwnDocument(c.var.ctx, caseKey, form.get('document') ?? '')
    return opened ? c.body(opened.bytes, 200, opened.headers) : show(c, caseKey)
  })
  .get('/hand-back', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/hand-back', async (c) => {
    const { caseKey } = await posted(c)
    const result = await handBack(c.var.ctx, caseKey)
    // Said twice it is back already.
    return show(c, caseKey, result.ok ? { text: 'documents.handedBack' } : undefined)
  })
  .get('/requests', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/requests', async (c) => {
    const { form, caseKey } = await posted(c)
    const kind = requestKindSchema.safeParse(form.get('kind'))
    if (!kind.success) return show(c, caseKey)
    const made = await makeRequest(c.var.ctx, { ...caseKey, kind: kind.data, text: form.get('text') ?? '' })
    return show(c, caseKey, made.ok ? { text: 'request.done' } : refusedRequest(made.refusal, kind.data))
  })
  .get('/consents', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/consents', async (c) => {
    const { form, caseKey } = await posted(c)
    const purpose = withdrawableConsentSchema.safeParse(form.get('purpose'))
    if (!purpose.success) return show(c, caseKey)
    const gives = form.get('gives') === 'yes'
    const changed = await changeConsent(c.var.ctx, { ...caseKey, purpose: purpose.data, gives })
    if (changed.ok) return show(c, caseKey, { text: gives ? 'consent.given' : 'consent.withdrawn' })
    if (changed.refusal.reason === 'being-determined') return show(c, caseKey, { text: 'consent.later' })
    return show(c, caseKey, changed.refusal.reason === 'changed-meanwhile' ? { text: 'mine.stale' } : undefined)
  })
  .get('/withdrawals', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/withdrawals', async (c) => {
    const { caseKey } = await posted(c)
    const result = await withdrawApplication(c.var.ctx, caseKey)
    if (result.ok) return show(c, caseKey, { text: 'withdraw.done' })
    return show(c, caseKey, result.refusal.reason === 'changed-meanwhile' ? { text: 'mine.stale' } : undefined)
  })
  .get('/card', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/card', async (c) => {
    const { caseKey } = await posted(c)
    const reader = readerOf(c)
    const result = await readCase(c.var.ctx, caseKey)
    if (!result.ok) return html(c, <LookupView reader={reader} wrong={true} />, 404)
    if (result.value.fileNumber === null) return show(c, caseKey)
    return html(c, <CardPage reader={reader} found={result.value} origin={new URL(c.req.url).origin} />)
  })
  .post('/export', async (c) => {
    const { caseKey } = await posted(c)
    const reader = readerOf(c)
    const result = await exportForPerson(c.var.ctx, caseKey)
    if (!result.ok) return html(c, <LookupView reader={reader} wrong={true} />, 404)
    const [held] = result.value.cases
    c.header('content-disposition', `attachment; filename="jiekun-${held?.caseNumber ?? 'export'}.html"`)
    c.header('cache-control', 'no-store')
    return html(c, <ExportPage reader={reader} exported={result.value} />)
  })

/** What the page says of a request that was not taken; a second tap of one that was is told it is there. */
function refusedRequest({ reason }: RequestRefusal, kind: RequestKind): CaseOutcome | undefined {
  switch (reason) {
    case 'empty':
      return { text: 'request.empty', field: `request-${kind}` }
    case 'too-long':
      return { text: 'error.tooLong', field: `request-${kind}` }
    case 'asked-already':
      return { text: 'request.done' }
    case 'not-now':
      return { text: 'request.notNow' }
    case 'case-not-found':
      return undefined
    default:
      return reason satisfies never
  }
}

type StatusContext = Context<{ Variables: ServiceVariables }>

/** A form of the status page: what opens the case, and the rest. */
async function posted(c: StatusContext): Promise<{ form: URLSearchParams; caseKey: CaseKey }> {
  const form = await readForm(c)
  const text = (name: string): string => form.get(name)?.slice(0, 40) ?? ''
  return { form, caseKey: { caseNumber: text('caseNumber'), accessCode: text('accessCode') } }
}

/** The case as it is now, or the look-up form where nothing opens. */
async function show(c: StatusContext, caseKey: CaseKey, outcome?: CaseOutcome, documentOutcome?: DocumentOutcome) {
  const reader = readerOf(c)
  const result = await readCase(c.var.ctx, caseKey)
  if (!result.ok) return html(c, <LookupView reader={reader} wrong={true} />, 404)
  const application = await loadApplication(c.var.ctx.db, result.value.caseNumber)
  const given = application && {
    ...(await documentsOfCase(c.var.ctx, application)),
    caseKey,
    outcome: documentOutcome,
  }
  const isWrong = outcome?.field !== undefined || documentOutcome?.item !== undefined
  const status = isWrong ? 422 : outcome?.text === 'mine.stale' ? 409 : 200
  const props = { reader, found: result.value, caseKey, outcome, given }
  return html(c, <StatusView {...props} />, status)
}

function LookupView({ reader, wrong }: { reader: Reader; wrong: boolean }) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('status.title')} script={lookUpScript}>
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

/** What happens next, and by when. */
function nextOf({ say, language }: Reader, stage: string, { noticeEndsOn, dueOn, state }: CaseView): string {
  const day = state === 'public_notice' ? noticeEndsOn : dueOn
  return sayCode(say, 'next', stage).replace('{date}', day === null ? '' : onDay(day, language))
}

/** Outcomes that went well. */
const goodNews: ReadonlySet<string> = new Set([
  'documents.handedBack',
  'mine.done',
  'confirm.done',
  'confirm.disputed',
  'request.done',
  'withdraw.done',
  'consent.given',
  'consent.withdrawn',
])

function StatusView({
  reader,
  found,
  caseKey,
  outcome,
  given,
}: {
  reader: Reader
  found: CaseView
  caseKey: CaseKey
  outcome: CaseOutcome | undefined
  given: Omit<Parameters<typeof CaseDocumentsView>[0], 'reader' | 'isReturned'> | undefined
}) {
  const { say, language } = reader
  const stage = found.planCompletedAt === null ? found.state : 'completed'
  return (
    <Page reader={reader} title={sayCode(say, 'state', stage)} script={documentsScript}>
      {outcome && (
        <div class={goodNews.has(outcome.text) ? 'card' : 'summary'} role="alert">
          <p>{say(outcome.text)}</p>
        </div>
      )}
      <p class="lead">{nextOf(reader, stage, found)}</p>
      {found.responsible !== null && (
        <div class="responsible">
          {say('status.responsible')}
          <ContactView reader={reader} contact={found.responsible} />
        </div>
      )}
      {found.fileNumber !== null && <CardLink reader={reader} caseKey={caseKey} />}
      <nav class="ways" aria-label={say('status.parts')}>
        {found.measures.length > 0 && <a href="#measures">{say('status.measures')}</a>}
        <a href="#timeline">{say('status.timeline')}</a>
        {(found.mayAsk.length > 0 || found.requests.length > 0) && <a href="#requests">{say('request.title')}</a>}
        {found.erasedAt === null && <a href="#mine">{say('mine.title')}</a>}
      </nav>
      {found.missing !== null && <MissingView reader={reader} missing={found.missing} />}
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
      {found.measures.length > 0 && <MeasuresView reader={reader} measures={found.measures} caseKey={caseKey} />}
      {given && found.erasedAt === null && (
        <CaseDocumentsView reader={reader} isReturned={found.state === 'returned'} {...given} />
      )}
      <h2 id="timeline">{say('status.timeline')}</h2>
      <ol class="timeline">
        {groupTimeline(found.timeline).map((group) => (
          <li>
            <time datetime={group.last}>{when(group.last, language)}</time>
            <StepView reader={reader} group={group} />
          </li>
        ))}
      </ol>
      <RequestsView reader={reader} found={found} caseKey={caseKey} outcome={outcome} />
      <SeenView reader={reader} found={found} />
      {found.erasedAt === null && <ConsentsView reader={reader} consents={found.consents} caseKey={caseKey} />}
      <OwnDataView reader={reader} found={found} caseKey={caseKey} outcome={outcome} />
    </Page>
  )
}

/** The way to the contact card, once the file is open. */
const CardLink = ({ reader: { say }, caseKey }: { reader: Reader; caseKey: CaseKey }) => (
  <form method="post" action="/status/card">
    <KeyFields of={caseKey} />
    <p class="actions">
      <button type="submit" class="plain">
        {say('card.open')}
      </button>
    </p>
  </form>
)

function MissingView({ reader: { say, language }, missing }: { reader: Reader; missing: Missing }) {
  return (
    <>
      <h2>{say('status.missing')}</h2>
      <ul>
        {missing.items.map((code) => (
          <li>{missingNames[code][language === 'en' ? 'en' : 'zh']}</li>
        ))}
      </ul>
      <p>{missing.note}</p>
      <p>
        <a href="#documents">{say('documents.add')}</a>
      </p>
    </>
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
