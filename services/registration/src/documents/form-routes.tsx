import { html } from '@jiekun/pages'
import { ProblemError, readForm, type ServiceVariables, sameText } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Draft, loadDraft } from '../apply/draft.ts'
import { draftCookie } from '../apply/draft-cookie.ts'
import { LostDraft, onFormError } from '../apply/lost.tsx'
import { readerOf } from '../texts/texts.ts'
import { askedDocuments, findAsked, householdOfAnswers } from './asked-documents.ts'
import { openBytes } from './bucket.ts'
import { fileHeaders } from './file-headers.ts'
import { DocumentsPage } from './form-page.tsx'
import { keepDocument } from './keep-document.ts'
import { outcomeOf } from './outcome.ts'
import { receiveUpload, uploadIdOf } from './receive-upload.ts'
import { removeDocument } from './remove-document.ts'
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
    const done = (['kept', 'known', 'removed'] as const).find((each) => each === said)
    return show(c, draft, done && { text: `documents.${done}` })
  })
  .post('/files', async (c) => {
    const upload = await receiveUpload(c)
    const draft = await ownDraft(c, upload.text('csrf'))
    const asked = findAsked(askedDocuments(householdOfAnswers(draft.answers)), upload.text('item'))
    // The answers have changed in another tab since.
    if (!asked) return c.redirect('/apply/documents', 303)
    const replaces = upload.text('replaces')
    const result =
      upload.bytes &&
      (await keepDocument(c.var.ctx, {
        holder: { draftId: draft.id },
        asked,
        uploadId: uploadIdOf(upload),
        bytes: upload.bytes,
        ...(idForm.test(replaces) ? { replaces } : {}),
      }))
    // Elsewhere, so that a reload does not send it again.
    if (result?.ok) return c.redirect(`/apply/documents?done=${result.value}`, 303)
    return show(c, draft, outcomeOf(result, asked), 422)
  })
  // Where the language is changed after an upload that was not taken.
  .get('/files', (c) => c.redirect(`/apply/documents${new URL(c.req.url).search}`, 303))
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

async function show(c: FormContext, draft: Draft, outcome: DocumentOutcome | undefined, status: 200 | 422 = 200) {
  const page = (
    <DocumentsPage
      reader={readerOf(c)}
      csrf={draft.csrf}
      asked={askedDocuments(householdOfAnswers(draft.answers))}
      documents={await loadKept(c.var.ctx.db, { draftId: draft.id })}
      hidden={{ csrf: draft.csrf }}
      outcome={outcome}
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
