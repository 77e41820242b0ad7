import { html } from '@jiekun/pages'
import { maxMembers } from '@jiekun/schema'
import { dayInChina, ProblemError, readForm, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { checkShown, readPage } from '../apply/answers.ts'
import type { Field, Section } from '../apply/sections.ts'
import { onPageError } from '../pages/problem-page.tsx'
import { LookupView } from '../status/look-up-view.tsx'
import { readerOf } from '../texts/texts.ts'
import { changesOf, withUnsaid } from './changes.ts'
import { beginCorrection, changeCorrection, type OwnCorrection } from './draft.ts'
import { forgetStatement } from './draft-store.ts'
import { guardianPage } from './guardians.ts'
import { FactsView, MembersView, MemberView, SectionView } from './page-views.tsx'
import { askedPages, correctedMemberFields } from './pages.ts'
import { mostOfReason, type SendRefusal, sendCorrection } from './send-correction.ts'
import { CheckView, DiscardedView, type Hindrance } from './send-views.tsx'
import {
  applicationOf,
  ended,
  type FactsContext,
  forgetSecret,
  keepSecret,
  keyOf,
  load,
  opened,
  posted,
  secretOf,
} from './session.tsx'
import { memberPage } from './to-answers.ts'
import { loadUnion } from './union-store.ts'

const memberIdForm = /^[\w-]{1,36}$/

/** `/status/facts`: an applicant puts the facts of a case right, a page for each section; it needs no JavaScript. */
export const factsRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onPageError)
  .get('/', (c) => c.redirect('/status/facts/overview', 303))
  .post('/', async (c) => {
    const form = await readForm(c)
    const text = (name: string): string => form.get(name)?.slice(0, 40) ?? ''
    const begun = await beginCorrection(c.var.ctx, {
      caseNumber: text('caseNumber'),
      accessCode: text('accessCode'),
    })
    if (begun.ok) {
      keepSecret(c, begun.value)
      return c.redirect('/status/facts/overview', 303)
    }
    const reader = readerOf(c)
    if (begun.refusal.reason === 'case-not-found') return html(c, <LookupView reader={reader} wrong={true} />, 404)
    throw new ProblemError('wrong-state', reader.say('facts.later'))
  })
  .get('/overview', (c) =>
    opened(c, async (correction) => {
      const [caseKey, union] = await Promise.all([
        keyOf(c, correction.application),
        loadUnion(c.var.ctx.db, correction.application.countyCode),
      ])
      const changes = changesOf(correction.filled, correction.answers)
      const guardians = guardianPage(correction, dayInChina(c.var.ctx.now))
      const props = { reader: readerOf(c), correction, changes, guardians, caseKey, union }
      return html(c, <FactsView {...props} />)
    }),
  )
  .get('/check', (c) => opened(c, (correction) => check(c, correction, {})))
  .post('/check', async (c) => {
    const { form } = await posted(c)
    const reason = form.get('reason')?.trim() ?? ''
    const hindrance: Hindrance = {
      ...(reason === '' || reason.length > mostOfReason ? { reason: true } : {}),
      ...(form.get('declaration') === 'true' ? {} : { declaration: true }),
    }
    if (hindrance.reason || hindrance.declaration) {
      return opened(c, (correction) => check(c, correction, hindrance, reason, 422))
    }
    const sent = await sendCorrection(c.var.ctx, secretOf(c), {
      reason,
      version: Number(form.get('version')),
    })
    if (!sent.ok) return hindered(c, sent.refusal, reason)
    return c.redirect('/status/facts/sent', 303)
  })
  .get('/sent', async (c) => {
    const found = await load(c)
    if (found?.kind === 'open') return c.redirect('/status/facts/overview', 303)
    return found ? ended(c, found) : c.redirect('/status', 303)
  })
  .post('/discard', async (c) => {
    const { found } = await posted(c)
    const application = applicationOf(found)
    await forgetStatement(c.var.ctx.db, application.id).run()
    forgetSecret(c)
    return html(c, <DiscardedView reader={readerOf(c)} caseKey={await keyOf(c, application)} />)
  })
  // Where the language is changed after a form, which no address can show again.
  .get('/discard', (c) => c.redirect('/status/facts/overview', 303))
  .get('/members', (c) =>
    opened(c, (correction) => html(c, <MembersView reader={readerOf(c)} correction={correction} />)),
  )
  .get('/members/:id', (c) =>
    opened(c, (correction) => {
      const id = memberId(c)
      const answers = correction.answers.members.find((member) => member.id === id)?.answers ?? {}
      return html(c, <MemberView reader={readerOf(c)} correction={correction} id={id} answers={answers} errors={{}} />)
    }),
  )
  .post('/members/:id', async (c) => {
    const { form } = await posted(c)
    const id = memberId(c)
    return opened(c, async (correction) => {
      const unsaid = correction.filled.unsaid[memberPage(id)]
      const { answers, ...checked } = read(c, withUnsaid(correctedMemberFields, unsaid), form)
      if (!isWhole(checked)) {
        const props = { reader: readerOf(c), correction, answers, ...checked }
        return html(c, <MemberView {...props} id={id} />, statusOf(checked))
      }
      await changeCorrection(c.var.ctx, secretOf(c), (all) => {
        const isKnown = all.members.some((member) => member.id === id)
        if (!isKnown && all.members.length >= maxMembers - 1)
          throw new ProblemError('wrong-state', `A household has at most ${maxMembers} members`)
        const members = isKnown
          ? all.members.map((member) => (member.id === id ? { id, answers } : member))
          : [...all.members, { id, answers }]
        return { ...all, members }
      })
      return c.redirect('/status/facts/members', 303)
    })
  })
  .get('/members/:id/remove', (c) => c.redirect('/status/facts/members', 303))
  .post('/members/:id/remove', async (c) => {
    await posted(c)
    const id = memberId(c)
    return opened(c, async () => {
      await changeCorrection(c.var.ctx, secretOf(c), (all) => ({
        ...all,
        members: all.members.filter((member) => member.id !== id),
      }))
      return c.redirect('/status/facts/members', 303)
    })
  })
  .get('/:section', (c) =>
    opened(c, (correction) => {
      const section = sectionOrNone(c, correction)
      const answers = correction.answers.pages[section.id] ?? {}
      const props = { reader: readerOf(c), correction, section, answers, errors: {} }
      return html(c, <SectionView {...props} />)
    }),
  )
  .post('/:section', async (c) => {
    const { form } = await posted(c)
    return opened(c, async (correction) => {
      const section = sectionOrNone(c, correction)
      const { answers, ...checked } = read(c, withUnsaid(section.fields, correction.filled.unsaid[section.id]), form)
      if (!isWhole(checked)) {
        const props = { reader: readerOf(c), correction, section, answers, ...checked }
        return html(c, <SectionView {...props} />, statusOf(checked))
      }
      await changeCorrection(c.var.ctx, secretOf(c), (all) => ({
        ...all,
        pages: { ...all.pages, [section.id]: answers },
      }))
      return c.redirect('/status/facts/overview', 303)
    })
  })

type Checked = ReturnType<typeof checkShown>
const isWhole = ({ errors, more }: Checked): boolean => !more && Object.keys(errors).length === 0
const statusOf = ({ errors }: Checked): 200 | 422 => (Object.keys(errors).length > 0 ? 422 : 200)

/** The answers of a page that came in, and what is wrong with them. */
function read(c: FactsContext, fields: readonly Field[], form: URLSearchParams) {
  const answers = readPage(fields, form)
  const seen = { shown: form.getAll('shown'), today: dayInChina(c.var.ctx.now) }
  return { answers, ...checkShown(fields, answers, seen) }
}

function check(
  c: FactsContext,
  correction: OwnCorrection,
  hindrance: Hindrance,
  reason = '',
  status: 200 | 409 | 422 = 200,
) {
  const changes = changesOf(correction.filled, correction.answers)
  const guardians = guardianPage(correction, dayInChina(c.var.ctx.now))
  const props = { reader: readerOf(c), correction, changes, guardians, hindrance, reason }
  return html(c, <CheckView {...props} />, status)
}

/** What the last page says of a correction that was not sent. */
function hindered(c: FactsContext, refusal: SendRefusal, reason: string): Response | Promise<Response> {
  switch (refusal.reason) {
    case 'unknown':
      return c.redirect('/status', 303)
    case 'too-late':
      return c.redirect('/status/facts/overview', 303)
    case 'changed':
      return check(c, refusal.correction, { text: 'facts.changedMeanwhile' }, reason, 409)
    case 'unfinished':
      return check(c, refusal.correction, { pages: refusal.pages }, reason, 422)
    case 'nothing':
      return check(c, refusal.correction, { text: 'facts.nothing' }, reason, 422)
    case 'contradiction':
      return check(c, refusal.correction, { text: 'facts.contradiction', pages: ['members'] }, reason, 422)
    case 'busy':
      return opened(c, (correction) => check(c, correction, { text: 'facts.busy' }, reason, 409))
    default:
      return refusal satisfies never
  }
}

function sectionOrNone(c: FactsContext, correction: OwnCorrection): Section {
  const guardians = guardianPage(correction, dayInChina(c.var.ctx.now))
  const asked = [...askedPages(correction.answers.pages.person), ...(guardians ? [guardians] : [])]
  const section = asked.find(({ id }) => id === c.req.param('section'))
  if (!section) throw new ProblemError('not-found')
  return section
}

function memberId(c: FactsContext): string {
  const id = c.req.param('id') ?? ''
  if (!memberIdForm.test(id)) throw new ProblemError('not-found')
  return id
}
