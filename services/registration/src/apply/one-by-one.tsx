/** The form in large type: one question a page, each answer kept as soon as it is given. */
import { html } from '@jiekun/pages'
import { dayInChina, type ServiceVariables } from '@jiekun/worker'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Reader } from '../texts/texts.ts'
import { type Answers, askedSections, checkPage, type PageAnswers, readPage, unfinishedSections } from './answers.ts'
import type { Draft } from './draft.ts'
import { Step, Ways } from './page-views.tsx'
import { askedQuestions, questionsAround, questionToShow } from './question.ts'
import { QuestionView } from './question-view.tsx'
import { type Field, memberFields, type Section } from './sections.ts'

type FormContext = Context<{ Variables: ServiceVariables }>

/** A page whose questions are asked one by one. */
export interface Asked {
  reader: Reader
  title: string
  csrf: string
  path: string
  fields: readonly Field[]
  answers: PageAnswers
  /** The page before its first question. */
  before: string | undefined
  head: Child
}

const addressOf = (path: string, { name }: Field): string => `${path}?question=${name}`

/**
 * Whether a section is asked one question a page: in large type, but for whoever fills the form in for somebody else, whose
 * number and code are checked together.
 */
export const isAskedOneByOne = ({ isElder }: Reader, { id }: Pick<Section, 'id'>): boolean => isElder && id !== 'agent'

/** The questions of a section on a day, an ISO date. */
export function askedInSection(reader: Reader, draft: Draft, section: Section, today: string): Asked {
  const sections = askedSections(draft.answers, today)
  const before = sections[sections.findIndex(({ id }) => id === section.id) - 1]
  const last =
    before &&
    isAskedOneByOne(reader, before) &&
    askedQuestions(before.fields, draft.answers.pages[before.id] ?? {}).at(-1)
  const pageBefore = before && `/apply/${before.id}`
  return {
    reader,
    title: reader.say(section.title),
    csrf: draft.csrf,
    path: `/apply/${section.id}`,
    fields: section.fields,
    answers: draft.answers.pages[section.id] ?? {},
    before: pageBefore && last ? addressOf(pageBefore, last) : pageBefore,
    head: (
      <>
        <Step reader={reader} section={section} />
        <Ways reader={reader} />
      </>
    ),
  }
}

/** The questions about a member of the household. */
export function askedOfMember(reader: Reader, draft: Draft, id: string): Asked {
  return {
    reader,
    title: reader.say('section.member'),
    csrf: draft.csrf,
    path: `/apply/members/${id}`,
    fields: memberFields,
    answers: draft.answers.members.find((member) => member.id === id)?.answers ?? {},
    before: '/apply/members',
    head: null,
  }
}

/** Shows the question that the address names, or the one to go on with. */
export function showQuestion(c: FormContext, asked: Asked): Response | Promise<Response> {
  const today = dayInChina(c.var.ctx.now)
  const field = questionToShow(asked.fields, asked.answers, { wanted: c.req.query('question'), today })
  return field ? show(c, asked, field, {}) : c.redirect('/apply/overview', 303)
}

/**
 * Takes the answer of one question. `keep` stores it and hands back the whole draft; after the last question the form goes
 * on at `after`, and once nothing is missing at the summary: whoever came from there to change one answer is back.
 */
export async function takeAnswer(
  c: FormContext,
  asked: Asked,
  { form, field, keep, after }: { form: URLSearchParams; field: Field; keep: Keep; after: (all: Answers) => string },
): Promise<Response> {
  const today = dayInChina(c.var.ctx.now)
  const answer = readPage([field], form)
  const answers = { ...asked.answers, ...answer }
  const error = checkPage(asked.fields, answers, today)[field.name]
  if (error !== undefined) return show(c, { ...asked, answers }, field, { [field.name]: error }, 422)
  const all = await keep(answer)
  if (unfinishedSections(all, today).length === 0) return c.redirect('/apply/check', 303)
  const next = questionsAround(asked.fields, answers, field.name).after
  return c.redirect(next ? addressOf(asked.path, next) : after(all), 303)
}

type Keep = (answer: PageAnswers) => Promise<Answers>

/** The question that a form answers, where it was shown alone. */
export const answeredAlone = (fields: readonly Field[], form: URLSearchParams): Field | undefined =>
  fields.find(({ name }) => name === form.get('question'))

function show(
  c: FormContext,
  { before, head, ...asked }: Asked,
  field: Field,
  errors: Parameters<typeof QuestionView>[0]['errors'],
  status: 200 | 422 = 200,
) {
  const earlier = questionsAround(asked.fields, asked.answers, field.name).before
  const back = earlier ? addressOf(asked.path, earlier) : before
  return html(
    c,
    <QuestionView {...asked} field={field} errors={errors} back={back}>
      {head}
    </QuestionView>,
    status,
  )
}
