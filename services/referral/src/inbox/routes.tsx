import { env } from 'cloudflare:workers'
import { html } from '@jiekun/pages'
import { type Particulars, referralOperations } from '@jiekun/schema/api'
import {
  ok,
  ProblemError,
  type Result,
  readForm,
  recordRead,
  refuse,
  requireScope,
  type ServiceContext,
  type ServiceVariables,
  staffOf,
} from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { recordAnswer } from '../answers/record-answer.ts'
import { completeTaskByStaff } from '../cooperation/complete-task.ts'
import { LetterView } from '../letter/letter-view.tsx'
import { readParticulars } from '../particulars/read-particulars.ts'
import { stateOf } from '../states/move-referral.ts'
import { readerOf } from '../texts/texts.ts'
import { actions, readAnswer, readHead } from './answer-form.ts'
import { answerInInbox } from './answer-in-inbox.ts'
import { InboxView } from './inbox-view.tsx'
import { NotYoursView, onPageError } from './problem-page.tsx'
import { ReferralView, type Shown, type Withheld, withheldBecause } from './referral-view.tsx'
import { type Cursor, type LoadedReferral, loadInbox, loadReferral, pageSize } from './store.ts'
import { style } from './style.ts'
import { tabs, unread } from './tabs.ts'

type PageContext = Context<{ Variables: ServiceVariables }>

const tabSchema = z.enum(tabs).catch('new')
const doneSchema = z.enum(actions).optional().catch(undefined)

/** `/inbox`: what is with an office, and its answers, for offices without a system of their own. The API's functions do the work. */
export const inboxRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onPageError)
  .get('/style.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'private, max-age=300' }),
  )
  .use(async (c, next) => {
    const { role, officeId } = staffOf(c.var.ctx)
    if (role !== 'office_clerk' || officeId === undefined) return html(c, <NotYoursView reader={readerOf(c)} />, 403)
    await next()
  })
  .get('/', async (c) => {
    const { ctx } = c.var
    const tab = tabSchema.parse(c.req.query('tab'))
    const loaded = await loadInbox(ctx, officeOf(ctx), tab, cursorOf(c.req.query('after')))
    if (!loaded) throw new ProblemError('not-found')
    const shown = loaded.items
      .slice(0, pageSize)
      .map(({ id, planId, countyCode }) => ({ id, caseNumber: planId, countyCode }))
    if (tab !== 'tasks') recordRead(ctx, referralOperations.listReferrals, reading({ tab }, { items: shown }))
    return html(
      c,
      <InboxView
        reader={readerOf(c)}
        tab={tab}
        loaded={loaded}
        isContinued={c.req.query('after') !== undefined}
        isTaskDone={c.req.query('done') === 'task'}
      />,
    )
  })
  .post('/tasks/:id/completion', async (c) => {
    requireScope(c.var.ctx, 'referrals:answer')
    // A task is done or not: whoever taps twice, or on a page of yesterday, says the same.
    await completeTaskByStaff(c.var.ctx, { id: idOf(c), ifMatch: undefined, note: undefined })
    return c.redirect('/inbox?tab=tasks&done=task', 303)
  })
  .get('/tasks/:id/completion', (c) => c.redirect('/inbox?tab=tasks', 303))
  .get('/referrals/:id', async (c) => {
    const { ctx } = c.var
    const loaded = await receivedOnce(ctx, await referralOf(c))
    return show(c, loaded, { done: doneSchema.parse(c.req.query('done')) })
  })
  .post('/referrals/:id/answers', async (c) => {
    const { ctx } = c.var
    const loaded = await referralOf(c)
    const { id, officeId } = loaded.referral
    // The office above may look, not answer.
    if (officeId !== officeOf(ctx)) throw new ProblemError('not-found')
    const sent = readHead(await readForm(c))
    if (!sent) return show(c, loaded, { faults: [{ field: 'action', text: 'fault.form' }] }, 422)
    const answer = readAnswer(sent)
    if (!answer.ok) return show(c, loaded, { sent, faults: answer.refusal }, 422)
    const answered = await answerInInbox(ctx, loaded, { answer: answer.value, seenVersion: sent.seenVersion })
    if (answered.ok) return c.redirect(`/inbox/referrals/${id}?done=${sent.action}`, 303)
    return show(c, answered.refusal, { sent, staleSince: sent.seenVersion }, 409)
  })
  .get('/referrals/:id/letter', async (c) => {
    const loaded = await referralOf(c)
    recordReferral(c.var.ctx, loaded)
    return html(
      c,
      <LetterView
        reader={readerOf(c)}
        loaded={loaded}
        origin={env.PUBLIC_ORIGIN}
        isOwn={loaded.referral.officeId === officeOf(c.var.ctx)}
      />,
    )
  })
  .post('/referrals/:id/letter', async (c) => {
    const loaded = await referralOf(c)
    const particulars = await particularsOf(c.var.ctx, loaded)
    if (!particulars.ok) return show(c, loaded, { withheld: particulars.refusal }, 409)
    return html(
      c,
      <LetterView
        reader={readerOf(c)}
        loaded={loaded}
        origin={env.PUBLIC_ORIGIN}
        isOwn
        applicant={particulars.value.applicant}
      />,
    )
  })
  .post('/referrals/:id/particulars', async (c) => {
    const loaded = await referralOf(c)
    const particulars = await particularsOf(c.var.ctx, loaded)
    if (!particulars.ok) return show(c, loaded, { withheld: particulars.refusal }, 409)
    return show(c, loaded, { particulars: particulars.value })
  })
  // Where somebody signed in again, or changed the language, after a form that no address can show again.
  .get('/referrals/:id/:form{answers|particulars}', (c) =>
    c.redirect(`/inbox/referrals/${c.req.param('id')}${new URL(c.req.url).search}`, 303),
  )
  .all('/*', () => {
    throw new ProblemError('not-found')
  })

/** The office of the clerk who reads the page. */
function officeOf(ctx: ServiceContext): string {
  const { officeId } = staffOf(ctx)
  if (officeId === undefined) throw new ProblemError('not-found')
  return officeId
}

/** The id in the path; ends the request with 404 where it is too long to be one. */
function idOf(c: PageContext): string {
  const id = c.req.param('id') ?? ''
  if (id.length > 64) throw new ProblemError('not-found')
  return id
}

async function referralOf(c: PageContext): Promise<LoadedReferral> {
  const loaded = await loadReferral(c.var.ctx, officeOf(c.var.ctx), idOf(c))
  if (!loaded) throw new ProblemError('not-found')
  return loaded
}

/** What the measure of a referral needs; or why it is not told. Each call is on record. */
async function particularsOf(
  ctx: ServiceContext,
  { referral }: LoadedReferral,
): Promise<Result<Particulars, Withheld>> {
  requireScope(ctx, 'referrals:particulars')
  try {
    return ok(await readParticulars(ctx, referral.id))
  } catch (error) {
    const because = error instanceof ProblemError && withheldBecause.find((each) => each === error.type)
    if (because) return refuse(because)
    throw error
  }
}

/** Records that the office has seen a referral, when its clerk first opens it. */
async function receivedOnce(ctx: ServiceContext, loaded: LoadedReferral): Promise<LoadedReferral> {
  const { referral, calendar } = loaded
  const own = officeOf(ctx)
  if (referral.officeId !== own || !unread.includes(stateOf(referral))) return loaded
  await recordAnswer(ctx, { row: referral, calendar }, { type: 'referral.received' })
  return (await loadReferral(ctx, own, referral.id)) ?? loaded
}

function show(c: PageContext, loaded: LoadedReferral, shown: Shown, status: 200 | 409 | 422 = 200) {
  const { ctx } = c.var
  recordReferral(ctx, loaded)
  return html(c, <ReferralView reader={readerOf(c)} ctx={ctx} loaded={loaded} {...shown} />, status)
}

const reading = (query: Record<string, unknown>, answer: unknown) => ({ params: {}, query, body: undefined, answer })

/** Records that a page showed a referral, as the API does. */
function recordReferral(ctx: ServiceContext, { referral }: LoadedReferral): void {
  const { id, planId, countyCode } = referral
  recordRead(ctx, referralOperations.readReferral, {
    ...reading({}, { caseNumber: planId, countyCode }),
    params: { id },
  })
}

/** Where a page begins: `day~id` as {@link InboxView} writes it; the beginning where it is no cursor of ours. */
function cursorOf(given: string | undefined): Cursor | undefined {
  const [, day = '', id] = /^(\d{4}-\d\d-\d\d)?~([\w-]{1,64})$/.exec(given ?? '') ?? []
  return id === undefined ? undefined : { day, id }
}
