import { html } from '@jiekun/pages'
import { ProblemError, readForm, type ServiceVariables, sameText } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Draft, loadDraft } from '../apply/draft.ts'
import { draftCookie } from '../apply/draft-cookie.ts'
import { LostDraft, onFormError } from '../apply/lost.tsx'
import type { CaseKey } from '../status/own-data-view.tsx'
import { readerOf } from '../texts/texts.ts'
import { askedDocuments, findAsked, householdOfAnswers } from './asked-documents.ts'
import { openBytes } from './bucket.ts'
import { fileHeaders } from './file-headers.ts'
import { DocumentsPage } from './form-page.tsx'
import { keepUpload } from './keep-upload.ts'
import { outcomeOf } from './outcome.ts'
import { receivePart } from './parts/receive-part.ts'
import { receiveUpload } from './receive-upload.ts'
import { removeDocument } from './remove-document.ts'
import { findEarlier, type TakeOverRefusal, takeOver } from './reuse/take-over.ts'
import { EarlierPage } from './reuse/views.tsx'
import { findKept, loadKept } from './store.ts'
import type { DocumentOutcome } from './views.tsx'

type FormContext = Context<{ Variables: ServiceVariables }>

const idForm = /^[0-9a-f]{32}$/

/** `/apply/documents`: the papers of a form on its way. Going on from the page is the form's. */
export const documentFormRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onFormError)
  .get('/', async (c) => {
    const draft = await loadDraft(c.var.ctx, getCookie(c, draftCookie))
    if (!draft || draft.receipt) return c.redirect('/apply', 303)
    const said = c.req.query('done')
    const done = (['kept', 'as-is', 'known', 'removed', 'taken'] as const).find((each) => each === said)
    return show(c, draft, done && { text: `documents.${done}` })
  })
  .post('/files', async (c) => {
    const upload = await receiveUpload(c)
    const draft = await ownDraft(c, upload.text('csrf'))
    const asked = findAsked(askedDocuments(householdOfAnswers(draft.answers)), upload.text('item'))
    // The answers have changed in another tab since.
    if (!asked) return c.redirect('/apply/documents', 303)
    const replaces = upload.text('replaces')
    const result = await keepUpload(c.var.ctx, upload, {
      holder: { draftId: draft.id },
      asked,
      ...(idForm.test(replaces) ? { replaces } : {}),
    })
    // Elsewhere, so that a reload does not send it again.
    if (result?.ok) return c.redirect(`/apply/documents?done=${result.value}`, 303)
    return show(c, draft, outcomeOf(result, asked), 422)
  })
  // A file in parts, by the script; `received` is how much of it need not be sent again.
  .post('/parts', async (c) => {
    const upload = await receiveUpload(c)
    const draft = await ownDraft(c, upload.text('csrf'))
    return c.json({ received: await receivePart(c.var.ctx, { draftId: draft.id }, upload) })
  })
  // Where the language is changed after an upload that was not taken.
  .get('/files', (c) => c.redirect(`/apply/documents${new URL(c.req.url).search}`, 303))
  .post('/earlier', async (c) => {
    const form = await readForm(c)
    const draft = await ownDraft(c, form.get('csrf') ?? '')
    const caseKey = keyIn(form)
    const earlier = await findEarlier(c.var.ctx, draft, caseKey)
    if (!earlier.ok) return show(c, draft, undefined, 422, earlier.refusal.reason)
    const props = { reader: readerOf(c), hidden: { csrf: draft.csrf }, caseKey, found: earlier.value.found }
    return html(c, <EarlierPage {...props} />)
  })
  .post('/take', async (c) => {
    const form = await readForm(c)
    const draft = await ownDraft(c, form.get('csrf') ?? '')
    const taken = await takeOver(c.var.ctx, draft, keyIn(form))
    if (!taken.ok) return show(c, draft, undefined, 422, taken.refusal.reason)
    return c.redirect(`/apply/documents?done=${taken.value > 0 ? 'taken' : 'known'}`, 303)
  })
  .get('/earlier', (c) => c.redirect(`/apply/documents${new URL(c.req.url).search}`, 303))
  .post('/:id/remove', async (c) => {
    const draft = await ownDraft(c, (await readForm(c)).get('csrf') ?? '')
    await removeDocument(c.var.ctx, draft.id, documentId(c))
    return c.redirect('/apply/documents?done=removed', 303)
  })
  .get('/:id', async (c) => {
    const draft = await loadDraft(c.var.ctx, getCookie(c, draftCookie))
    const document = draft && !draft.receipt && (await findKept(c.var.ctx.db, { draftId: draft.id }, documentId(c)))
    if (!document) throw new ProblemError('not-found')
    return c.body(await openBytes(c.var.ctx, document.id), 200, fileHeaders(document))
  })

/** The earlier case that a form names. */
function keyIn(form: URLSearchParams): CaseKey {
  const text = (name: string): string => form.get(name)?.slice(0, 40) ?? ''
  return { caseNumber: text('caseNumber'), accessCode: text('accessCode') }
}

async function show(
  c: FormContext,
  draft: Draft,
  outcome: DocumentOutcome | undefined,
  status: 200 | 422 = 200,
  notTaken?: TakeOverRefusal['reason'],
) {
  const page = (
    <DocumentsPage
      reader={readerOf(c)}
      csrf={draft.csrf}
      asked={askedDocuments(householdOfAnswers(draft.answers))}
      documents={await loadKept(c.var.ctx.db, { draftId: draft.id })}
      hidden={{ csrf: draft.csrf }}
      outcome={outcome}
      notTaken={notTaken}
    />
  )
  return html(c, page, status)
}

/** The draft of this browser, to a form of our own page, while it can be changed. */
async function ownDraft(c: FormContext, csrf: string): Promise<Draft> {
  const draft = await loadDraft(c.var.ctx, getCookie(c, draftCookie))
  if (!draft) throw new LostDraft(c)
  if (draft.receipt) throw new ProblemError('wrong-state', readerOf(c).say('apply.restart'))
  if (!sameText(csrf, draft.csrf)) throw new ProblemError('not-allowed')
  return draft
}

function documentId(c: FormContext): string {
  const id = c.req.param('id') ?? ''
  if (!idForm.test(id)) throw new ProblemError('not-found')
  return id
}
