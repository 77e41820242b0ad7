import { html } from '@jiekun/pages'
import { ProblemError, readForm, type ServiceVariables } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { type ApplicationRow, loadCase } from '../applications/store.ts'
import { addPartToCase, addToCase } from '../documents/add-document.ts'
import { documentsOfCase } from '../documents/case-documents.ts'
import { type ReceivedUpload, receiveUpload } from '../documents/receive-upload.ts'
import type { DocumentOutcome } from '../documents/views.tsx'
import { onPageError } from '../pages/problem-page.tsx'
import { takeOwnStep } from '../review/step-as-applicant.ts'
import { readerOf } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { normaliseAgentNumber } from './agent-code.ts'
import { type HelpedCaseKey, type HelpedKey, listHelped, openHelped, recordLook } from './read-helped.ts'
import { HelpedCaseView, HelpedListView, HelpingLookUpView } from './views.tsx'

type HelpingContext = Context<{ Variables: ServiceVariables }>

/** `/helping` 帮人申请: whoever applied for others follows what they brought in. By POST, so that the code stands in no address. */
export const helpingRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onPageError)
  .get('/', (c) => html(c, <HelpingLookUpView reader={readerOf(c)} wrong={undefined} />))
  .post('/', async (c) => {
    const key = keyOf(await readForm(c))
    const listed = await listHelped(c.var.ctx, key)
    return listed.ok
      ? html(c, <HelpedListView reader={readerOf(c)} agentKey={key} cases={listed.value} />)
      : notOpened(c)
  })
  // Where the language is changed after a form, which no address can show again.
  .get('/*', (c) => c.redirect(`/helping${new URL(c.req.url).search}`, 303))
  .post('/case', async (c) => {
    const caseKey = caseKeyOf(await readForm(c))
    return within(c, caseKey, async () => show(c, caseKey))
  })
  .post('/documents/files', async (c) => {
    const upload = await receiveUpload(c)
    const caseKey = helpedCaseOf(upload)
    return within(c, caseKey, async (application) =>
      show(c, caseKey, undefined, await addToCase(c.var.ctx, application, upload)),
    )
  })
  .post('/documents/parts', async (c) => {
    const upload = await receiveUpload(c)
    const opened = await openHelped(c.var.ctx, helpedCaseOf(upload))
    const received = opened.ok ? await addPartToCase(c.var.ctx, opened.value, upload) : undefined
    if (received === undefined) throw new ProblemError('case-not-found')
    return c.json({ received })
  })
  .post('/hand-back', async (c) => {
    const caseKey = caseKeyOf(await readForm(c))
    return within(c, caseKey, async (application) => {
      const actor = `agent:${normaliseAgentNumber(caseKey.agentNumber)}`
      const taken = await takeOwnStep(c.var.ctx, application, 'hand-back', actor)
      return show(c, caseKey, taken.ok ? 'documents.handedBack' : undefined)
    })
  })

const typed = (form: URLSearchParams, name: string): string => form.get(name)?.slice(0, 40) ?? ''
const keyOf = (form: URLSearchParams): HelpedKey => ({
  agentNumber: typed(form, 'agentNumber'),
  agentCode: typed(form, 'agentCode'),
})
const caseKeyOf = (form: URLSearchParams): HelpedCaseKey => ({ ...keyOf(form), caseNumber: typed(form, 'caseNumber') })

const helpedCaseOf = ({ text }: ReceivedUpload): HelpedCaseKey => ({
  agentNumber: text('agentNumber'),
  agentCode: text('agentCode'),
  caseNumber: text('caseNumber'),
})

const notOpened = (c: HelpingContext) => html(c, <HelpingLookUpView reader={readerOf(c)} wrong="helping.wrong" />, 404)

/** Does something in a case of the agent; a case that is not, or no longer, theirs is as if it were not there. */
async function within(
  c: HelpingContext,
  caseKey: HelpedCaseKey,
  act: (application: ApplicationRow) => Promise<Response>,
): Promise<Response> {
  const opened = await openHelped(c.var.ctx, caseKey)
  return opened.ok ? act(opened.value) : notOpened(c)
}

/** The case as it is now. */
async function show(
  c: HelpingContext,
  caseKey: HelpedCaseKey,
  outcome?: TextKey,
  documentOutcome?: DocumentOutcome,
): Promise<Response> {
  const { ctx } = c.var
  const opened = await openHelped(ctx, caseKey)
  if (!opened.ok) return notOpened(c)
  const application = opened.value
  await recordLook(ctx, [application], 'case')
  const found = await loadCase(ctx.db, application.id)
  if (!found) throw new ProblemError('not-found')
  const given = { ...(await documentsOfCase(ctx, application)), outcome: documentOutcome }
  const props = { reader: readerOf(c), caseKey, found, outcome, given }
  return html(c, <HelpedCaseView {...props} />, documentOutcome?.item === undefined ? 200 : 422)
}
