import { html } from '@jiekun/pages'
import { ProblemError, type ServiceVariables } from '@jiekun/worker'
import type { Context, ErrorHandler } from 'hono'
import { onPageError } from '../pages/problem-page.tsx'
import { readerOf } from '../texts/texts.ts'
import { type Answers, type PageAnswers, readPage } from './answers.ts'
import { changeDraft, type Draft } from './draft.ts'
import { ResumeView } from './overview-views.tsx'
import { memberFields, sectionOf } from './sections.ts'

/** What somebody typed on a page of the form whose draft this browser has lost; `page` is its path below `/apply`. */
export interface Typed {
  page: string
  answers: PageAnswers
}

/** Ends a POST of the form where this browser holds no draft any more: after 30 days, or once its cookies were cleared. */
export class LostDraft extends ProblemError {
  readonly typed: Typed | undefined
  constructor(c: Context, form?: URLSearchParams) {
    super('wrong-state')
    this.typed = form && typedOn(c.req.path.slice('/apply/'.length), form)
  }
}

/** Answers what a handler of the form threw. Who has lost the draft keeps what was just typed, and is told how to go on. */
export const onFormError: ErrorHandler<{ Variables: ServiceVariables }> = (error, c) =>
  error instanceof LostDraft
    ? html(c, <ResumeView reader={readerOf(c)} wrong={false} isLost={true} typed={error.typed} />, 409)
    : onPageError(error, c)

function typedOn(page: string, form: URLSearchParams): Typed | undefined {
  const fields = /^members\/[\w-]{1,36}$/.test(page) ? memberFields : (sectionOf(page)?.fields ?? [])
  return fields.length > 0 ? { page, answers: readPage(fields, form) } : undefined
}

/** What a form carries on of what was typed on the page before it. */
export const carriedIn = (form: URLSearchParams): Typed | undefined => typedOn(form.get('page') ?? '', form)

/** Answers with what was typed put in its place, whole or not: its page is shown again before anything is sent. */
export function withTyped(answers: Answers, { page, answers: typed }: Typed): Answers {
  const [first = '', id] = page.split('/')
  if (id === undefined) return { ...answers, pages: { ...answers.pages, [first]: typed } }
  const others = answers.members.filter((member) => member.id !== id)
  return { ...answers, members: [...others, { id, answers: typed }] }
}

/** Puts what was typed into the draft that somebody has just opened again. @returns where they go on. */
export async function goOnWith(
  c: Context<{ Variables: ServiceVariables }>,
  draft: Draft,
  typed: Typed | undefined,
): Promise<string> {
  if (!typed) return '/apply/overview'
  await changeDraft(c.var.ctx, draft, (answers) => withTyped(answers, typed))
  return `/apply/${typed.page}`
}
