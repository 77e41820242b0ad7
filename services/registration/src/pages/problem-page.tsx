import { Page, pageInPlaceOf } from '@jiekun/pages'
import { onError, onNotFound, ProblemError } from '@jiekun/worker'
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { readerOf } from '../texts/texts.ts'

/** Answers what a page's handler threw in plain words; what programs get as problem details, people get as a page. */
export const onPageError: ErrorHandler = async (error, c) => {
  const problem = await onError(error, c)
  const reader = readerOf(c)
  const { say } = reader
  const lead =
    error instanceof ProblemError && error.type === 'wrong-state'
      ? error.message
      : say(error instanceof ProblemError && error.type === 'too-many-attempts' ? 'problem.tooMany' : 'problem.lead')
  return pageInPlaceOf(
    c,
    problem,
    <Page reader={reader} title={say('problem.title')}>
      <p class="lead">{lead}</p>
      <p class="actions">
        <a class="button" href="/apply">
          {say('home.apply')}
        </a>
        <a class="button plain" href="/status">
          {say('home.status')}
        </a>
      </p>
    </Page>,
  )
}

/** Answers a path that no route takes: programs with problem details, people with a page. */
export const onUnknownPath: NotFoundHandler = (c) =>
  c.req.path.startsWith('/api/') ? onNotFound(c) : onPageError(new ProblemError('not-found'), c)
