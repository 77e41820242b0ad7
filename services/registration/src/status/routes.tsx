import { html } from '@jiekun/pages'
import { toldDepartments } from '@jiekun/policy'
import { messageTargetSchema, type RequestKind, requestKindSchema, withdrawableConsentSchema } from '@jiekun/schema'
import { ProblemError, readForm, type ServiceVariables } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { endAgent, redirectMessages } from '../agents/change-agent.ts'
import { readCase } from '../applications/read-case.ts'
import { CardPage } from '../card/card-page.tsx'
import { changeConsent } from '../consents/change-consent.ts'
import { addDocument, addPart, openOwnDocument } from '../documents/add-document.ts'
import { documentsOfCase } from '../documents/case-documents.ts'
import { receiveUpload } from '../documents/receive-upload.ts'
import type { DocumentOutcome } from '../documents/views.tsx'
import { changeGuardianConsent } from '../guardians/change-guardian-consent.ts'
import { findWaiting } from '../own-correction/draft-store.ts'
import { onPageError } from '../pages/problem-page.tsx'
import { exportForPerson } from '../privacy/export-person.ts'
import { loadApplication } from '../privacy/store.ts'
import { makeRequest, type RequestRefusal } from '../requests/make-request.ts'
import { stepAsApplicant } from '../review/step-as-applicant.ts'
import { readerOf } from '../texts/texts.ts'
import { confirmHelp } from './confirm-help.ts'
import { correctContact } from './correct-contact.ts'
import { ExportPage } from './export-page.tsx'
import { LookupView } from './look-up-view.tsx'
import type { CaseKey, CaseOutcome } from './own-data-view.tsx'
import { StatusView } from './status-view.tsx'

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
  .post('/documents/parts', async (c) => {
    const upload = await receiveUpload(c)
    const caseKey = { caseNumber: upload.text('caseNumber'), accessCode: upload.text('accessCode') }
    const received = await addPart(c.var.ctx, caseKey, upload)
    if (received === undefined) throw new ProblemError('case-not-found')
    return c.json({ received })
  })
  .post('/documents/open', async (c) => {
    const { form, caseKey } = await posted(c)
    const opened = await openOwnDocument(c.var.ctx, caseKey, form.get('document') ?? '')
    return opened ? c.body(opened.bytes, 200, opened.headers) : show(c, caseKey)
  })
  .get('/hand-back', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/hand-back', async (c) => {
    const { caseKey } = await posted(c)
    const result = await stepAsApplicant(c.var.ctx, caseKey, 'hand-back')
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
    const department = z
      .enum(toldDepartments)
      .optional()
      .safeParse(form.get('department') ?? undefined)
    if (!purpose.success || !department.success) return show(c, caseKey)
    const gives = form.get('gives') === 'yes'
    const changed = await changeConsent(c.var.ctx, {
      ...caseKey,
      purpose: purpose.data,
      department: department.data,
      gives,
    })
    if (changed.ok) return show(c, caseKey, { text: gives ? 'consent.given' : 'consent.withdrawn' })
    if (changed.refusal.reason === 'being-determined') return show(c, caseKey, { text: 'consent.later' })
    return show(c, caseKey, changed.refusal.reason === 'changed-meanwhile' ? { text: 'mine.stale' } : undefined)
  })
  .get('/guardians', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/guardians', async (c) => {
    const { form, caseKey } = await posted(c)
    const gives = form.get('gives') === 'yes'
    const memberId = form.get('memberId')?.slice(0, 64) ?? ''
    const changed = await changeGuardianConsent(c.var.ctx, { ...caseKey, memberId, gives })
    if (changed.ok) return show(c, caseKey, { text: gives ? 'consent.given' : 'guardian.withdrawn' })
    if (changed.refusal.reason === 'being-determined') return show(c, caseKey, { text: 'consent.later' })
    return show(c, caseKey, changed.refusal.reason === 'changed-meanwhile' ? { text: 'mine.stale' } : undefined)
  })
  .get('/agent', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/agent', async (c) => {
    const { form, caseKey } = await posted(c)
    if (form.get('ends') === 'yes') {
      const ended = await endAgent(c.var.ctx, caseKey)
      if (!ended.ok) return show(c, caseKey)
      const { accessCode } = ended.value
      return show(c, { ...caseKey, accessCode }, { text: 'agent.ended', accessCode })
    }
    const messagesTo = messageTargetSchema.safeParse(form.get('messagesTo'))
    if (!messagesTo.success) return show(c, caseKey)
    const told = await redirectMessages(c.var.ctx, { ...caseKey, messagesTo: messagesTo.data })
    return show(c, caseKey, told.ok ? { text: 'agent.done' } : undefined)
  })
  .get('/withdrawals', (c) => c.redirect(`/status${new URL(c.req.url).search}`, 303))
  .post('/withdrawals', async (c) => {
    const { caseKey } = await posted(c)
    const result = await stepAsApplicant(c.var.ctx, caseKey, 'withdraw')
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
    return html(
      c,
      <CardPage reader={reader} found={result.value} caseKey={caseKey} origin={new URL(c.req.url).origin} />,
    )
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
  const [application, waiting] = await Promise.all([
    loadApplication(c.var.ctx.db, result.value.caseNumber),
    findWaiting(c.var.ctx, result.value.caseNumber),
  ])
  const given = application && {
    ...(await documentsOfCase(c.var.ctx, application)),
    caseKey,
    outcome: documentOutcome,
  }
  const isWrong = outcome?.field !== undefined || documentOutcome?.item !== undefined
  const status = isWrong ? 422 : outcome?.text === 'mine.stale' ? 409 : 200
  const props = { reader, found: result.value, caseKey, outcome, given, waiting }
  return html(c, <StatusView {...props} />, status)
}
