import { html } from '@jiekun/pages'
import { agentKindSchema, maxMembers, newApplicationSchema, receiptSchema } from '@jiekun/schema'
import { answerOnce, dayInChina, ok, ProblemError, readForm, type ServiceVariables, sameText } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { toProblem } from '../applications/refusals.ts'
import { submitApplication } from '../applications/submit-application.ts'
import { loadKept } from '../documents/store.ts'
import { readerOf } from '../texts/texts.ts'
import { beginHelped, keepAgent, knownAgentCode } from './agent-answers.ts'
import { type Answers, askedSections, checkShown, type PageAnswers, readPage, unfinishedSections } from './answers.ts'
import { CheckView } from './check-view.tsx'
import { changeDraft, type Draft, draftCode, loadDraft, markSent } from './draft.ts'
import { draftCookie, startDraft, takeUpDraft } from './draft-cookie.ts'
import { carriedIn, goOnWith, LostDraft, onFormError, withTyped } from './lost.tsx'
import {
  answeredAlone,
  askedInSection,
  askedOfMember,
  isAskedOneByOne,
  showQuestion,
  takeAnswer,
} from './one-by-one.tsx'
import { LaterView, OverviewView, ResumeView } from './overview-views.tsx'
import { MembersView, MemberView, SectionView, StartView } from './page-views.tsx'
import { memberFields, type Section, sectionOf } from './sections.ts'
import { AlreadyOpenView, ReceiptView } from './sent-views.tsx'
import { toApplication } from './to-application.ts'
import { isTrapped } from './trap.tsx'

type FormContext = Context<{ Variables: ServiceVariables }>

const memberIdForm = /^[\w-]{1,36}$/

/** `/apply`: the form, a page for each section; it needs no JavaScript. */
export const applyRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onFormError)
  .get('/', (c) => html(c, <StartView reader={readerOf(c)} />))
  .post('/', async (c) => {
    const form = await readForm(c)
    refuseTrapped(form)
    const kind = agentKindSchema.safeParse(form.get('applyingFor'))
    if (kind.success) {
      await startDraft(c, await beginHelped(c.var.ctx, kind.data, form))
      return c.redirect('/apply/agent', 303)
    }
    const typed = carriedIn(form)
    await startDraft(c, typed && withTyped({ pages: {}, members: [] }, typed))
    return c.redirect('/apply/person', 303)
  })
  .get('/overview', async (c) => {
    const draft = await draftOf(c)
    if (!draft) return c.redirect('/apply', 303)
    return html(c, <OverviewView reader={readerOf(c)} draft={draft} today={dayInChina(c.var.ctx.now)} />)
  })
  .get('/later', async (c) => {
    const draft = await draftOf(c)
    if (!draft) return c.redirect('/apply', 303)
    return html(c, <LaterView reader={readerOf(c)} number={draft.id} code={await draftCode(c.var.ctx, draft)} />)
  })
  .get('/resume', (c) => html(c, <ResumeView reader={readerOf(c)} wrong={false} />))
  .post('/resume', async (c) => {
    const form = await readForm(c)
    const text = (name: string): string => form.get(name)?.slice(0, 40) ?? ''
    const typed = carriedIn(form)
    const draft = await takeUpDraft(c, { number: text('number'), accessCode: text('accessCode') })
    if (!draft) return html(c, <ResumeView reader={readerOf(c)} wrong={true} typed={typed} />, 404)
    return c.redirect(await goOnWith(c, draft, typed), 303)
  })
  .get('/members/:id', async (c) => {
    const draft = await draftOf(c)
    if (!draft) return c.redirect('/apply', 303)
    const id = memberId(c)
    const reader = readerOf(c)
    if (reader.isElder) return showQuestion(c, askedOfMember(reader, draft, id))
    const answers = draft.answers.members.find((member) => member.id === id)?.answers ?? {}
    return html(c, <MemberView reader={reader} csrf={draft.csrf} id={id} answers={answers} errors={{}} />)
  })
  .post('/members/:id', async (c) => {
    const { draft, form } = await posted(c)
    refuseSent(c, draft)
    const id = memberId(c)
    const field = answeredAlone(memberFields, form)
    if (field) {
      const keep = (answer: PageAnswers) => changeDraft(c.var.ctx, draft, (all) => withMember(all, id, answer))
      const asked = askedOfMember(readerOf(c), draft, id)
      return takeAnswer(c, asked, { form, field, keep, after: () => '/apply/members' })
    }
    const answers = readPage(memberFields, form)
    const checked = checkShown(memberFields, answers, seen(c, form))
    if (!isWhole(checked)) {
      const props = { reader: readerOf(c), csrf: draft.csrf, answers, ...checked }
      return html(c, <MemberView {...props} id={id} />, statusOf(checked))
    }
    await changeDraft(c.var.ctx, draft, (all) => withMember(all, id, answers))
    return c.redirect('/apply/members', 303)
  })
  .post('/members/:id/remove', async (c) => {
    const { draft } = await posted(c)
    refuseSent(c, draft)
    const id = memberId(c)
    await changeDraft(c.var.ctx, draft, (all) => ({
      ...all,
      members: all.members.filter((member) => member.id !== id),
    }))
    return c.redirect('/apply/members', 303)
  })
  .get('/:section', async (c) => {
    const named = sectionOrNone(c)
    const draft = await loadDraft(c.var.ctx, getCookie(c, draftCookie))
    const reader = readerOf(c)
    // Whoever goes back, or has lost the page to a telephone call, sees the sheet again for as long as it is there.
    if (draft?.receipt && named.id === 'check') return html(c, <ReceiptView reader={reader} receipt={draft.receipt} />)
    if (!draft || draft.receipt) return c.redirect('/apply', 303)
    const today = dayInChina(c.var.ctx.now)
    const section = sectionOfDraft(c, draft, named)
    if (section.id === 'members')
      return html(c, <MembersView reader={reader} draft={draft} section={section} today={today} />)
    if (section.id === 'check') return check(c, draft, section, [])
    if (isAskedOneByOne(reader, section)) return showQuestion(c, askedInSection(reader, draft, section, today))
    const answers = draft.answers.pages[section.id] ?? {}
    return html(c, <SectionView reader={reader} csrf={draft.csrf} section={section} answers={answers} errors={{}} />)
  })
  .post('/:section', async (c) => {
    const named = sectionOrNone(c)
    const { draft, form } = await posted(c)
    const section = sectionOfDraft(c, draft, named)
    if (section.id === 'check') return submit(c, draft, section, form)
    refuseSent(c, draft)
    const field = section.id === 'agent' ? undefined : answeredAlone(section.fields, form)
    if (field) {
      const today = dayInChina(c.var.ctx.now)
      const keep = (answer: PageAnswers) => changeDraft(c.var.ctx, draft, (all) => withAnswers(all, section, answer))
      const asked = askedInSection(readerOf(c), draft, section, today)
      return takeAnswer(c, asked, { form, field, keep, after: (all) => pageAfter(all, section, today) })
    }
    const answers = readPage(section.fields, form)
    const checked = checkShown(section.fields, answers, seen(c, form))
    if (!isWhole(checked)) {
      const props = { reader: readerOf(c), csrf: draft.csrf, answers, ...checked }
      return html(c, <SectionView {...props} section={section} />, statusOf(checked))
    }
    const kept = section.id === 'agent' ? await keepAgent(c.var.ctx, draft.answers, answers) : answers
    if (!kept) {
      const errors = { agentCode: 'error.agentCode' } as const
      return html(c, <SectionView reader={readerOf(c)} csrf={draft.csrf} {...{ answers, errors, section }} />, 422)
    }
    const saved = await changeDraft(c.var.ctx, draft, (all) => ({
      ...all,
      pages: { ...all.pages, [section.id]: kept },
    }))
    return c.redirect(pageAfter(saved, section, dayInChina(c.var.ctx.now)), 303)
  })

/** The draft with answers of a section; what they do not speak of stays. */
const withAnswers = (all: Answers, { id }: Section, answers: PageAnswers): Answers => ({
  ...all,
  pages: { ...all.pages, [id]: { ...all.pages[id], ...answers } },
})

/** The draft with answers about a member, who is added where the household does not have them yet. */
function withMember(all: Answers, id: string, answers: PageAnswers): Answers {
  const known = all.members.find((member) => member.id === id)
  if (!known && all.members.length >= maxMembers - 1)
    throw new ProblemError('wrong-state', `A household has at most ${maxMembers} members`)
  const changed = { id, answers: { ...known?.answers, ...answers } }
  const members = known ? all.members.map((member) => (member.id === id ? changed : member)) : [...all.members, changed]
  return { ...all, members }
}

function pageAfter(all: Answers, section: Section, today: string): string {
  const asked = askedSections(all, today)
  return `/apply/${asked[asked.findIndex(({ id }) => id === section.id) + 1]?.id}`
}

type Checked = ReturnType<typeof checkShown>
const isWhole = ({ errors, more }: Checked): boolean => !more && Object.keys(errors).length === 0
const statusOf = ({ errors }: Checked): 200 | 422 => (Object.keys(errors).length > 0 ? 422 : 200)
const seen = (c: FormContext, form: URLSearchParams) => ({
  shown: form.getAll('shown'),
  today: dayInChina(c.var.ctx.now),
})

/** The last page; `unfinished` names pages that still need something. */
async function check(c: FormContext, draft: Draft, section: Section, unfinished: readonly string[]) {
  const documents = await loadKept(c.var.ctx.db, { draftId: draft.id })
  const props = { reader: readerOf(c), draft, section, documents, unfinished, today: dayInChina(c.var.ctx.now) }
  return html(c, <CheckView {...props} />, unfinished.length > 0 ? 422 : 200)
}

async function submit(c: FormContext, draft: Draft, section: Section, form: URLSearchParams) {
  refuseTrapped(form)
  const { ctx } = c.var
  const reader = readerOf(c)
  const today = dayInChina(ctx.now)
  if (draft.receipt) return html(c, <ReceiptView reader={reader} receipt={draft.receipt} />)
  const unfinished = unfinishedSections(draft.answers, today)
  const parsed = newApplicationSchema.safeParse(
    toApplication(draft.answers, reader.language, await knownAgentCode(ctx, draft.answers)),
  )
  if (unfinished.length > 0 || !parsed.success) {
    const pages = unfinished.length > 0 ? unfinished : [pageOfFault(parsed.error?.issues[0]?.path[0])]
    return check(c, draft, section, pages)
  }
  const accessCode = form.get('accessCode')?.slice(0, 40)
  // The draft is the key: however often it is sent, it makes one application.
  const request = { operation: 'submitDraft', path: '/apply', key: draft.id, body: JSON.stringify(parsed.data) }
  const answered = await answerOnce(ctx, request, (inside) =>
    submitApplication(inside, {
      application: parsed.data,
      draftId: draft.id,
      ...(accessCode ? { existingAccessCode: accessCode } : {}),
    }),
  )
  const result = answered.again ? ok(receiptSchema.parse(answered.again.body)) : answered.done
  if (result.ok) {
    await markSent(ctx, draft, result.value)
    return html(c, <ReceiptView reader={reader} receipt={result.value} />)
  }
  if (result.refusal.reason === 'already-open') {
    return html(c, <AlreadyOpenView reader={reader} caseNumber={result.refusal.caseNumber} />, 409)
  }
  throw toProblem(result.refusal)
}

/** Where to put right what the pages cannot see and the whole can: who is in the household, mostly. */
function pageOfFault(field: PropertyKey | undefined): Section['id'] {
  if (field === 'agent') return 'agent'
  return field === 'guardianConsents' ? 'consents' : 'members'
}

/** The draft of this browser that can still be filled in. */
async function draftOf(c: FormContext): Promise<Draft | undefined> {
  const draft = await loadDraft(c.var.ctx, getCookie(c, draftCookie))
  return draft?.receipt ? undefined : draft
}

/** Programs that send forms make no drafts and no applications. */
function refuseTrapped(form: URLSearchParams): void {
  if (isTrapped(form)) throw new ProblemError('not-allowed')
}

/** What was sent cannot be changed any more. */
function refuseSent(c: FormContext, draft: Draft): void {
  if (draft.receipt) throw new ProblemError('wrong-state', readerOf(c).say('apply.restart'))
}

/** The draft and the form of a POST that comes from our own page. */
async function posted(c: FormContext): Promise<{ draft: Draft; form: URLSearchParams }> {
  const form = await readForm(c)
  const draft = await loadDraft(c.var.ctx, getCookie(c, draftCookie))
  if (!draft) throw new LostDraft(c, form)
  if (!sameText(form.get('csrf') ?? '', draft.csrf)) throw new ProblemError('not-allowed')
  return { draft, form }
}

function sectionOrNone(c: FormContext): Section {
  const section = sectionOf(c.req.param('section') ?? '')
  if (!section) throw new ProblemError('not-found')
  return section
}

/** A section as this household is asked it. */
const sectionOfDraft = (c: FormContext, { answers }: Draft, section: Section): Section =>
  askedSections(answers, dayInChina(c.var.ctx.now)).find(({ id }) => id === section.id) ?? section

function memberId(c: FormContext): string {
  const id = c.req.param('id') ?? ''
  if (!memberIdForm.test(id)) throw new ProblemError('not-found')
  return id
}
